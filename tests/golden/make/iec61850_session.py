"""Routed GOOSE and sampled values: both versions of the session, signed and encrypted, damage.

Source: IEC TR 61850-90-5:2012, 8, as open readers of it describe the fields.
"""
import struct

import goose
import sv
import wire

RELAY, UNIT = wire.Host("10.41.9.1", "00:21:c1:41:09:01"), wire.Host("10.41.9.11", "00:21:c1:41:09:11")
GROUP = wire.Host("239.192.1.7", "01:00:5e:40:01:07")
PORT = 102


def element(kind, unit, application, simulated=False, more=0):
    return struct.pack("!BBHH", kind, simulated, application, len(unit) + more) + unit


def session(kind, payload, number, version=2, vector=b"", algorithms=(0, 0), tail=b""):
    key = struct.pack("!IHI", 1767254400, 60, 7) + bytes([len(vector)]) + vector
    if version == 1:
        key = struct.pack("!IHBBI", 1767254400, 60, *algorithms, 7)
    rest = struct.pack("!IH", number, version) + key + struct.pack("!I", len(payload)) + payload
    return b"\1\x40" + struct.pack("!BBBBI", kind, 24, 0x80, 18, len(rest)) + rest + tail


def signature(length=16):
    return bytes([0x85, length]) + bytes(range(length))


def publish():
    capture = wire.Capture()
    for number, (state, sequence) in enumerate([(41, 7), (41, 8), (42, 0), (42, 1)]):
        capture.udp(RELAY, GROUP, PORT, session(0xA1, element(0x81, goose.message(state, sequence), 0x3007), number,
                                                tail=signature()), source_port=50102)
    for count in range(3):  # unsigned, of the first version, its length counted with itself
        unit = sv.message(sv.asdu("B5MU01", count))
        capture.udp(UNIT, GROUP, PORT, session(0xA2, element(0x82, unit, 0x4001, more=2), count, version=1),
                    source_port=50103)
    simulated = element(0x81, goose.message(43, 0), 0x3007, simulated=True)
    capture.udp(RELAY, GROUP, PORT, session(0xA1, simulated, 9, tail=signature()), source_port=50102)
    return capture


def encrypted():
    capture = wire.Capture()
    for number in range(2):
        capture.udp(RELAY, GROUP, PORT, session(0xA1, bytes(range(90)), number, vector=bytes(12), tail=signature()),
                    source_port=50102)
    capture.udp(UNIT, GROUP, PORT, session(0xA2, bytes(range(60)), 0, version=1, algorithms=(1, 2)),
                source_port=50103)
    capture.udp(UNIT, GROUP, PORT, session(0xA3, bytes(20), 1, version=1), source_port=50103)
    return capture


def damage():
    capture = wire.Capture()
    good = session(0xA1, element(0x81, goose.message(41, 7), 0x3007), 1)
    for data in (good, good[:40], session(0xA4, b"", 2), session(0xA1, b"", 3, version=9),
                 session(0xA1, element(0x81, goose.message(41, 8), 0x3007, more=5), 4), good):
        capture.udp(RELAY, GROUP, PORT, data, source_port=50102)
    return capture


def captures():
    yield "publish", publish()
    yield "encrypted", encrypted()
    yield "damage", damage()
