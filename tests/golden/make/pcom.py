"""Unitronics PCOM over TCP: what each capture shows is in its name.

Source: Unitronics PCOM Protocol.
"""
import struct

import wire

STATION, PLC = wire.Host("10.41.1.11"), wire.Host("10.41.1.20")
PORT = 20256
READS = "RE RA RB GS GF RNH RNJ RW RNL RND RN".split()
WRITES = "SA SB SS SF SNH SNJ SW SNL SND SN".split()


def message(number, mode, body):
    return struct.pack("<HBBH", number, mode, 0, len(body)) + body


def text(number, command, unit=0, answers=False):
    inner = f"{unit:02X}{command}"
    return message(number, 101, f"/{'A' if answers else ''}{inner}{sum(inner.encode()) % 256:02X}\r".encode())


def binary(number, command, data=b"", unit=1, answers=False):
    ids = bytes([0xFE, unit] if answers else [unit, 0xFE])
    head = b"/_OPLC" + ids + bytes([1, 1, 0, 0, command | answers << 7, 0]) + bytes(6) + struct.pack("<H", len(data))
    tail = struct.pack("<H", -sum(data) % 0x10000) + b"\\"
    return message(number, 102, head + struct.pack("<H", -sum(head) % 0x10000) + data + tail)


def every_command():
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    number = 0
    for command, reply in ([(c + "000001", c[:2] + "1") for c in READS] + [(c + "0000011", c[:2]) for c in WRITES]
                           + [("CCR", "CC"), ("CCS", "CC"), ("CCE", "CC"), ("CCI", "CC"), ("UG", "UG01"), ("US02", "US"),
                              ("RC", "RC00000204010126"), ("SC00000204010126", "SC")]):
        number += 1
        session.client(text(number, command))
        session.server(text(number, reply, answers=True))
    for command in (0x04, 0x44, 0x4D):
        number += 1
        session.client(binary(number, command, bytes(8)))
        session.server(binary(number, command, bytes(4), answers=True))
    session.close()
    return capture


def identity():
    """The controller, its name, and another one behind it; split and joined."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    session.client(text(1, "ID") + binary(2, 0x0C, unit=0))
    session.server(text(1, "ID13R2  A00300941B00200100P00200100F000102FT00000", answers=True)
                   + binary(2, 0x0C, b"MIX-PLC\0", unit=0, answers=True), cuts=[5, 40])
    session.client(text(3, "ID", 4))
    session.server(text(3, "ID43PRBTB00400012B00200100P00200100F000102FT00000", 4, True))
    session.close()
    return capture


def midstream():
    """An answer first, on a port that says nothing; commands without a name."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, 30256, handshake=False)
    session.server(text(7, "RW0007", answers=True))
    session.client(text(8, "CCS"))
    session.server(text(8, "CC", answers=True))
    session.client(text(9, "XX") + binary(10, 0x50))
    return capture


def foreign_on_the_port():
    capture = wire.Capture()
    for data in (b"GET / HTTP/1.0\r\n\r\n", message(1, 101, b"hello world"), message(1, 102, bytes(30)),
                 struct.pack("<HBBH", 1, 101, 0, 0xFFFF) + b"/00ID"):
        session = capture.tcp(STATION, PLC, PORT)
        session.client(data)
        session.close()
    return capture


def captures():
    yield "every-command", every_command()
    yield "identity", identity()
    yield "midstream", midstream()
    yield "foreign-on-the-port", foreign_on_the_port()
