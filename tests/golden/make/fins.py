"""OMRON FINS over UDP and TCP: what each capture shows is in its name.

Source: OMRON W342, 3-3 and 5-1 (frames, commands, response codes); W420, 7-4 (FINS/TCP).
"""
import struct

import wire

STATION, PLC = wire.Host("10.41.1.11"), wire.Host("10.41.1.20")
PORT, STATION_PORT = 9600, 49200
HERE = (0, 0, 0)

COMMANDS = """0101 0102 0103 0104 0105 0201 0202 0203 0220 0221 0304 0305 0306 0307 0308 0401 0402 0403 0502
0602 0603 0620 0701 0702 0801 0802 0803 0920 0c01 0c02 0c03 2101 2102 2103 2140 2141 2201 2202 2203 2204
2205 2206 2207 2208 2209 220a 220b 220c 220f 2210 2211 2215 2220 2301 2302 230a 2601 2602 2603 2720 2730
2731 2750 2757 2760 2761 2762 2763 2764 2765 2767""".split()


def frame(information, target, source, command, body=b"", gateways=2, service=1):
    head = bytes([information, 0, gateways, *target, *source, service])
    return head + bytes.fromhex(command) + body


def ask(command, body=b"", target=(0, 20, 0), information=0x80):
    return frame(information, target, (0, 11, 0), command, body)


def answer(command, body=b"", source=(0, 20, 0), end=0):
    return frame(0xC0, (0, 11, 0), source, command, struct.pack("!H", end) + body)


def padded(text, size=20):
    return text.encode().ljust(size, b" ")


class Datagrams:
    def __init__(self, capture):
        self.capture = capture

    def ask(self, *words, **named):
        self.capture.udp(STATION, PLC, PORT, ask(*words, **named), source_port=STATION_PORT)

    def answer(self, *words, **named):
        self.capture.udp(PLC, STATION, STATION_PORT, answer(*words, **named), source_port=PORT)


def every_command():
    capture = wire.Capture()
    talk = Datagrams(capture)
    for command in COMMANDS:
        talk.ask(command)
        talk.answer(command)
    return capture


CONTROLLER = padded("CJ2M-CPU33") + padded("02.01") + padded("", 40) + bytes(12)
CONFIGURATION = bytes(64) + b"\1\0\1"


def identity():
    """Model, version and state of the CPU, its units, and a node of another network behind it."""
    capture = wire.Capture()
    talk = Datagrams(capture)
    talk.ask("0501", b"\0")
    talk.answer("0501", CONTROLLER)
    talk.ask("0501", b"\1")
    talk.answer("0501", CONFIGURATION)
    talk.ask("0502", b"\0\0\x19")
    talk.answer("0502", b"\x82\x10" + padded("CJ1W-ETN21") + b"\x11" + padded("CJ1W-SCU41-V1"))
    talk.ask("0601")
    talk.answer("0601", b"\1\2" + bytes(8) + padded("", 16))
    talk.ask("0501", target=(0, 20, 0x10))
    talk.answer("0501", padded("CJ1W-ETN21") + padded("V1.05"), source=(0, 20, 0x10))
    talk.ask("0501", target=(3, 7, 0))
    talk.answer("0501", padded("CS1G-CPU44H") + padded("V3.00") + bytes(52), source=(3, 7, 0))
    return capture


def refusals():
    """Errors of the command, of the route, and one of the CPU that refuses nothing."""
    capture = wire.Capture()
    talk = Datagrams(capture)
    for command, end in (("0101", 0x1103), ("0401", 0x2108), ("0307", 0x2002), ("0102", 0x8105), ("2301", 0x0401)):
        talk.ask(command)
        talk.answer(command, end=end)
    talk.ask("0101")
    talk.answer("0101", b"\0\1", end=0x0040)  # an error that is not fatal, of the CPU itself
    return capture


def tcp(command, body=b"", error=0):
    return b"FINS" + struct.pack("!III", 8 + len(body), command, error) + body


def tcp_session():
    """Node numbers first; then frames, whole, split and joined."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    session.client(tcp(0, bytes(4)))
    session.server(tcp(1, struct.pack("!II", 239, 20)))
    session.client(tcp(2, ask("0501", b"\0")))
    session.server(tcp(2, answer("0501", CONTROLLER)), cuts=[3, 16, 40])
    session.client(tcp(2, ask("0102", b"\x82\0\0\0\0\1\0\7")) + tcp(2, ask("0401", b"\xff\xff\4")))
    session.server(tcp(2, answer("0102")) + tcp(2, answer("0401")), cuts=[35])
    session.close()
    return capture


def tcp_refused():
    """No node number is free; then a frame is refused by the server itself."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    session.client(tcp(0, bytes(4)))
    session.server(tcp(1, bytes(8), error=0x20))
    session.client(tcp(2, ask("0101", b"\x82\0\0\0\0\1")))
    session.server(tcp(3, error=3))
    session.close()
    return capture


def midstream():
    """No handshake, and an answer is the first message in sight, on a port that says nothing."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, 19600, handshake=False)
    session.server(tcp(2, answer("0101", b"\0\7")))
    session.client(tcp(2, ask("0402")))
    session.server(tcp(2, answer("0402")))
    return capture


def foreign_on_the_port():
    """A web client and a datagram of something else on 9600: nothing here is FINS."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    session.client(b"GET / HTTP/1.1\r\nHost: plc.example\r\n\r\n")
    session.server(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    session.close()
    capture.udp(STATION, PLC, PORT, b"\xc0\x01\x02" + bytes(20), source_port=STATION_PORT)
    return capture


def hostile_lengths():
    """A length that no frame has, and one shorter than what it counts; the next session is sound."""
    capture = wire.Capture()
    for length in (0xFFFFFFFF, 7, 0x7FFF):
        session = capture.tcp(STATION, PLC, PORT)
        session.client(tcp(2, ask("0101")))
        session.client(b"FINS" + struct.pack("!III", length, 2, 0) + ask("0401"))
        session.close()
    session = capture.tcp(STATION, PLC, PORT)
    session.client(tcp(2, ask("0402")))
    session.close()
    return capture


def captures():
    yield "every-command", every_command()
    yield "identity", identity()
    yield "refusals", refusals()
    yield "tcp-session", tcp_session()
    yield "tcp-refused", tcp_refused()
    yield "midstream", midstream()
    yield "foreign-on-the-port", foreign_on_the_port()
    yield "hostile-lengths", hostile_lengths()
