"""IEC 60870-5-104: polling, commands that are selected and refused, files, a plant with narrow fields."""
import struct

import wire

PORT = 2404
CENTRE, STATION = wire.Host("10.41.6.10"), wire.Host("10.41.6.20")
START, STARTED, STOP, STOPPED, TEST, TESTED = 0x07, 0x0B, 0x13, 0x23, 0x43, 0x83
ACTIVATE, CONFIRM, TERMINATE, SPONTANEOUS, REQUESTED, INTERROGATED, FILE = 6, 7, 10, 3, 5, 20, 13
DEACTIVATE, DEACTIVATED = 8, 9
NEGATIVE = 0x40
ORIGINATOR = 33


def unnumbered(control):
    return bytes([0x68, 4, control, 0, 0, 0])


def acknowledge(count):
    return b"\x68\4\1\0" + struct.pack("<H", count << 1)


class Link:
    """Numbers what each side sends."""

    def __init__(self, session):
        self.session, self.sent = session, {True: 0, False: 0}

    def frame(self, from_client, asdu):
        control = struct.pack("<HH", self.sent[from_client] << 1, self.sent[not from_client] << 1)
        self.sent[from_client] += 1
        return b"\x68" + bytes([4 + len(asdu)]) + control + asdu

    def client(self, *asdus, cuts=()):
        self.session.client(b"".join(self.frame(True, a) for a in asdus), cuts)

    def server(self, *asdus, cuts=()):
        self.session.server(b"".join(self.frame(False, a) for a in asdus), cuts)


def asdu(kind, cause, objects, station=12, count=1, sequence=False):
    return struct.pack("<BBBBH", kind, count | sequence << 7, cause, 0, station) + objects


def numbered(asdu):
    """From, or back to, a controller that numbers itself."""
    return asdu[:3] + bytes([ORIGINATOR]) + asdu[4:]


def point(address, value=b""):
    return struct.pack("<I", address)[:3] + value


def narrow(kind, cause, objects, station=3):
    """One byte each for cause and station, two for the object: as on serial lines."""
    return struct.pack("<BBBB", kind, 1, cause, station) + objects


def begin(capture):
    session = capture.tcp(CENTRE, STATION, PORT)
    session.client(unnumbered(START))
    session.server(unnumbered(STARTED))
    return session, Link(session)


TIME = bytes([0, 0, 30, 8, 1, 1, 26])


def polling():
    capture = wire.Capture()
    session, link = begin(capture)
    link.server(asdu(70, 4, point(0, b"\0")))
    link.client(asdu(100, ACTIVATE, point(0, b"\x14")))
    link.server(asdu(100, CONFIRM, point(0, b"\x14")),
                asdu(1, INTERROGATED, point(100, b"\1\0\1"), count=3, sequence=True),
                asdu(13, INTERROGATED, point(200, struct.pack("<f", 10.5) + b"\0") +
                     point(201, struct.pack("<f", 9.5) + b"\0"), count=2),
                asdu(100, TERMINATE, point(0, b"\x14")), cuts=[9, 40])
    session.client(acknowledge(5))
    link.client(asdu(103, ACTIVATE, point(0, TIME)))
    link.server(asdu(103, CONFIRM, point(0, TIME)))
    link.client(asdu(102, REQUESTED, point(201)))
    link.server(asdu(13, REQUESTED, point(201, struct.pack("<f", 9.75) + b"\0")))
    link.server(asdu(30, SPONTANEOUS, point(100, b"\0" + TIME)))
    session.server(unnumbered(TEST))
    session.client(unnumbered(TESTED))
    session.client(unnumbered(STOP))
    session.server(unnumbered(STOPPED))
    session.close()
    return capture


