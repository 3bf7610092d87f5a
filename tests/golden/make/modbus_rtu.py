"""Modbus RTU frames over TCP: units behind a serial server, refusals, streams cut and joined, checksums that lie.

Source: MODBUS over Serial Line V1.02, 2.5.1.
"""
import struct

import wire

HMI, SERVER = wire.Host("10.41.1.10"), wire.Host("10.41.1.70")
PORT = 4001


def frame(unit, function, data=b""):
    body, crc = bytes([unit, function]) + data, 0xFFFF
    for byte in body:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return body + struct.pack("<H", crc)


def read(unit, function, start, count, *values):
    """Registers, or coils packed by the caller."""
    data = b"".join(struct.pack("!H", value) for value in values)
    return frame(unit, function, struct.pack("!HH", start, count)), frame(unit, function, bytes([len(data)]) + data)


def objects(*texts):
    return bytes([14, 1, 1, 0, 0, len(texts)]) + b"".join(bytes([n, len(t)]) + t for n, t in enumerate(texts))


EXCHANGES = [
    read(1, 3, 0, 2, 100, 200),
    read(2, 4, 10, 1, 7),
    (frame(1, 1, struct.pack("!HH", 0, 8)), frame(1, 1, b"\1\x55")),
    (frame(1, 6, struct.pack("!HH", 5, 42)),) * 2,
    (frame(1, 5, struct.pack("!HH", 5, 0xFF00)),) * 2,
    (frame(2, 16, struct.pack("!HHBHH", 4, 2, 4, 1, 2)), frame(2, 16, struct.pack("!HH", 4, 2))),
    (frame(2, 15, struct.pack("!HHBB", 4, 3, 1, 5)), frame(2, 15, struct.pack("!HH", 4, 3))),
    (frame(1, 8, struct.pack("!HH", 0, 0xA537)),) * 2,
    (frame(1, 17), frame(1, 17, b"\x08\x07\xffPM5300")),
    (frame(2, 43, b"\x0e\1\0"), frame(2, 43, objects(b"Acme", b"DRV-7", b"1.4"))),
]


def units():
    capture = wire.Capture()
    session = capture.tcp(HMI, SERVER, PORT)
    for request, answer in EXCHANGES:
        session.client(request)
        session.server(answer)
    session.close()
    return capture


def refusals():
    capture = wire.Capture()
    session = capture.tcp(HMI, SERVER, PORT)
    for function, data, code in ((3, struct.pack("!HH", 0, 2), 2), (6, struct.pack("!HH", 0, 2), 1), (8, b"\0\1\0\0", 5)):
        session.client(frame(1, function, data))
        session.server(frame(1, function | 0x80, bytes([code])))
    session.close()
    return capture


def split_and_joined():
    """The first message names the protocol; then cuts, two in one, and the middle of a connection."""
    capture = wire.Capture()
    session = capture.tcp(HMI, SERVER, PORT)
    session.client(EXCHANGES[0][0])
    session.server(EXCHANGES[0][1], cuts=[4])
    session.client(EXCHANGES[1][0], cuts=[1, 7])
    session.server(EXCHANGES[1][1])
    session.client(EXCHANGES[3][0] + EXCHANGES[5][0])
    session.server(EXCHANGES[3][1] + EXCHANGES[5][1])
    session.close()
    middle = capture.tcp(HMI, SERVER, PORT, handshake=False)
    middle.server(EXCHANGES[0][1])
    middle.client(EXCHANGES[3][0])
    middle.server(EXCHANGES[3][1])
    return capture


def not_these():
    """A checksum that is wrong, a length that its function cannot have, text: nobody's."""
    capture = wire.Capture()
    wrong = EXCHANGES[0][0][:-1] + b"\0"
    for number, data in enumerate((wrong, frame(1, 3, b"\0\1\2"), frame(1, 77, b"\0\0"), b"hello\r\n")):
        session = capture.tcp(HMI, SERVER, PORT + number)
        session.client(data)
        session.close()
    return capture


def captures():
    yield "units", units()
    yield "refusals", refusals()
    yield "split-and-joined", split_and_joined()
    yield "not-these", not_these()
