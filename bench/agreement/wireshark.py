"""What tshark sees in a capture: one run, every field that any comparison asks for.

Each frame is a mapping from a field's name to the list of its values in the frame, as text and
in the order in which they stand there. A field that this tshark does not know is left out.
"""
import functools
import hashlib
import os
import pathlib
import pickle
import subprocess

# A character that no printable value holds stands between several values of one field.
BETWEEN = "\x1f"


class Frame(dict):
    def all(self, field):
        return self.get(field, [])

    def first(self, field, otherwise=""):
        values = self.get(field)
        return values[0] if values else otherwise

    def numbers(self, field):
        return [int(value, 0) for value in self.all(field)]

    def has(self, protocol):
        return protocol in self.first("frame.protocols").split(":")

    @property
    def number(self):
        return int(self.first("frame.number"))

    @property
    def time_us(self):
        seconds, _, rest = self.first("frame.time_epoch").partition(".")
        return int(seconds) * 1000000 + int((rest + "000000")[:6])

    @property
    def is_again(self):
        """Sent again: one request, however often it was sent."""
        return any(self.all(f"tcp.analysis.{again}") for again in ("retransmission", "spurious_retransmission"))

    def ends(self):
        """Source and destination as the network layer names them; who has no address yet is known by its MAC."""
        for layer in ("ip", "ipv6", "eth"):
            source, target = self.first(f"{layer}.src"), self.first(f"{layer}.dst")
            if source:
                return (self.first("eth.src") if source in ("0.0.0.0", "::") else source), target
        return "", ""


ALWAYS = ["frame.number", "frame.time_epoch", "frame.len", "frame.protocols", "eth.src", "eth.dst",
          "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "ip.flags.mf", "ip.frag_offset", "ipv6.fraghdr.offset",
          "tcp.srcport", "tcp.dstport", "tcp.flags", "tcp.len", "tcp.stream", "udp.srcport", "udp.dstport",
          "udp.stream", "dhcp.hw.mac_addr", "tcp.analysis.retransmission", "tcp.analysis.spurious_retransmission",
          "tcp.analysis.keep_alive", "_ws.malformed"]


@functools.lru_cache
def known_fields():
    listed = subprocess.run(["tshark", "-G", "fields"], capture_output=True, text=True, check=True,
                            errors="replace").stdout
    return frozenset(row.split("\t")[2] for row in listed.splitlines() if row.startswith("F\t"))


@functools.lru_cache
def value_names(field):
    """What tshark calls the values of a field: number to name."""
    listed = subprocess.run(["tshark", "-G", "values"], capture_output=True, text=True, check=True,
                            errors="replace").stdout
    names = {}
    for row in listed.splitlines():
        parts = row.split("\t")
        if len(parts) > 3 and parts[0] == "V" and parts[1] == field:
            names[int(parts[2], 0)] = parts[3]
    return names


def rows(text, width):
    """A value may hold line ends: a row is over when it has all its columns."""
    row = ""
    for line in text.split("\n"):
        row = f"{row}\n{line}" if row else line
        if row.count("\t") == width - 1:
            yield row.split("\t")
            row = ""


def run(command, kept):
    """What tshark writes; with BULKHEAD_AGREE_KEEP=FOLDER it is kept there for the next time."""
    folder = os.environ.get("BULKHEAD_AGREE_KEEP")
    if not folder:
        done = subprocess.run(command, capture_output=True, check=False)
        return done.stdout, done.stderr
    path = pathlib.Path(folder) / hashlib.sha256("\0".join([*command, kept]).encode()).hexdigest()
    if not path.exists():
        done = subprocess.run(command, capture_output=True, check=False)
        path.write_bytes(pickle.dumps((done.stdout, done.stderr)))
    return pickle.loads(path.read_bytes())


def read(capture, fields):
    """The frames of a capture, and what tshark had to say about the file itself."""
    wanted = [field for field in dict.fromkeys(ALWAYS + fields) if field in known_fields()]
    command = ["tshark", "-n", "-r", capture, "-T", "fields", "-E", "occurrence=a", "-E", f"aggregator={BETWEEN}"]
    for field in wanted:
        command += ["-e", field]
    stat = os.stat(capture)
    text, said = (part.decode(errors="replace") for part in run(command, f"{stat.st_size} {stat.st_mtime_ns}"))
    frames = [Frame({field: value.split(BETWEEN) for field, value in zip(wanted, row) if value})
              for row in rows(text, len(wanted))]
    return frames, said
