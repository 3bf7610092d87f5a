"""LACP: two switches bundle links, one port that has not heard anybody, a marker, a subtype that is short."""
import struct

import wire

SLOW = "01:80:c2:00:00:02"


def end(kind, system, port):
    return struct.pack("!BBH6sHHHB3x", kind, 20, 0x8000, wire.mac(system), 7, 0x8000, port, 0x3D)


def pdu(actor, actor_port, partner, partner_port):
    return (b"\x01\x01" + end(1, actor, actor_port) + end(2, partner, partner_port) + struct.pack("!BBH12x", 3, 16, 0) +
            b"\0\0").ljust(110, b"\0")


def captures():
    one, two = "00:80:63:41:00:00", "00:0e:8c:41:02:00"
    link = wire.Capture()
    link.frame(wire.ethernet("00:80:63:41:00:11", SLOW, 0x8809, pdu(one, 17, two, 3)))
    link.frame(wire.ethernet("00:0e:8c:41:02:03", SLOW, 0x8809, pdu(two, 3, one, 17)))
    link.frame(wire.ethernet("00:80:63:41:00:12", SLOW, 0x8809, pdu(one, 18, "00:00:00:00:00:00", 0)))
    link.frame(wire.ethernet("00:80:63:41:00:11", SLOW, 0x8809, b"\x02\x01\x01\x10" + bytes(106)))
    link.frame(wire.ethernet("00:80:63:41:00:11", SLOW, 0x8809, b"\x01\x01\x01\x05" + bytes(106)))
    yield "bundled-links", link
