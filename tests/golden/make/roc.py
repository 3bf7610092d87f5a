"""ROC Plus: identity, every kind of operation, errors, streams cut and joined, datagrams, bytes of others.

Source: ROC Plus Protocol Specifications Manual, October 2022, 1.3 and 2.
"""
import struct

import wire

PORT = 4000
HOST, DEVICE = wire.Host("10.41.8.10"), wire.Host("10.41.8.40")
HOST_ADDRESS, DEVICE_ADDRESS = (3, 1), (2, 4)


def crc(data):
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return struct.pack("<H", value)


def message(target, source, opcode, data=b""):
    body = bytes([*target, *source, opcode, len(data)]) + data
    return body + crc(body)


def ask(opcode, data=b""):
    return message(DEVICE_ADDRESS, HOST_ADDRESS, opcode, data)


def answer(opcode, data=b""):
    return message(HOST_ADDRESS, DEVICE_ADDRESS, opcode, data)


CONFIGURATION = struct.pack("!BHBBBB", 1, 2, 0, 2, 1, 1) + bytes(11) + b"\6" + bytes(196)
NAME = b"WELL PAD 7".ljust(20)
EXCHANGES = [
    (ask(6), answer(6, CONFIGURATION)),
    (ask(7), answer(7, bytes([30, 45, 12, 15, 3, 0xE8, 7, 3]))),
    (ask(17, b"OP1" + struct.pack("<H", 4660) + b"\1"), answer(17)),
    (ask(167, bytes([91, 0, 3, 0])), answer(167, bytes([91, 0, 3, 0, 2, 4]) + NAME)),
    (ask(180, bytes([1, 91, 0, 2])), answer(180, bytes([1, 91, 0, 2]) + NAME)),
    (ask(180, bytes([2, 103, 1, 2, 103, 1, 3])), answer(180, bytes([2, 103, 1, 2, 1, 103, 1, 3, 2]))),
    (ask(10, bytes([1, 0, 1])), answer(10, bytes([1, 0, 1, 0, 0, 0, 1, 0x42]))),
    (ask(11, bytes([1, 0, 1, 0x42])), answer(11)),
    (ask(166, bytes([103, 1, 1, 2, 5])), answer(166)),
    (ask(181, bytes([1, 103, 1, 2, 9])), answer(181)),
    (ask(8, bytes([30, 45, 12, 15, 3, 0xE8, 7])), answer(8)),
    (ask(118, bytes([3, 0, 0])), answer(118, bytes(28))),
    (ask(135, bytes(6)), answer(135, bytes(9))),
    (ask(139, bytes([0, 0])), answer(139, bytes([0, 0, 0, 1, 0]))),
    (ask(203, b"\1" + bytes(126)), answer(203, b"\1" + bytes(4))),
    (ask(203, b"\2" + bytes(8)), answer(203, b"\2" + bytes(17))),
    (ask(203, b"\3" + bytes(20)), answer(203, b"\3" + bytes(8))),
    (ask(203, b"\4" + bytes(4)), answer(203, b"\4")),
    (ask(203, b"\6" + bytes(125)), answer(203, b"\5")),
    (ask(206, bytes([1, 0, 0, 0])), answer(206, b"\1" + bytes(20))),
    (ask(17, b"OP1" + struct.pack("<H", 4660) + b"LOGOUT"), answer(17)),
]


def operations():
    capture = wire.Capture()
    session = capture.tcp(HOST, DEVICE, PORT)
    for request, reply in EXCHANGES:
        session.client(request)
        session.server(reply)
    session.server(answer(224, bytes([1, 2, 3])))
    session.client(ask(224))
    session.client(ask(225, b"\0\1"))
    session.server(answer(225))
    session.close()
    return capture


def refusals():
    """An error is counted on what was asked; one that nobody asked for stands by itself."""
    capture = wire.Capture()
    session = capture.tcp(HOST, DEVICE, PORT)
    for request, code in ((ask(17, b"OP1" + struct.pack("<H", 1) + b"\5"), 21), (ask(181, bytes([1, 103, 1, 2, 9])), 20),
                          (ask(203, b"\3" + bytes(20)), 63)):
        session.client(request)
        session.server(answer(255, bytes([code, 6])))
    session.server(answer(255, bytes([1, 4])))
    session.close()
    return capture


def split_and_joined():
    capture = wire.Capture()
    session = capture.tcp(HOST, DEVICE, PORT)
    session.client(EXCHANGES[0][0], cuts=[1, 5])
    session.server(EXCHANGES[0][1], cuts=[6, 100])
    session.client(EXCHANGES[1][0] + EXCHANGES[6][0])
    session.server(EXCHANGES[1][1] + EXCHANGES[6][1])
    session.close()
    middle = capture.tcp(HOST, DEVICE, PORT, handshake=False)
    middle.server(EXCHANGES[6][1])
    middle.client(EXCHANGES[9][0])
    return capture


def datagrams():
    """The port of the protocol, then another one where checksum and lengths prove it."""
    capture = wire.Capture()
    for port in (PORT, 4567):
        capture.udp(HOST, DEVICE, port, EXCHANGES[2][0], source_port=49200)
        capture.udp(DEVICE, HOST, 49200, EXCHANGES[2][1], source_port=port)
        capture.udp(HOST, DEVICE, port, EXCHANGES[0][0], source_port=49200)
        capture.udp(DEVICE, HOST, 49200, EXCHANGES[0][1], source_port=port)
    return capture


def foreign_and_hostile():
    capture = wire.Capture()
    session = capture.tcp(HOST, DEVICE, PORT)
    session.client(b"GET / HTTP/1.1\r\nHost: device\r\n\r\n")
    session.close()
    wrong = bytearray(ask(181, bytes([1, 103, 1, 2, 9])))
    wrong[-1] ^= 1
    for data in (ask(7), bytes(wrong), ask(7)[:5] + b"\xff", ask(10, bytes([1, 0, 1]))):
        capture.udp(HOST, DEVICE, PORT, data, source_port=49200)
    capture.udp(HOST, DEVICE, 4568, bytes(wrong), source_port=49201)
    return capture


def captures():
    yield "operations", operations()
    yield "refusals", refusals()
    yield "split-and-joined", split_and_joined()
    yield "datagrams", datagrams()
    yield "foreign-and-hostile", foreign_and_hostile()