def commands():
    """Select and execute; then a point, a station and a type that are not there, and a negative confirmation."""
    capture = wire.Capture()
    session, link = begin(capture)
    for value in (b"\x81", b"\1"):
        link.client(asdu(45, ACTIVATE, point(500, value)))
        link.server(asdu(45, CONFIRM, point(500, value)))
    link.server(asdu(45, TERMINATE, point(500, b"\1")))
    set_point = struct.pack("<f", 42.0) + b"\0"
    link.client(asdu(50, ACTIVATE, point(600, set_point)))
    link.server(asdu(50, CONFIRM | NEGATIVE, point(600, set_point)))
    link.client(asdu(46, ACTIVATE, point(9999, b"\2")))
    link.server(asdu(46, 47 | NEGATIVE, point(9999, b"\2")))
    link.client(asdu(100, ACTIVATE, point(0, b"\x14"), station=77))
    link.server(asdu(100, 46 | NEGATIVE, point(0, b"\x14"), station=77))
    link.client(asdu(112, ACTIVATE, point(600, set_point)))
    link.server(asdu(112, 44 | NEGATIVE, point(600, set_point)))
    link.client(asdu(105, ACTIVATE, point(0, b"\1")))
    link.server(asdu(105, CONFIRM, point(0, b"\1")))
    link.client(asdu(122, FILE, point(700, b"\1\0\0\1")))
    link.server(asdu(120, FILE, point(700, b"\1\0\x10\0\0\0")))
    link.server(asdu(125, FILE, point(700, b"\1\0\1\5hello")))
    session.close()
    return capture


def narrow_fields():
    """Begun midway and on another port."""
    capture = wire.Capture()
    session = capture.tcp(CENTRE, STATION, 19998, handshake=False)
    link = Link(session)
    link.client(narrow(45, ACTIVATE, b"\x10\0\x81"))
    link.server(narrow(45, CONFIRM, b"\x10\0\x81"))
    link.server(narrow(9, SPONTANEOUS, b"\x20\0\0\x40\0"))
    session.close()
    return capture


def counters_and_files():
    """Two stations behind one address, counters frozen and reset, a selection taken back, files refused."""
    capture = wire.Capture()
    session, link = begin(capture)
    link.server(asdu(70, 4, point(0, b"\0"), station=21), asdu(70, 4, point(0, b"\2"), station=22))
    for qualifier in (0x05, 0x45, 0x85, 0xC5):
        link.client(numbered(asdu(101, ACTIVATE, point(0, bytes([qualifier])), station=21)))
        link.server(numbered(asdu(101, CONFIRM, point(0, bytes([qualifier])), station=21)))
    link.server(asdu(15, 37, point(300, struct.pack("<i", 4711) + b"\1"), station=21))
    link.client(numbered(asdu(46, ACTIVATE, point(500, b"\x81"), station=22)))
    link.server(numbered(asdu(46, CONFIRM, point(500, b"\x81"), station=22)))
    link.client(numbered(asdu(46, DEACTIVATE, point(500, b"\x81"), station=22)))
    link.server(numbered(asdu(46, DEACTIVATED, point(500, b"\x81"), station=22)))
    link.client(numbered(asdu(105, ACTIVATE, point(0, b"\2"), station=22)))
    link.server(numbered(asdu(105, CONFIRM, point(0, b"\2"), station=22)))
    link.client(asdu(122, FILE, point(700, b"\1\0\0\1"), station=21))
    link.server(asdu(120, FILE, point(700, b"\1\0\0\0\0\x80"), station=21))
    link.server(asdu(125, FILE, point(701, b"\2\0\1\5hello"), station=21))
    link.server(asdu(123, FILE, point(701, b"\2\0\1\3\x14"), station=21))
    link.client(asdu(124, FILE, point(701, b"\2\0\1\4"), station=21))
    link.client(asdu(124, FILE, point(701, b"\2\0\1\3"), station=21))
    link.server(asdu(126, 5, point(702, b"\2\0\x10\0\0\0" + TIME), station=21))
    session.close()
    return capture


def captures():
    yield "counters-and-files", counters_and_files()
    yield "polling", polling()
    yield "commands-and-refusals", commands()
    yield "narrow-fields-on-another-port", narrow_fields()
