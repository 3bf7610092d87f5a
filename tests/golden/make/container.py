"""container.py - the same packets in other files and behind other link layers.

wire.Capture writes little-endian pcap with microseconds over Ethernet. A subclass
here changes either bytes() (the file) or ip() (what stands before the IP header).

Source: draft-ietf-opsawg-pcap, 4 and 5; draft-ietf-opsawg-pcapng, 4.1 to 4.3;
the tcpdump group's pages on LINKTYPE_LINUX_SLL, _LINUX_SLL2, _NULL and _LOOP.
"""
import struct

import wire

LINK_NULL, LINK_RAW, LINK_LOOP, LINK_COOKED, LINK_COOKED2 = 0, 101, 108, 113, 276


def packet_between(source, target, protocol, payload, identification):
    return wire.ip(source.ip, target.ip, protocol, payload, identification)


class Pcap(wire.Capture):
    """The classic file in any byte order, with microseconds or nanoseconds."""

    def __init__(self, order="<", nanoseconds=False, link=wire.LINK_ETHERNET):
        super().__init__(link)
        self.order, self.nanoseconds = order, nanoseconds

    def bytes(self):
        magic = 0xA1B23C4D if self.nanoseconds else 0xA1B2C3D4
        out = [struct.pack(self.order + "IHHiIII", magic, 2, 4, 0, 0, 262144, self.link)]
        for at, length, data in self.records:
            seconds, fraction = divmod(at, 1_000_000)
            if self.nanoseconds:
                fraction = fraction * 1000 + 789
            out.append(struct.pack(self.order + "IIII", wire.START + seconds, fraction, len(data),
                                   length) + data)
        return b"".join(out)


class Pcapng(wire.Capture):
    """Blocks: one section, an interface per link type, enhanced packets."""

    ending = "pcapng"

    def __init__(self, order="<", resolution=6, offset=0):
        super().__init__()
        self.order, self.resolution, self.offset, self.links = order, resolution, offset, {}

    def frame(self, data, captured=None):
        self.links.setdefault(self.link, len(self.links))
        super().frame(data, captured)
        self.records[-1] += (self.links[self.link],)

    def ip(self, source, target, protocol, payload):
        if self.link != LINK_RAW:
            return super().ip(source, target, protocol, payload)
        return self.frame(packet_between(source, target, protocol, payload, len(self.records)))

    def block(self, kind, body):
        body += b"\0" * (-len(body) % 4)
        total = 12 + len(body)
        return struct.pack(self.order + "II", kind, total) + body + struct.pack(self.order + "I", total)

    def option(self, code, value):
        head = struct.pack(self.order + "HH", code, len(value))
        return head + value + b"\0" * (-len(value) % 4)

    def interface(self, link):
        options = self.option(9, bytes([self.resolution]))
        options += self.option(14, struct.pack(self.order + "q", self.offset)) if self.offset else b""
        return self.block(1, struct.pack(self.order + "HHI", link, 0, 0) + options + self.option(0, b""))

    def packet(self, at, length, data, interface):
        ticks = ((wire.START - self.offset) * 1_000_000 + at) * 10**self.resolution // 1_000_000
        head = struct.pack(self.order + "IIIII", interface, ticks >> 32, ticks & 0xFFFFFFFF,
                           len(data), length)
        return self.block(6, head + data)

    def bytes(self):
        section = struct.pack(self.order + "IHHq", 0x1A2B3C4D, 1, 0, -1)
        return b"".join([self.block(0x0A0D0D0A, section), *map(self.interface, self.links),
                         *(self.packet(*record) for record in self.records)])


class Tagged(wire.Capture):
    """Ethernet with VLAN tags: pairs of an EtherType and a VLAN, the outermost first."""

    tags = ()

    def ip(self, source, target, protocol, payload):
        packet = packet_between(source, target, protocol, payload, len(self.records))
        tags = b"".join(struct.pack("!HH", kind, vlan) for kind, vlan in self.tags)
        self.frame((wire.mac(target.mac) + wire.mac(source.mac) + tags + b"\x08\x00" + packet)
                   .ljust(60, b"\0"))


class Bare(wire.Capture):
    """A link layer whose header is made by head(source, target)."""

    def __init__(self, link, head):
        super().__init__(link)
        self.head = head

    def ip(self, source, target, protocol, payload):
        self.frame(self.head(source, target) +
                   packet_between(source, target, protocol, payload, len(self.records)))


def raw():
    return Bare(LINK_RAW, lambda source, target: b"")


def null(order="<"):
    """The address family of IPv4 in the byte order of the machine that captured."""
    return Bare(LINK_NULL, lambda source, target: struct.pack(order + "I", 2))


def loop():
    return Bare(LINK_LOOP, lambda source, target: struct.pack("!I", 2))


def cooked():
    """Type 0 (to us), ARPHRD 1, the sender's address in a field of eight bytes."""
    return Bare(LINK_COOKED, lambda source, target: struct.pack(
        "!HHH8sH", 0, 1, 6, wire.mac(source.mac), 0x0800))


def cooked2():
    return Bare(LINK_COOKED2, lambda source, target: struct.pack(
        "!HHIHBB8s", 0x0800, 0, 2, 1, 0, 6, wire.mac(source.mac)))


class Cut(wire.Capture):
    """A file whose last `missing` bytes were never written."""

    def __init__(self, missing):
        super().__init__()
        self.missing = missing

    def bytes(self):
        return super().bytes()[:-self.missing]


class Damaged(wire.Capture):
    """A file in which the lengths of one record (numbered from 0) cannot be."""

    def __init__(self, record):
        super().__init__()
        self.record = record

    def bytes(self):
        whole = super().bytes()
        at = 24 + sum(16 + len(data) for _, _, data in self.records[:self.record])
        return whole[:at + 8] + b"\xff" * 8 + whole[at + 16:]
