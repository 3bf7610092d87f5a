"""CDP: a switch that describes itself, a telephone of version 1, lengths that do not fit."""
import struct

import wire

EVERYONE = "01:00:0c:cc:cc:cc"
SWITCH, PHONE = "00:1b:54:41:00:01", "00:1b:54:41:00:50"
SOFTWARE = b"Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE11\nCopyright (c)\nCompiled"
IPV4, IPV6 = b"\xcc", wire.octets("aaaa0300000086dd")


def tlv(kind, value, length=None):
    return struct.pack("!HH", kind, len(value) + 4 if length is None else length) + value


def addresses(*items):
    parts = b"".join(bytes([1 if len(protocol) == 1 else 2, len(protocol)]) + protocol + struct.pack("!H", len(value)) + value
                     for protocol, value in items)
    return struct.pack("!I", len(items)) + parts


def announce(capture, source, *parts, version=2):
    body = b"".join(parts)
    sums = body + b"\0" * (len(body) % 2)
    head = struct.pack("!BBH", version, 180, wire.internet_checksum(struct.pack("!BBH", version, 180, 0) + sums))
    capture.frame(wire.snap(source, EVERYONE, "00:00:0c", 0x2000, head + body))


def captures():
    switch = wire.Capture()
    announce(switch, SWITCH, tlv(1, b"cell-a-sw1.plant"), tlv(2, addresses((IPV4, bytes([10, 41, 0, 3])))),
             tlv(3, b"GigabitEthernet0/1"), tlv(4, struct.pack("!I", 0x29)), tlv(5, SOFTWARE), tlv(6, b"cisco WS-C2960-24TC-L"),
             tlv(9, b"plant"), tlv(10, struct.pack("!H", 41)), tlv(11, b"\1"), tlv(0x14, b"cell-a-sw1"),
             tlv(0x16, addresses((IPV4, bytes([10, 41, 0, 4])), (IPV6, wire.octets("fd000041000000000000000000000003")))),
             tlv(0x17, b"\0Cabinet 7"))
    announce(switch, PHONE, tlv(1, b"SEP001B54410050"), tlv(3, b"Port 1"), tlv(4, struct.pack("!I", 0x90)),
             tlv(6, b"Cisco IP Phone 7911"), version=1)
    yield "switch-and-phone", switch

    damaged = wire.Capture()
    announce(damaged, SWITCH, tlv(1, b"cell-a-sw1"), tlv(6, b"cisco", length=3))
    announce(damaged, SWITCH, tlv(1, b"cell-a-sw1"), tlv(6, b"cisco", length=900))
    announce(damaged, SWITCH, tlv(1, b"x"), version=7)
    announce(damaged, SWITCH, tlv(1, b"sw"), tlv(2, struct.pack("!I", 0xFFFFFFFF) + b"\1\1\xcc\0\4\x0a\x29\0\3"))
    yield "damaged", damaged
