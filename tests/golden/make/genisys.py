"""Genisys: polls, indications, controls with their checkback; streams cut and joined; another port.

Source: Union Switch & Signal SM-6900B.
"""
import struct

import wire

PORT = 10001
OFFICE, FIELD = wire.Host("10.41.9.10"), wire.Host("10.41.9.40")
ACKNOWLEDGE, INDICATION, CHECKBACK = 0xF1, 0xF2, 0xF3
COMMON, ACKNOWLEDGE_AND_POLL, POLL, CONTROL, RECALL, EXECUTE = range(0xF9, 0xFF)


def escaped(data):
    return b"".join(bytes([0xF0, byte & 15]) if byte >= 0xF0 else bytes([byte]) for byte in data)


def message(header, station, data=b"", checked=True):
    body, crc = bytes([station]) + data, 0xFFFF
    for byte in bytes([header]) + body:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return bytes([header]) + escaped(body + (struct.pack("<H", crc) if checked else b"")) + b"\xf6"


EXCHANGES = [
    (message(POLL, 1), message(ACKNOWLEDGE, 1, checked=False)),
    (message(POLL, 2, checked=False), message(INDICATION, 2, bytes([0, 0xF6, 1, 4]))),
    (message(ACKNOWLEDGE_AND_POLL, 2), message(ACKNOWLEDGE, 2, checked=False)),
    (message(RECALL, 1), message(INDICATION, 1, bytes(range(32)))),
    (message(CONTROL, 1, bytes([3, 1])), message(CHECKBACK, 1, bytes([3, 1]))),
    (message(EXECUTE, 1), message(ACKNOWLEDGE, 1, checked=False)),
    (message(COMMON, 0, bytes([5, 0xFF])), None),
]


def operations():
    capture = wire.Capture()
    session = capture.tcp(OFFICE, FIELD, PORT)
    for request, answer in EXCHANGES:
        session.client(request)
        if answer:
            session.server(answer)
    session.close()
    return capture


def split_and_joined():
    capture = wire.Capture()
    session = capture.tcp(OFFICE, FIELD, 20555)
    session.client(EXCHANGES[0][0])
    session.server(EXCHANGES[0][1])
    session.client(EXCHANGES[3][0] + EXCHANGES[4][0])
    session.server(EXCHANGES[3][1] + EXCHANGES[4][1], cuts=[2, 17])
    session.close()
    middle = capture.tcp(OFFICE, FIELD, PORT, handshake=False)
    middle.server(EXCHANGES[3][1])
    middle.client(EXCHANGES[5][0])
    return capture


def foreign_and_hostile():
    """Text on the port; a wrong checksum; a message without an end; a header where data should be."""
    capture = wire.Capture()
    session = capture.tcp(OFFICE, FIELD, PORT)
    session.client(b"hello\r\n")
    session.close()
    wrong = bytearray(EXCHANGES[4][0])
    wrong[2] ^= 1
    for data in (bytes(wrong), bytes([POLL]) + bytes(1300), bytes([POLL, 1, POLL, 2, 0xF6])):
        session = capture.tcp(OFFICE, FIELD, PORT)
        session.client(EXCHANGES[0][0])
        session.client(data)
        session.close()
    return capture


def captures():
    yield "operations", operations()
    yield "split-and-joined", split_and_joined()
    yield "foreign-and-hostile", foreign_and_hostile()
