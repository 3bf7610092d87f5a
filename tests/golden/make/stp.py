"""Spanning tree: a root and another bridge, a change of topology, Cisco's tree of a VLAN, BPDUs that are cut."""
import struct

import wire

BRIDGES, CISCO = "01:80:c2:00:00:00", "01:00:0c:cc:cc:cd"
ROOT, LEAF = "00:80:63:41:00:01", "00:80:63:42:00:01"


def bridge(mac, priority=0x8000):
    return struct.pack("!H", priority) + wire.mac(mac)


def bpdu(root, own, kind=2, version=2, flags=0x3C, cost=20000):
    times = struct.pack("!HHHH", 0, 20 << 8, 2 << 8, 15 << 8)
    return struct.pack("!HBBB", 0, version, kind, flags) + root + struct.pack("!I", cost) + own + b"\x80\1" + times + b"\0" * (version > 1)


def captures():
    plain = wire.Capture()
    for flags in (0x3C, 0x3D, 0x3C):
        plain.frame(wire.llc("00:80:63:41:00:11", BRIDGES, 0x42, 0x42, bpdu(bridge(ROOT, 0x1000), bridge(ROOT, 0x1000), flags=flags)))
        plain.frame(wire.llc("00:80:63:42:00:12", BRIDGES, 0x42, 0x42, bpdu(bridge(ROOT, 0x1000), bridge(LEAF), flags=flags)))
    plain.frame(wire.llc(LEAF, BRIDGES, 0x42, 0x42, bpdu(bridge(ROOT), bridge(LEAF), 0, 0, 1)))
    plain.frame(wire.llc(LEAF, BRIDGES, 0x42, 0x42, struct.pack("!HBB", 0, 0, 0x80)))
    plain.frame(wire.snap("00:1b:54:41:00:01", CISCO, "00:00:0c", 0x010B, bpdu(bridge("00:1b:54:41:00:00", 0x8001), bridge(
        "00:1b:54:41:00:00", 0x8001)) + struct.pack("!HHH", 0, 2, 1)))
    yield "root-and-leaf", plain

    damaged = wire.Capture()
    whole = bpdu(bridge(ROOT), bridge(LEAF))
    damaged.frame(wire.llc(LEAF, BRIDGES, 0x42, 0x42, whole))
    damaged.frame(wire.llc(LEAF, BRIDGES, 0x42, 0x42, whole[:30]))
    damaged.frame(wire.llc(LEAF, BRIDGES, 0x42, 0x42, b"\0\1" + whole[2:]))
    damaged.frame(wire.llc(LEAF, BRIDGES, 0x42, 0x42, whole[:3] + b"\7" + whole[4:]))
    yield "damaged", damaged
