"""MELSOFT: what each capture shows is in its name.

Source: frames as recorded between Mitsubishi's engineering tools and CPUs.
"""
import struct

import wire

STATION, PLC = wire.Host("10.41.1.11"), wire.Host("10.41.1.20")
PORT = 5562


def frame(first, number, target, body):
    return bytes([first, 0, number, 0, 0, 0x11, 0x11, 7, 0, 0]) + wire.octets(target) + struct.pack("<H", len(body)) + body


def ask(function, data=b"\1\0\0\0\0\1"):
    body = wire.octets("1c 08 0a 08 00000000 000000 04") + struct.pack("<H", function) + data
    return frame(0x57, 0, "ffff 0300 00fe 0300 00", body)


def answer(function, data=b""):
    body = wire.octets("9c 00 0c 08 00000000 10 04 00000000") + struct.pack("<H", function) + bytes(4) + data
    return frame(0xD7, 200, "00e4 0300 ffff 0300 00", body)


def session():
    """The type of the CPU, then functions without a name; split and joined."""
    capture = wire.Capture()
    talk = capture.tcp(STATION, PLC, PORT)
    talk.client(ask(0x0101))
    talk.server(answer(0x0101, b"FX5U-32MT/ES".ljust(16) + bytes(20)), cuts=[1, 8, 20])
    talk.client(ask(0x0114) + ask(0x0402))
    talk.server(answer(0x0114) + answer(0x0402), cuts=[30])
    talk.close()
    return capture


def datagrams():
    """On the port of a CPU of the Q series."""
    capture = wire.Capture()
    capture.udp(STATION, PLC, 5006, ask(0x0101), source_port=49200)
    capture.udp(PLC, STATION, 49200, answer(0x0101, b"Q03UDECPU".ljust(16)), source_port=5006)
    return capture


def midstream():
    """An answer first, on a port that says nothing."""
    capture = wire.Capture()
    talk = capture.tcp(STATION, PLC, 15562, handshake=False)
    talk.server(answer(0x0402))
    talk.client(ask(0x0402))
    return capture


def foreign_on_the_port():
    """A web client, and a frame that is longer than any."""
    capture = wire.Capture()
    for text in (b"GET / HTTP/1.1\r\nHost: plc.example\r\n\r\n", ask(1)[:19] + b"\xff\xff"):
        talk = capture.tcp(STATION, PLC, PORT)
        talk.client(text)
        talk.close()
    return capture


def captures():
    yield "session", session()
    yield "datagrams", datagrams()
    yield "midstream", midstream()
    yield "foreign-on-the-port", foreign_on_the_port()
