"""PC Worx: what each capture shows is in its name.

Source: frames as Redpoint's pcworx-info sends and reads them.
"""
import struct

import wire

STATION, PLC = wire.Host("10.41.1.11"), wire.Host("10.41.1.20")
PORT = 1962


def frame(command, body, answers=False):
    return struct.pack("!BBH", 0x81 if answers else 1, command, 4 + len(body)) + body


def information(model, firmware, order):
    body = bytearray(180)
    for at, text in ((26, model), (62, firmware), (148, order)):
        body[at:at + len(text)] = text.encode()
    return bytes(body)


def session(port=PORT, handshake=True):
    capture = wire.Capture()
    talk = capture.tcp(STATION, PLC, port, handshake=handshake)
    return capture, talk


def identity():
    """Open, ask, and commands without a name; split and joined."""
    capture, talk = session()
    talk.client(frame(1, wire.octets("0000 0000 7880 0003 000c") + b"IBETH01N0_M\0"))
    talk.server(frame(1, bytes(16), True))
    talk.client(frame(5, bytes(18)))
    talk.server(frame(5, bytes(14), True))
    talk.client(frame(6, bytes(10)))
    talk.server(frame(6, information("ILC 350 ETH", "4.10", "2700001"), True), cuts=[1, 3, 90])
    talk.client(frame(5, bytes(18)) + frame(9, b""))
    talk.close()
    return capture


def midstream():
    capture, talk = session(handshake=False)
    talk.server(frame(6, information("ILC 171 ETH", "4.20", "2700002")[:100], True))
    talk.client(frame(6, bytes(10)))
    return capture


def foreign_on_the_port():
    """A web client, and lengths that no frame has."""
    capture = wire.Capture()
    for port, data in ((PORT, b"GET / HTTP/1.0\r\n\r\n"), (PORT, b"\1\1\xff\xff"), (PORT, b"\1\1\0\3")):
        talk = capture.tcp(STATION, PLC, port)
        talk.client(data)
        talk.close()
    return capture


def captures():
    yield "identity", identity()
    yield "midstream", midstream()
    yield "foreign-on-the-port", foreign_on_the_port()
