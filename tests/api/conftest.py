"""What the tests of the HTTP interface stand on: a server of its own plant, and a plain client.

BULKHEAD names the program under test; meson sets it.
"""
import http.client
import json
import os
import pathlib
import shutil
import signal
import ssl
import subprocess
import time

import jsonschema
import pytest
import yaml

TOP = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("BULKHEAD", str(TOP / "build/src/bulkhead"))
JSON = {"Content-Type": "application/json"}


def run(*arguments, **more):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, **more)


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.bytes = response.read()

    def json(self):
        return json.loads(self.bytes)

    def message(self):
        """The one sentence of a refusal; anything else fails the test."""
        body = self.json()
        assert set(body) == {"error"} and set(body["error"]) == {"code", "message"}, body
        assert body["error"]["code"] == self.status
        sentence = body["error"]["message"]
        assert sentence[0].isupper() or sentence[0] in "\"" or ":" in sentence, sentence
        assert sentence.endswith((".", "!", "?")) and "\n" not in sentence, sentence
        return sentence


class Server:
    """bulkhead serve on a free port, ended by its own pid."""

    def __init__(self, plant, *options):
        self.plant = plant
        self.process = subprocess.Popen([PROGRAM, "serve", str(plant), "--port", "0", *options],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.announced = []
        for line in self.process.stdout:
            self.announced.append(line)
            if line.startswith("Serving "):
                break
        else:
            raise AssertionError(f"the server did not start: {self.process.stderr.read()}")
        self.url = line.split()[1].rstrip("/")
        self.secure = self.url.startswith("https")
        self.host, self.port = self.url.split("//")[1].rsplit(":", 1)

    def connect(self, timeout=120):
        if not self.secure:
            return http.client.HTTPConnection(self.host, int(self.port), timeout=timeout)
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection(self.host, int(self.port), timeout=timeout, context=context)

    def ask(self, method, path, body=None, headers=None):
        connection = self.connect()
        try:
            connection.request(method, path, body, headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.ask("GET", f"/api/v1{path}", headers=headers)

    def write(self, method, path, body=None):
        return self.ask(method, f"/api/v1{path}", None if body is None else json.dumps(body), JSON)

    def version(self):
        return self.get("/health").json()["version"]

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        code = self.process.wait(timeout=30)
        return code, self.process.stderr.read()


@pytest.fixture(scope="session")
def demo_plant(tmp_path_factory):
    """The demo plant, made once; never served itself."""
    plant = tmp_path_factory.mktemp("plants") / "demo"
    captures = sorted((TOP / "demo").glob("*.pcap"))
    for arguments in (["init", plant], ["import", plant, "plant", TOP / "demo/plant.yaml"],
                      ["load", plant, *captures]):
        done = run(*arguments)
        assert done.returncode == 0, done.stderr
    return plant


@pytest.fixture
def plant(demo_plant, tmp_path):
    """A copy that a test may change."""
    return shutil.copytree(demo_plant, tmp_path / "plant")


def serving(plant, *options):
    server = Server(plant, *options)
    yield server
    if server.process.poll() is None:
        code, errors = server.stop()
        assert code == 0, errors
    else:
        errors = server.process.stderr.read()
    assert "Sanitizer" not in errors and "runtime error" not in errors, errors


@pytest.fixture
def server(plant):
    yield from serving(plant)


@pytest.fixture(scope="module")
def reader(demo_plant, tmp_path_factory):
    """A server for tests that change nothing."""
    plant = shutil.copytree(demo_plant, tmp_path_factory.mktemp("read") / "plant")
    yield from serving(plant)


def _nullable(schema):
    """OpenAPI 3.0 says `nullable: true` where JSON Schema says a second type."""
    if isinstance(schema, list):
        return [_nullable(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _nullable(value) for key, value in schema.items() if key != "nullable"}
    if schema.get("nullable"):
        made["type"] = [schema["type"], "null"]
    return made


class Contract:
    def __init__(self):
        self.document = yaml.safe_load((TOP / "src/api/openapi.yaml").read_text())
        self.schemas = _nullable(self.document)
        self.resolver = jsonschema.RefResolver("", self.schemas)

    def operations(self):
        for path, item in self.document["paths"].items():
            for method in ("get", "put", "post", "delete"):
                if method in item:
                    yield method.upper(), path, item[method], item.get("parameters", [])

    def check(self, schema, value):
        jsonschema.Draft7Validator(_nullable(schema), resolver=self.resolver,
                                   format_checker=jsonschema.FormatChecker()).validate(value)

    def check_named(self, name, value):
        self.check({"$ref": f"#/components/schemas/{name}"}, value)


@pytest.fixture(scope="session")
def contract():
    return Contract()


def wait_until(ask, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ask():
            return True
        time.sleep(0.05)
    return False
