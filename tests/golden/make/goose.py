"""GOOSE: a trip that is published and repeated, a second control block, simulation, management, damage."""
import struct

import wire
from asn1 import integer, value

RELAY, TESTER, STATION = "00:21:c1:41:09:01", "00:21:c1:41:09:02", "00:21:c1:41:09:03"
GROUP, MANAGERS = "01:0c:cd:01:00:07", "01:0c:cd:02:00:00"
GOOSE, MANAGEMENT = 0x88B8, 0x88B9


def frame(source, unit, target=GROUP, kind=GOOSE, application=0x3007, reserved=0, length=None, **tag):
    head = struct.pack("!HHHH", application, 8 + len(unit) if length is None else length, reserved, 0)
    return wire.ethernet(source, target, kind, head + unit, **tag)


def text(tag, string):
    return value(tag, string.encode())


def message(state, sequence, block="gcbTrip", goose_id="TRIP", simulated=False, commissioning=False, entries=None):
    entries = entries or [value(0x83, b"\1" if state % 2 else b"\0"), value(0x84, b"\3\0\0")]
    return value(0x61, text(0x80, f"B5Q1LD0/LLN0$GO${block}"), integer(2000, 0x81),
                 text(0x82, "B5Q1LD0/LLN0$dsTrip"), text(0x83, goose_id) if goose_id else b"",
                 value(0x84, bytes.fromhex("6955d0a0 80000a")  + b"\x12"), integer(state, 0x85),
                 integer(sequence, 0x86), value(0x87, bytes([simulated])), integer(3, 0x88),
                 value(0x89, bytes([commissioning])), integer(len(entries), 0x8A), value(0xAB, *entries))


def publish():
    capture = wire.Capture()
    for state, sequence in [(41, 7), (41, 8), (42, 0), (42, 1), (42, 2), (43, 0)]:
        capture.frame(frame(RELAY, message(state, sequence), vlan=9, priority=4))
    # A second control block of the same device to the same group keeps a state of its own.
    for state, sequence in [(5, 1), (6, 0), (6, 1)]:
        capture.frame(frame(RELAY, message(state, sequence, "gcbStatus", None, commissioning=state == 6),
                            application=0x3008, vlan=9, priority=4))
    capture.frame(frame(RELAY, message(43, 1), vlan=9, priority=4))
    return capture


def simulation():
    """By the bit in the header, as of edition 2, and by the flag in the message, as before."""
    capture = wire.Capture()
    capture.frame(frame(TESTER, message(44, 0), reserved=0x8000))
    capture.frame(frame(TESTER, message(44, 1, simulated=True)))
    capture.frame(frame(TESTER, message(44, 2)))
    return capture


def management():
    capture = wire.Capture()
    names = value(0x30, text(0x1A, "Pos"))
    asked = value(0x60, integer(9, 0x80), value(0xA1, value(0xA1, text(0x80, "gcbTrip"), value(0xA1, names))))
    refused = value(0x60, integer(9, 0x80), value(0xA2, value(0x80)))
    capture.frame(frame(STATION, asked, MANAGERS, MANAGEMENT))
    capture.frame(frame(STATION, asked, RELAY, MANAGEMENT))
    capture.frame(frame(RELAY, refused, STATION, MANAGEMENT))
    return capture


def damage():
    """Lengths that cannot be, a control block without a name, a message that is cut."""
    capture = wire.Capture()
    good = message(41, 7)
    capture.frame(frame(RELAY, good))
    capture.frame(frame(RELAY, good, length=7))
    capture.frame(frame(RELAY, good, length=0xFFFF))
    capture.frame(frame(RELAY, wire.octets("61 84 7fffffff 8001 41")))
    capture.frame(frame(RELAY, value(0x61, value(0x80), integer(1, 0x85), value(0xAB))))
    capture.frame(frame(RELAY, good[:40]))
    capture.frame(frame(RELAY, value(0x62, b"\0")))
    capture.frame(frame(RELAY, message(42, 0)))
    return capture


def captures():
    yield "publish", publish()
    yield "simulation", simulation()
    yield "management", management()
    yield "damage", damage()
