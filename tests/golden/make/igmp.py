"""IGMP: a querier, reports of all versions, somebody who leaves, and a message that is too short."""
import struct

import wire

GROUP = bytes([239, 1, 2, 3])


def message(kind, rest=b""):
    head = bytes([kind, 100, 0, 0]) + GROUP + rest
    return head[:2] + struct.pack("!H", wire.internet_checksum(head)) + head[4:]


def captures():
    switch, camera = wire.Host("10.41.1.2"), wire.Host("10.41.1.40")
    group = wire.Host("239.1.2.3", "01:00:5e:01:02:03")
    link = wire.Capture()
    link.ip(switch, group, 2, message(0x11, b"\x02\x7d\x00\x00"))
    for kind in (0x12, 0x16, 0x16, 0x17):
        link.ip(camera, group, 2, message(kind))
    link.ip(camera, group, 2, wire.octets("22 00 ea 03 00 00 00 01 04 00 00 00 ef 01 02 03"))
    link.ip(camera, group, 2, b"\x16\0\0")
    yield "querier-and-members", link
