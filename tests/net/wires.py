"""Network namespaces, the wires between them, and a sensor on one end: for the tests that listen."""
import json
import os
import pathlib
import signal
import subprocess
import time

CLIENT, SERVER, PORT = "10.99.62.1", "10.99.62.2", "502"


def ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True)


class Wires:
    """Two namespaces joined by veth pairs wire0, wire1 ...; on every one each end has an address."""

    def __init__(self, count=1):
        self.names = [f"bulkhead-{os.getpid()}-{end}" for end in ("near", "far")]
        self.count = count
        self.running = []

    def __enter__(self):
        for name in self.names:
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
        for number in range(self.count):
            self.lay(number)
        return self

    def __exit__(self, *_):
        for process in self.running:
            if process.poll() is None:
                process.kill()
                process.wait()
        for name in self.names:
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)

    def lay(self, number):
        """A cable without offloads and without IPv6: every frame on it is one that we send."""
        wire = f"wire{number}"
        near, far = self.names
        ip("link", "add", "name", wire, "netns", near, "type", "veth", "peer", "name", wire, "netns", far)
        for name, end in ((near, 1), (far, 2)):
            self.inside(name, "sysctl", "-q", f"net.ipv6.conf.{wire}.disable_ipv6=1").wait()
            ip("-n", name, "address", "add", f"10.99.{62 + number}.{end}/24", "dev", wire)
            ip("-n", name, "link", "set", wire, "up")
        wait_for(lambda: all(self.is_up(end, wire) for end in (0, 1)), 5)

    def inside(self, name, *command, **options):
        process = subprocess.Popen(["ip", "netns", "exec", name, *map(str, command)], **options)
        self.running.append(process)
        return process

    def near(self, *command, **options):
        return self.inside(self.names[0], *command, **options)

    def far(self, *command, **options):
        return self.inside(self.names[1], *command, **options)

    def is_up(self, end, wire):
        done = subprocess.run(["ip", "-n", self.names[end], "-j", "link", "show", wire], check=True,
                              capture_output=True, text=True)
        return json.loads(done.stdout)[0]["operstate"] == "UP"

    def counter(self, end, wire, which):
        """What the kernel counted at one end of a wire: "tx_packets" of the near end is what that end sent."""
        done = subprocess.run(["ip", "-n", self.names[end], "-s", "-j", "link", "show", wire],
                              check=True, capture_output=True, text=True)
        side, name = which.split("_")
        return json.loads(done.stdout)[0]["stats64"][side][name]

    def listen(self, plant, *options, bulkhead):
        """A sensor on the far end; it has begun when it returns."""
        said = plant.with_suffix(".said")
        with open(said, "ab") as out:
            return Sensor(self.far(bulkhead, "sensor", plant, "--json", *options, stdout=out), said)

    def record(self, wire, path):
        """tcpdump beside the sensor, once it listens."""
        process = self.far("tcpdump", "-i", wire, "-U", "--immediate-mode", "-w", str(path), stderr=subprocess.PIPE,
                           text=True)
        process.stderr.readline()  # "listening on wire0"
        return process


class Sensor:
    def __init__(self, process, said):
        self.process = process
        self.said = said
        self.before = said.stat().st_size
        wait_for(lambda: len(self.readers()) >= 1, 10)
        time.sleep(0.7)  # to open its interface and enter the sandbox

    def hear(self):
        whole, _, _ = self.said.read_bytes()[self.before:].rpartition(b"\n")
        return [json.loads(line) for line in whole.splitlines()]

    def told(self, words):
        return [s for s in self.hear() if s["event"] == "told" and words in s["sentence"]]

    def statuses(self, interface=None):
        return [s for s in self.hear() if s["event"] == "status" and interface in (None, s["interface"])]

    def parent(self):
        """`ip netns exec` becomes the program, so it is the process itself."""
        return self.process.pid

    def children(self):
        return [int(pid) for pid in
                pathlib.Path(f"/proc/{self.parent()}/task/{self.parent()}/children").read_text().split()]

    def readers(self):
        """Those that hold a packet socket: its inode is in /proc/net/packet of their namespace."""
        try:
            children = self.children()
        except FileNotFoundError:
            return []
        return [pid for pid in children if packet_sockets(pid)]

    def stop(self, how=signal.SIGINT):
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(timeout=40)
        return self.process.returncode


def packet_sockets(pid):
    try:
        known = {line.split()[8] for line in pathlib.Path(f"/proc/{pid}/net/packet").read_text().splitlines()[1:]}
        links = [os.readlink(f"/proc/{pid}/fd/{fd}") for fd in os.listdir(f"/proc/{pid}/fd")]
    except OSError:
        return set()
    return {link for link in links if link.startswith("socket:[") and link[8:-1] in known}


def wait_for(what, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    return what()
