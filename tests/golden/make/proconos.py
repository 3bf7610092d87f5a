"""ProConOS: what each capture shows is in its name.

Source: messages as Redpoint's proconos-info sends and reads them.
"""
import wire

STATION, PLC = wire.Host("10.41.1.11"), wire.Host("10.41.1.20")
PORT = 20547
ASK = wire.octets("cc01 000b 4002 0000 47ee")


def answer(runtime, kind, project, skipped=12):
    body = bytearray(120)
    for at, text in ((0, runtime), (32, kind), (65, project)):
        body[skipped + at:skipped + at + len(text)] = text.encode()
    body[:4] = b"\xcc\1\0\x66"
    return bytes(body)


def identity():
    """Both places where a runtime may put its name; then a command without a name."""
    capture = wire.Capture()
    for skipped in (12, 13):
        session = capture.tcp(STATION, PLC, PORT)
        session.client(ASK)
        session.server(answer("ProConOS V3.2.1 Jan 1 2010", "EXAMPLE 55 2.0", "mixing", skipped))
        session.client(b"\xcc\x20\0\4")
        session.server(b"\xcc\x20\0\0")
        session.close()
    return capture


def another_port():
    """What only an answer proves: it is taken by it."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, 30547, handshake=False)
    session.server(answer("ProConOS V4.1.7", "EXAMPLE 60", "mixer"))
    session.client(ASK)
    return capture


def foreign_on_the_port():
    capture = wire.Capture()
    for data in (b"GET / HTTP/1.0\r\n\r\n", b"\xcc\2\0\x0b", b"\xcc"):
        session = capture.tcp(STATION, PLC, PORT)
        session.client(data)
        session.close()
    return capture


def captures():
    yield "identity", identity()
    yield "another-port", another_port()
    yield "foreign-on-the-port", foreign_on_the_port()
