"""The server itself: its start and end, its stream of events, and who may listen where."""
import base64
import http.client
import json
import re
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import time

import pytest

from conftest import JSON, PROGRAM, TOP, Server, run, serving, wait_until
from test_write import CLAIM, ZONE

PASSWORD = "correct horse battery staple"


def test_it_says_what_the_plant_looks_like_before_it_serves(server):
    text = "".join(server.announced)
    overview = server.get("/overview").json()
    assert f"{overview['assets']['total']} assets: {overview['assets']['by_class']['ot']} OT" in text
    counts = overview["requirements"]
    assert f"{counts['at_target']} of {counts['total'] - counts['not_applicable']} applicable requirements" in text
    assert "signals contradict" in text and server.url in text


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly_while_pages_listen(plant, how):
    server = Server(plant)
    assert Stream(server).event()["event"] == "changed"
    code, errors = server.stop(how)
    assert (code, errors) == (0, "")


class Stream:
    def __init__(self, server):
        self.connection = server.connect(timeout=20)
        self.connection.request("GET", "/api/v1/events")
        self.response = self.connection.getresponse()

    def event(self):
        """The next event as its fields; comments are skipped."""
        fields = {}
        while True:
            line = self.response.readline().decode().rstrip("\n")
            if not line and fields:
                return fields
            if line and not line.startswith(":"):
                name, _, value = line.partition(": ")
                fields[name] = value


def test_listeners_hear_of_a_change_with_the_version_that_readers_then_see(server):
    streams = [Stream(server) for _ in range(5)]
    version = server.version()
    for stream in streams:
        assert stream.response.headers["Content-Type"] == "text/event-stream"
        assert stream.event() == {"event": "changed", "id": str(version), "data": f'{{"version":{version}}}'}
    assert server.write("PUT", "/program/NET%201.1/claim", CLAIM).status == 200
    for stream in streams:
        assert stream.event()["data"] == f'{{"version":{version + 1}}}'
    assert server.get("/overview").json()["plant"]["version"] == version + 1


def test_listeners_hear_of_a_change_by_another_program(server):
    stream = Stream(server)
    first = int(stream.event()["id"])
    assert run("user", server.plant, "add", "eve", input=PASSWORD + "\n").returncode == 0
    assert int(stream.event()["id"]) == first + 1


def test_listeners_are_bounded_and_places_come_back(server):
    streams = [Stream(server) for _ in range(64)]
    assert all(stream.response.status == 200 for stream in streams)
    refused = Stream(server).response
    assert refused.status == 503 and b"listen already" in refused.read()
    assert server.get("/health").status == 200
    for stream in streams:
        stream.response.close()
        stream.connection.close()
    number = 0
    for number in range(60):  # a lost listener is noticed when it is next told something
        assert server.write("PUT", "/program/NET%201.1/claim", {**CLAIM, "narrative": str(number)}).status == 200
        if Stream(server).response.status == 200:
            break
        time.sleep(0.2)
    assert number < 59


