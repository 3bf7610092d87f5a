"""CODESYS V2: what each capture shows is in its name.

Source: frames as Redpoint's codesys-v2-discover sends and reads them.
"""
import struct

import wire

STATION, PLC = wire.Host("10.41.1.11"), wire.Host("10.41.1.20")
PORT = 2455


def frame(body, order="<"):
    return b"\xbb\xbb" + struct.pack(order + "I", len(body)) + body


def named(system, kind, product):
    return bytes(58) + b"".join(text.encode().ljust(32, b"\0") for text in (system, kind, product))


def identity():
    """Asked in both byte orders, on both ports; then a service without a name."""
    capture = wire.Capture()
    for port, order in ((PORT, "<"), (1200, ">")):
        session = capture.tcp(STATION, PLC, port)
        session.client(frame(b"\1", order))
        session.server(frame(named("Nucleus PLUS", "Nucleus PLUS version unknown", "WAGO 750-841"), order), cuts=[1, 5, 80])
        session.client(frame(b"\x2f" + bytes(20), order) + frame(b"\x30", order))
        session.server(frame(b"\0", order) + frame(b"\0", order))
        session.close()
    return capture


def midstream():
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT, handshake=False)
    session.server(frame(named("Nucleus PLUS", "", "")))
    session.client(frame(b"\1"))
    session.server(frame(named("Nucleus PLUS", "", "WAGO 750-881")[:140]))
    return capture


def foreign_on_the_port():
    """A web client, lengths that no message has, and the right bytes on a port that says nothing."""
    capture = wire.Capture()
    for text in (b"GET / HTTP/1.0\r\n\r\n", b"\xbb\xbb\xff\xff\xff\xff\1", b"\xbb\xbb\0\0\0\0\1"):
        session = capture.tcp(STATION, PLC, PORT)
        session.client(text)
        session.close()
    session = capture.tcp(STATION, PLC, 22455)
    session.client(frame(b"\1"))
    session.close()
    return capture


def captures():
    yield "identity", identity()
    yield "midstream", midstream()
    yield "foreign-on-the-port", foreign_on_the_port()
