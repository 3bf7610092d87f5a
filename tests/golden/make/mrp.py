"""MRP: a manager whose ring opens and closes, a change of topology, a client's link, blocks that do not fit."""
import struct

import wire

TESTS, CONTROL = "01:15:4e:00:00:01", "01:15:4e:00:00:02"
MANAGER, CLIENT = "00:1b:1b:41:00:20", "00:1b:1b:41:00:31"


def mrp(*blocks, version=1):
    return struct.pack("!H", version) + b"".join(bytes([kind, len(value)]) + value for kind, value in blocks)


def common(number):
    return (1, struct.pack("!H", number) + b"\xff" * 16)


def ring_test(closed, sender="00:1b:1b:41:00:1f"):
    return (2, struct.pack("!H", 0x8000) + wire.mac(sender) + struct.pack("!HHHI", 0, closed, 1, 77))


def put(capture, source, target, payload):
    capture.frame(wire.ethernet(source, target, 0x88E3, payload))


def captures():
    ring = wire.Capture()
    for number, closed in enumerate((1, 1, 0, 1)):
        put(ring, MANAGER, TESTS, mrp(ring_test(closed), common(number), (0, b"")))
    put(ring, MANAGER, CONTROL, mrp((3, bytes(2) + wire.mac(MANAGER) + struct.pack("!H", 20)), common(9), (0, b"")))
    put(ring, CLIENT, CONTROL, mrp((4, wire.mac(CLIENT) + struct.pack("!HHH", 1, 20, 1)), common(10), (0, b"")))
    put(ring, CLIENT, CONTROL, mrp((5, wire.mac(CLIENT) + struct.pack("!HHH", 1, 20, 1)), common(11), (0, b"")))
    yield "ring", ring

    damaged = wire.Capture()
    put(damaged, MANAGER, TESTS, mrp(ring_test(1), common(1), (0, b"")))
    put(damaged, MANAGER, TESTS, mrp(ring_test(7), common(2), (0, b"")))
    put(damaged, MANAGER, TESTS, struct.pack("!HBB", 1, 2, 200) + bytes(40))
    put(damaged, MANAGER, TESTS, mrp(ring_test(1), version=3))
    yield "damaged", damaged
