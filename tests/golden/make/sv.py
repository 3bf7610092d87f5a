"""Sampled values: two streams of a merging unit, one that loses its clock, a simulated one, damage."""
import struct

import wire
from asn1 import value

UNIT, TESTER = "00:21:c1:41:09:11", "00:21:c1:41:09:12"
GROUP = "01:0c:cd:04:00:01"


def frame(source, unit, reserved=0, length=None):
    head = struct.pack("!HHHH", 0x4001, 8 + len(unit) if length is None else length, reserved, 0)
    return wire.ethernet(source, GROUP, 0x88BA, head + unit, vlan=9, priority=4)


def asdu(name, count, clock=2, data_set=None):
    samples = b"".join(struct.pack("!iI", 1000 * n + count, 0) for n in range(8))
    return value(0x30, value(0x80, name.encode()), value(0x81, data_set.encode()) if data_set else b"",
                 value(0x82, struct.pack("!H", count)), value(0x83, struct.pack("!I", 1)),
                 value(0x85, bytes([clock])), value(0x87, samples))


def message(*asdus):
    return value(0x60, value(0x80, bytes([len(asdus)])), value(0xA2, *asdus))


def publish():
    capture = wire.Capture()
    for count in range(4):
        capture.frame(frame(UNIT, message(asdu("B5MU01", count))))
    for count in range(0, 4, 2):  # two samples in one frame
        capture.frame(frame(UNIT, message(*(asdu("B5MU02", n, 2, "B5MU02LD0/LLN0$PhsMeas1") for n in (count, count + 1)))))
    capture.frame(frame(UNIT, message(asdu("B5MU01", 4, clock=0))))
    capture.frame(frame(TESTER, message(asdu("B5MU01", 5)), reserved=0x8000))
    return capture


def damage():
    capture = wire.Capture()
    good = message(asdu("B5MU01", 0))
    capture.frame(frame(UNIT, good))
    capture.frame(frame(UNIT, good, length=3))
    capture.frame(frame(UNIT, value(0x60, value(0x80, b"\xff"), value(0xA2, asdu("B5MU01", 1)))))
    capture.frame(frame(UNIT, value(0x60, value(0x80, b"\0"), value(0xA2))))
    capture.frame(frame(UNIT, good[:30]))
    capture.frame(frame(UNIT, message(asdu("B5MU01", 1))))
    return capture


def captures():
    yield "publish", publish()
    yield "damage", damage()
