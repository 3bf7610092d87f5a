"""served.py - a server of a release build, asked route by route, in its own processor time.

Time is processor time of the server, from the request to the last byte, so that a busy machine does
not count; "clock" is what passed for the client at best.
"""
import http.client
import json
import pathlib
import socket
import statistics
import subprocess
import sys
import time


def checked(command):
    """Seconds that the command took; it must succeed."""
    began = time.monotonic()
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"bench: {command[1]} ended with {done.returncode}: {done.stderr.strip()}")
    return time.monotonic() - began


class Server:
    def __init__(self, bulkhead, plant):
        began = time.monotonic()
        self.process = subprocess.Popen([bulkhead, "serve", plant, "--port", "0"], stdout=subprocess.PIPE, text=True)
        line = next((line for line in self.process.stdout if line.startswith("Serving")), None)
        if not line:
            sys.exit("bench: the server did not start")
        self.started = time.monotonic() - began
        self.connection = http.client.HTTPConnection("127.0.0.1", int(line.split(":")[2].split("/")[0]), timeout=120)
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def resident(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024

    def used(self):
        """Milliseconds of processor of all its threads, to the nanosecond as the kernel counts."""
        threads = pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(t.read_text().split()[0]) for t in threads) / 1e6

    def end(self):
        self.process.terminate()
        self.process.wait()


def ask(server, method, path, body=None):
    """Milliseconds of the server, milliseconds on the clock, and the size of the answer."""
    head = {"Content-Type": "application/json"} if body is not None else {}
    used, began = server.used(), time.perf_counter()
    server.connection.request(method, "/api/v1" + path, None if body is None else json.dumps(body), head)
    answer = server.connection.getresponse()
    content = answer.read()
    took = (time.perf_counter() - began) * 1000
    if answer.status >= 300:
        sys.exit(f"bench: {method} {path}: {answer.status} {content[:200]!r}")
    return server.used() - used, took, len(content)


def measure(server, path, rounds):
    all_rounds = [ask(server, "GET", path) for _ in range(rounds + 1)]
    later = [used for used, _, _ in all_rounds[1:]]
    return (all_rounds[0][0], statistics.median(later), max(later), min(took for _, took, _ in all_rounds),
            all_rounds[0][2])


def heading():
    print(f"{'route':50} {'first':>8} {'median':>8} {'worst':>8} {'clock':>8} {'KiB':>8}")


def show(name, figures):
    first, median, worst, clock, size = figures
    print(f"{name:50} {first:8.1f} {median:8.1f} {worst:8.1f} {clock:8.1f} {size / 1024:8.1f}", end="")
