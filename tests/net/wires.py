"""Network namespaces, the wires between them, and who listens on one end: for the tests that listen.

Nothing here takes a length of time for a sign: whoever listens is waited for until it does, and whoever writes
until all of it is written. PATIENCE only says when waiting is over on a machine that does much else.
"""
import json
import os
import pathlib
import signal
import subprocess
import time

CLIENT, SERVER, PORT = "10.99.62.1", "10.99.62.2", "502"
PATIENCE = 60


def ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True)


def why_no_namespaces():
    """A sentence where this machine gives none."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    name = f"bulkhead-{os.getpid()}-probe"
    probe = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True, check=False)
    if probe.returncode:
        return f"this kernel refuses: {probe.stderr.strip()}"
    ip("netns", "delete", name)
    return None


def packets_in(*captures):
    """By another program's count; a file that ends within a packet has what is whole."""
    counts = (subprocess.run(["capinfos", "-Mcr", "-T", capture], check=False, capture_output=True, text=True)
              for capture in captures)
    return sum(int(done.stdout.split()[-1]) for done in counts if done.stdout.strip())


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
        """A cable without offloads and without IPv6: every frame on it is one that we send.

        An address that was asked for once is not asked for again, which the kernel does five seconds after its
        first use: a frame that comes when one of two listeners has gone would make their counts differ.
        """
        wire = f"wire{number}"
        near, far = self.names
        ip("link", "add", "name", wire, "netns", near, "type", "veth", "peer", "name", wire, "netns", far)
        for name, end in ((near, 1), (far, 2)):
            self.inside(name, "sysctl", "-q", f"net.ipv6.conf.{wire}.disable_ipv6=1",
                        f"net.ipv4.neigh.{wire}.delay_first_probe_time=3600").wait()
            ip("-n", name, "address", "add", f"10.99.{62 + number}.{end}/24", "dev", wire)
            ip("-n", name, "link", "set", wire, "up")
        self.wait_until_up(wire)

    def wait_until_up(self, wire):
        if not wait_for(lambda: all(self.is_up(end, wire) for end in (0, 1))):
            raise TimeoutError(f"{wire} is not up")

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

    def counter(self, end, wire, side):
        """Packets that the kernel counted at one end of a wire: "tx" of the near end is what that end sent."""
        done = subprocess.run(["ip", "-n", self.names[end], "-s", "-j", "link", "show", wire],
                              check=True, capture_output=True, text=True)
        return json.loads(done.stdout)[0]["stats64"][side]["packets"]

    def modbus(self, peer):
        """Six reads, one of them refused, and two writes."""
        server = self.far(peer, "serve", SERVER, PORT, stdout=subprocess.PIPE, text=True)
        server.stdout.readline()
        asked = self.near(peer, "ask", SERVER, PORT).wait(timeout=PATIENCE)
        server.terminate()
        server.wait()
        if asked:
            raise RuntimeError("the Modbus client did not get through")

    def ping(self, count, interval=0.002, number=0, size=56, mark=1):
        """So many requests and their replies; interval 0: the next request as soon as the reply is there."""
        self.near("ping", "-q", "-c", count, "-i", interval, "-s", size, "-e", mark, f"10.99.{62 + number}.2",
                  stdout=subprocess.DEVNULL).wait(timeout=PATIENCE)

    def listen(self, plant, *options, bulkhead, before=()):
        """A sensor on the far end, started through what stands before it; it listens when this returns."""
        said = plant.with_suffix(".said")
        with open(said, "ab") as out:
            return Sensor(self.far(*before, bulkhead, "sensor", plant, "--json", *options, stdout=out), said,
                          options.count("-i"))

    def record(self, wire, path):
        return Recording(self, wire, path)


class Recording:
    """tcpdump on the far end; it listens when this has been made."""

    def __init__(self, wires, wire, path):
        self.wires, self.wire, self.path = wires, wire, path
        self.before = self.passed()
        self.process = wires.far("tcpdump", "-i", wire, "-U", "--immediate-mode", "-w", str(path),
                                 stderr=subprocess.PIPE, text=True)
        self.process.stderr.readline()  # "listening on wire0"

    def passed(self):
        return sum(self.wires.counter(1, self.wire, side) for side in ("rx", "tx"))

    def stop(self):
        """When all that passed since the beginning is in the file."""
        wait_for(lambda: packets_in(self.path) >= self.passed() - self.before)
        self.process.terminate()
        self.process.wait()


class Sensor:
    def __init__(self, process, said, interfaces):
        self.process = process
        self.said = said
        self.interfaces = interfaces
        self.before = said.stat().st_size
        if not self.listens():
            raise TimeoutError("the sensor does not listen")

    def listens(self):
        """Its readers have entered the sandbox: that is what they do last before they read."""
        def ready():
            readers = self.readers()
            return len(readers) == self.interfaces and all("Seccomp:\t2" in status_of(pid) for pid in readers)
        return wait_for(ready)

    def hear(self):
        whole, _, _ = self.said.read_bytes()[self.before:].rpartition(b"\n")
        return [json.loads(line) for line in whole.splitlines()]

    def told(self, words):
        return [s for s in self.hear() if s["event"] == "told" and words in s["sentence"]]

    def statuses(self, interface=None):
        return [s for s in self.hear() if s["event"] == "status" and interface in (None, s["interface"])]

    def not_kept(self):
        """Packets of this run that were not kept, as it said last."""
        return max((status["run"]["not_kept"] for status in self.statuses()), default=0)

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
        self.process.wait(timeout=PATIENCE)
        return self.process.returncode


def status_of(pid):
    """As the kernel tells it; empty for who is no more."""
    try:
        return pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return ""


def is_alive(pid):
    status = status_of(pid)
    return status != "" and "State:\tZ" not in status


def packet_sockets(pid):
    try:
        known = {line.split()[8] for line in pathlib.Path(f"/proc/{pid}/net/packet").read_text().splitlines()[1:]}
        links = [os.readlink(f"/proc/{pid}/fd/{fd}") for fd in os.listdir(f"/proc/{pid}/fd")]
    except OSError:
        return set()
    return {link for link in links if link.startswith("socket:[") and link[8:-1] in known}


def wait_for(what, seconds=PATIENCE):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    return what()
