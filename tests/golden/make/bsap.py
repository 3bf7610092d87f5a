"""BSAP over UDP and serial frames in it: signals read and written, several answers in one, lying lengths.

Source: Emerson D4052; the layout over UDP as CISA's ICSNPP parser documents it.
"""
import struct

import wire

HOST, RTU = wire.Host("10.41.8.10"), wire.Host("10.41.8.50")
PORT, SERIAL_PORT = 1234, 1235
POLL, COUNTED, RESPONSE, REQUEST = 0, 1, 5, 6


def datagram(kind, sequence, acknowledged, *messages):
    body = b"".join(struct.pack("<I", 4 + len(message)) + message for message in messages)
    return struct.pack("<HHHII", 14, len(messages), kind, sequence, acknowledged) + body


def ask(sequence, function, data, application=0xA0):
    return datagram(REQUEST, sequence, 0, struct.pack("<BIBBB", 12, sequence, application, 0, function) + data)


def answer_to(sequence, data, code=0):
    return struct.pack("<BIB", 12, sequence, code) + data


def escaped(data):
    return data.replace(b"\x10", b"\x10\x10")


def frame(body):
    crc = 0xFFFF
    for byte in body + b"\3":
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x8408 if crc & 1 else 0)
    return b"\x10\2" + escaped(body) + b"\x10\3" + struct.pack("<H", crc)


def local(address, function, sequence, source, data):
    return frame(struct.pack("<BBBHBB", address, sequence & 0xFF, function, sequence, source, 0) + data)


def distant(function, sequence, source, data, target=0x0123):
    return frame(struct.pack("<BBHHBBHBB", 0x81, 7, target, 0, 0, function, sequence, source, 0) + data)


def both(capture, port, request, *answers):
    capture.udp(HOST, RTU, port, request)
    for answer in answers:
        capture.udp(RTU, HOST, port, answer)


def signals():
    capture = wire.Capture()
    both(capture, PORT, ask(100, 4, b"\3\xd0\1\x0f\1@GV.DS1\0"), datagram(RESPONSE, 50, 100, answer_to(100, b"\1\0\0\4\0")))
    capture.udp(HOST, RTU, PORT, ask(101, 0x80, b"\1\2\0\1\0\0"))
    capture.udp(HOST, RTU, PORT, ask(102, 0x84, b"\1@GV.DS2\0\1"))
    capture.udp(RTU, HOST, PORT, datagram(RESPONSE, 51, 102, answer_to(101, b"\0"), answer_to(102, b"\1\4", 0x80)))
    both(capture, PORT, datagram(POLL, 0, 51))
    both(capture, PORT, ask(103, 0x0C, b"\1\2"), datagram(COUNTED, 52, 103, answer_to(103, b"\1\0")))
    capture.udp(HOST, RTU, PORT, ask(104, 1, b"\1", 0xA1))
    return capture


def serial():
    """A station here, then one behind it; a sequence number that must be escaped; polls."""
    capture = wire.Capture()
    both(capture, SERIAL_PORT, local(1, 0xA0, 0x0810, 3, b"\4\1@\x0f\1@GV.AS3.\0"), local(0, 3, 0x0810, 0xA0, b"\0\1\x82\0\0\0\0"))
    both(capture, SERIAL_PORT, local(1, 0xA0, 0x0811, 3, b"\x84\1@GV.AS2.\0\0"), local(0, 3, 0x0811, 0xA0, b"\x80\1\4"))
    both(capture, SERIAL_PORT, local(1, 0x68, 0x0812, 3, b"\1\2\3"), local(0, 3, 0x0812, 0x68, b"\0"))
    both(capture, SERIAL_PORT, distant(0xA0, 0x0813, 3, b"\0\1\2\0"), distant(3, 0x0813, 0xA0, b"\0\1\0"))
    both(capture, SERIAL_PORT, frame(b"\1\x21\x85\0"), frame(b"\0\x21\x87\0"))
    return capture


def foreign_and_hostile():
    capture = wire.Capture()
    wrong = bytearray(local(1, 0xA0, 1, 3, b"\4\1"))
    wrong[4] ^= 1
    good = ask(1, 4, b"\1@A\0")
    for port, data in ((PORT, b"hello there, this is text"), (PORT, good), (PORT, good[:14] + b"\xff\xff\xff\xff" + good[18:]),
                       (PORT, good[:14] + b"\1\0\0\0" + good[18:]), (SERIAL_PORT, local(1, 0xA0, 1, 3, b"\4\1")),
                       (SERIAL_PORT, bytes(wrong)), (SERIAL_PORT, b"\x10\2" + bytes(400)), (4321, bytes(wrong))):
        capture.udp(HOST, RTU, port, data)
    return capture


def captures():
    yield "signals", signals()
    yield "serial", serial()
    yield "foreign-and-hostile", foreign_and_hostile()