def test_a_slow_client_holds_up_nobody(server):
    slow = [socket.create_connection((server.host, int(server.port))) for _ in range(40)]
    for one in slow:
        one.sendall(b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    began = time.monotonic()
    assert server.get("/health").status == 200
    assert time.monotonic() - began < 2
    for one in slow:
        one.close()


def refused_start(plant, *options):
    done = subprocess.run([PROGRAM, "serve", str(plant), "--port", "0", *map(str, options)], capture_output=True,
                          text=True, timeout=60)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.startswith("bulkhead serve: "), done.stderr
    return done.stderr


@pytest.fixture
def certificate(tmp_path):
    if not shutil.which("openssl"):
        pytest.skip("skipped, because there is no openssl here")
    key, pem = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", "/CN=bulkhead.test", "-keyout", key, "-out", pem], check=True, capture_output=True)
    return ["--tls-certificate", str(pem), "--tls-key", str(key)]


def test_what_cannot_be_served_is_refused_at_the_start(plant, certificate, tmp_path):
    assert "no-such-plant" in refused_start(tmp_path / "no-such-plant")
    assert "certificate and key are needed" in refused_start(plant, "--address", "0.0.0.0")
    assert "needs a user" in refused_start(plant, "--address", "0.0.0.0", *certificate)
    assert "go together" in refused_start(plant, *certificate[:2])
    assert "must be an IPv4 or IPv6 address" in refused_start(plant, "--address", "localhost")
    broken = tmp_path / "broken.pem"
    broken.write_text("nothing")
    assert "PEM" in refused_start(plant, "--tls-certificate", broken, "--tls-key", broken)
    assert "0 to 65535" in refused_start(plant, "--port", "70000")


def test_a_port_that_is_taken_is_named(server, tmp_path):
    assert server.port in refused_start(server.plant, "--port", server.port)


@pytest.fixture
def guarded(plant, certificate):
    """Bound to a name for this machine that is not loopback to the program: every address."""
    assert run("user", plant, "add", "ann", input=PASSWORD + "\n").returncode == 0
    server = Server(plant, "--address", "0.0.0.0", *certificate)
    server.host = "127.0.0.1"
    yield server
    code, errors = server.stop()
    assert code == 0 and "Sanitizer" not in errors, errors


def basic(name, password):
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def test_beyond_loopback_every_request_logs_in_over_tls(guarded):
    assert guarded.ask("GET", "/").status in (200, 404)  # the pages, where they are built: to log in with
    for path in ("/api/v1/health", "/api/v1/events", "/api/v1/nothing", "/api/v1/openapi.yaml"):
        answer = guarded.ask("GET", path)
        assert answer.status == 401 and answer.headers["WWW-Authenticate"].startswith("Basic realm="), path
        assert "user add" in answer.message()
    answer = guarded.ask("GET", "/api/v1/health", headers=basic("ann", PASSWORD))
    assert answer.status == 200
    assert guarded.ask("POST", "/api/v1/zones", b"{}", JSON).status == 401
    with socket.create_connection((guarded.host, int(guarded.port)), timeout=10) as plain:
        plain.sendall(b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        try:
            assert b"200" not in plain.recv(4096)
        except OSError:
            pass


def test_old_tls_is_refused(guarded):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    with pytest.raises((ssl.SSLError, OSError)):
        with socket.create_connection((guarded.host, int(guarded.port)), timeout=10) as raw:
            context.wrap_socket(raw).close()


@pytest.mark.parametrize("headers", [basic("ann", "wrong"), basic("nobody", PASSWORD), basic("ann", ""),
                                     {"Authorization": "Basic"}, {"Authorization": "Basic !!!"}, {"Authorization": "Bearer x"},
                                     {"Authorization": "Basic " + base64.b64encode(b"ann").decode()},
                                     {"Authorization": "Basic " + base64.b64encode(b":" + PASSWORD.encode()).decode()}],
                         ids=str)
def test_wrong_credentials_are_refused(guarded, headers):
    assert guarded.ask("GET", "/api/v1/health", headers=headers).status == 401


def test_a_password_is_hashed_once_and_guessing_is_slowed(guarded):
    assert guarded.ask("GET", "/api/v1/health", headers=basic("ann", PASSWORD)).status == 200
    began = time.monotonic()
    for _ in range(20):
        assert guarded.ask("GET", "/api/v1/health", headers=basic("ann", PASSWORD)).status == 200
    known = (time.monotonic() - began) / 20
    statuses = [guarded.ask("GET", "/api/v1/health", headers=basic("ann", f"guess {n}")).status for n in range(12)]
    assert statuses[0] == 401 and statuses[-1] == 429 and set(statuses) == {401, 429}
    assert known < 0.2
    assert guarded.ask("GET", "/api/v1/health", headers=basic("ann", PASSWORD)).status == 200


def test_a_removed_user_is_out_within_seconds(guarded):
    assert guarded.ask("GET", "/api/v1/health", headers=basic("ann", PASSWORD)).status == 200
    assert run("user", guarded.plant, "add", "bob", "--role", "owner", input=PASSWORD + " too\n").returncode == 0
    assert run("user", guarded.plant, "remove", "ann").returncode == 0
    end = time.monotonic() + 10
    while guarded.ask("GET", "/api/v1/health", headers=basic("ann", PASSWORD)).status == 200:
        assert time.monotonic() < end
        time.sleep(0.2)
    assert guarded.ask("GET", "/api/v1/health", headers=basic("bob", PASSWORD + " too")).status == 200


# ---- users and what each may change ----

ROLES = ("owner", "assessor", "engineer", "auditor")


@pytest.fixture
def manned(plant):
    """A plant with one user of each role, on this machine."""
    for role in ROLES:
        assert run("user", plant, "add", role, "--role", role, input=f"{PASSWORD} {role}\n").returncode == 0
    yield from serving(plant)


def as_user(role):
    return basic(role, f"{PASSWORD} {role}")


def write_as(server, role, method, path, body=None):
    text = None if body is None else json.dumps(body)
    return server.ask(method, f"/api/v1{path}", text, {**JSON, **as_user(role)})


def test_a_plant_with_users_is_served_to_them_alone_on_this_machine_too(manned):
    assert manned.get("/overview").status == 401
    assert manned.get("/overview", **basic("owner", PASSWORD)).status == 401
    for role in ROLES:
        assert manned.get("/overview", **as_user(role)).status == 200


SCOPE = {"id": "north", "name": "North works"}
ACTION = {"title": "Fix it", "state": "open", "owner": "Ann"}
CHANGES = [
    # what, who may; the rest are refused
    ("POST", "/zones", ZONE, {"owner", "engineer"}),
    ("PUT", "/program/NET%201.1/claim", CLAIM, {"owner", "assessor"}),
    ("POST", "/ledgers/scopes", SCOPE, {"owner", "assessor"}),
    ("POST", "/ledgers/actions", ACTION, {"owner", "assessor", "engineer"}),
    ("POST", "/ledgers", {"changes": [{"ledger": "scopes", "key": "", "row": SCOPE}]}, {"owner", "assessor"}),
    ("DELETE", "/conduits/no-such-one", None, {"owner", "engineer"}),
]


@pytest.mark.parametrize("method, path, body, allowed", CHANGES, ids=lambda value: value if isinstance(value, str) else "")
def test_each_role_changes_what_it_may_and_no_more(manned, method, path, body, allowed):
    for role in ROLES:
        version = json.loads(manned.get("/health", **as_user(role)).bytes)["version"]
        answer = write_as(manned, role, method, path, body)
        if role in allowed:
            assert answer.status in (200, 201, 404, 409, 422), (role, answer.bytes)  # not for who asks
            continue
        assert answer.status == 403, (role, answer.bytes)
        sentence = answer.message()
        assert f": an {role} reads this and does not change it; an owner" in sentence and " may." in sentence, sentence
        assert json.loads(manned.get("/health", **as_user(role)).bytes)["version"] == version


def test_an_auditor_reads_everything_and_changes_nothing(manned, contract):
    for method, path, _, _ in contract.operations():
        if method == "GET" or path == "/session":
            continue
        filled = re.sub(r"\{\w+\}", "x", path)
        answer = manned.ask(method, f"/api/v1{filled}", "{}", {**JSON, **as_user("auditor")})
        assert answer.status == 403, (method, path, answer.status)


def test_every_route_that_changes_something_says_who_may(contract):
    named = set(re.findall(r'^PERMIT\("(\w+)"', (TOP / "src/api/rights.def").read_text(), re.M))
    changing = {path.split("/")[1] for method, path, _, _ in contract.operations() if method != "GET"}
    assert changing == named


def test_a_session_is_begun_with_a_name_and_ended(manned):
    nobody = manned.get("/session").json()
    assert nobody == {"name": None, "role": None, "needed": True, "may_change": False}
    body = json.dumps({"name": "engineer", "password": f"{PASSWORD} engineer"})
    begun = manned.ask("POST", "/api/v1/session", body, JSON)
    assert begun.json() == {"name": "engineer", "role": "engineer", "needed": True, "may_change": True}
    cookie = begun.headers["Set-Cookie"]
    assert cookie.startswith(f"bulkhead-{manned.port}=") and "; HttpOnly; SameSite=Strict" in cookie
    mine = {"Cookie": cookie.split(";")[0]}
    assert manned.get("/session", **mine).json()["name"] == "engineer"
    assert manned.ask("POST", "/api/v1/zones", json.dumps(ZONE), {**JSON, **mine}).status == 201
    assert manned.ask("DELETE", "/api/v1/session", None, {**JSON, **mine}).status == 204
    assert manned.get("/overview", **mine).status == 401


def test_a_wrong_name_or_password_begins_no_session_and_guessing_is_slowed(manned):
    statuses = []
    for number in range(12):
        body = json.dumps({"name": "owner", "password": f"guess {number}"})
        answer = manned.ask("POST", "/api/v1/session", body, JSON)
        assert "Set-Cookie" not in answer.headers
        statuses.append(answer.status)
    assert statuses[0] == 401 and statuses[-1] == 429 and set(statuses) == {401, 429}


def test_a_page_is_not_asked_by_the_browser_itself(manned):
    page = manned.get("/overview", **{"Sec-Fetch-Mode": "cors"})
    assert page.status == 401 and "WWW-Authenticate" not in page.headers
    link = manned.get("/report.html", **{"Sec-Fetch-Mode": "navigate"})
    assert link.status == 401 and "WWW-Authenticate" in link.headers


def test_a_session_ends_with_the_role_it_began_with(manned):
    body = json.dumps({"name": "engineer", "password": f"{PASSWORD} engineer"})
    cookie = manned.ask("POST", "/api/v1/session", body, JSON).headers["Set-Cookie"].split(";")[0]
    assert manned.get("/overview", Cookie=cookie).status == 200
    assert run("user", manned.plant, "role", "engineer", "--role", "auditor").returncode == 0
    assert wait_until(lambda: manned.get("/overview", Cookie=cookie).status == 401)


def test_the_trail_has_the_user_and_the_route(manned):
    assert write_as(manned, "assessor", "PUT", "/program/NET%201.1/claim", CLAIM).status == 200
    with sqlite3.connect(manned.plant / "plant.db") as database:
        row = database.execute("SELECT who, through, kind, name FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
    assert row == ("assessor", "PUT /program/{requirement}/claim", "claims", "/NET 1.1")


def test_a_write_over_tls_needs_our_own_origin(guarded):
    own = f"https://{guarded.host}:{guarded.port}"
    for origin, status in ((own.replace("https", "http"), 403), ("https://evil.example", 403), (own, 201)):
        answer = guarded.ask("POST", "/api/v1/zones", json.dumps(ZONE), {**JSON, **basic("ann", PASSWORD), "Origin": origin})
        assert answer.status == status, origin


def test_the_log_in_is_asked_for_before_anything_is_looked_up(guarded):
    big = http.client.HTTPSConnection(guarded.host, int(guarded.port), context=guarded.connect()._context)
    big.request("PUT", "/api/v1/evidence/EV-001/file", b"x" * 200000, {"Content-Type": "application/octet-stream"})
    assert big.getresponse().status == 401
