"""EIGRP: a hello with the router's software, an update with its acknowledgement, a part that is too long."""
import struct

import wire


def message(opcode, *parts, sequence=0, acknowledged=0):
    body = struct.pack("!BBHIIIHH", 2, opcode, 0, 0, sequence, acknowledged, 0, 100) + b"".join(parts)
    return body[:2] + struct.pack("!H", wire.internet_checksum(body)) + body[4:]


def part(kind, value):
    return struct.pack("!HH", kind, 4 + len(value)) + value


def captures():
    one, two = wire.Host("10.41.1.1"), wire.Host("10.41.1.3")
    group = wire.Host("224.0.0.10", "01:00:5e:00:00:0a")
    link = wire.Capture()
    link.ip(one, group, 88, message(5, part(1, bytes([1, 0, 1, 0, 0, 0, 0, 15])), part(4, bytes([15, 2, 3, 0]))))
    link.ip(one, two, 88, message(1, sequence=1))
    link.ip(two, one, 88, message(5, acknowledged=1))
    link.ip(two, group, 88, message(5, struct.pack("!HH", 4, 400) + b"\x0f\x02"))
    link.ip(two, group, 88, b"\x01\x05" + bytes(18))
    yield "hello-and-update", link
