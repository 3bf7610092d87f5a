"""Modbus/TCP and UDP: what each capture shows is in its name; units, functions and
answers are readable below.

Source: MODBUS Messaging on TCP/IP Implementation Guide V1.0b, 3.1.3; MODBUS
Application Protocol V1.1b3, 6 and 7.
"""
import struct

import wire

HMI, STATION, PLC, GATEWAY = (wire.Host(f"10.41.1.{host}") for host in (10, 11, 20, 30))
PORT = 502


def adu(transaction, unit, function, data=b""):
    """One message; `data` is bytes or readable hex."""
    body = bytes([unit, function]) + (wire.octets(data) if isinstance(data, str) else data)
    return struct.pack("!HHH", transaction, 0, len(body)) + body


def counted(text):
    return bytes([len(text)]) + text.encode()


class Dialogue:
    """Requests and their answers, with transaction numbers that count up."""

    def __init__(self, session):
        self.session, self.transaction = session, 0

    def ask(self, unit, function, data=b""):
        self.transaction += 1
        self.session.client(adu(self.transaction, unit, function, data))

    def answer(self, unit, function, data=b""):
        self.session.server(adu(self.transaction, unit, function, data))

    def both(self, unit, function, request, response):
        self.ask(unit, function, request)
        self.answer(unit, function, response)

    def refused(self, unit, function, request, code):
        self.ask(unit, function, request)
        self.answer(unit, function | 0x80, bytes([code]))


# function, request, response
PUBLIC_FUNCTIONS = [
    (1, "0000 0008", "01 a5"),
    (2, "0010 0010", "02 0f f0"),
    (3, "0064 0002", "04 0001 0002"),
    (4, "0000 0001", "02 7fff"),
    (5, "0003 ff00", "0003 ff00"),
    (6, "0064 0190", "0064 0190"),
    (7, "", "6d"),
    (11, "", "0000 0108"),
    (12, "", "08 0000 0108 0121 20 00"),
    (15, "0013 000a 02 cd01", "0013 000a"),
    (16, "0001 0002 04 000a 0102", "0001 0002"),
    (17, "", "0b b4 ff" + b"Mixer 2.4".hex()),
    (20, "07 06 0004 0001 0002", "06 05 06 0dfe 0020"),
    (21, "09 06 0004 0007 0001 06af", "09 06 0004 0007 0001 06af"),
    (22, "0004 00f2 0025", "0004 00f2 0025"),
    (23, "0003 0002 000e 0001 02 00ff", "04 00fe 0acd"),
    (24, "04de", "0006 0002 01b8 1284"),
]

DIAGNOSTICS = [0, 2, 3, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20]


def every_function():
    capture = wire.Capture()
    session = capture.tcp(HMI, PLC, PORT)
    talk = Dialogue(session)
    for function, request, response in PUBLIC_FUNCTIONS:
        talk.both(17, function, request, response)
    for sub in DIAGNOSTICS:
        talk.both(17, 8, struct.pack("!HH", sub, 0), struct.pack("!HH", sub, 0))
    session.close()
    return capture


def refusals():
    """Exceptions answer the function only; each belongs to the sub-code before it."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    talk = Dialogue(session)
    talk.refused(1, 3, "ffff 0001", 2)
    talk.refused(1, 6, "0001 ffff", 3)
    talk.refused(1, 8, "0001 0000", 1)
    talk.refused(1, 43, "0d 00 00", 1)
    talk.refused(1, 16, "0001 0001 02 0000", 5)  # acknowledge: accepted
    talk.refused(1, 16, "0001 0001 02 0000", 6)  # busy
    talk.ask(1, 8, "0004 0000")                  # listen only has no answer
    talk.refused(1, 125, "00", 1)
    talk.refused(1, 99, "", 1)
    session.close()
    return capture


def outstanding():
    """Three requests before the first answer, answered in another order."""
    capture = wire.Capture()
    session = capture.tcp(HMI, PLC, PORT)
    session.client(adu(1, 1, 8, "0001 0000") + adu(2, 1, 8, "000a 0000") + adu(3, 1, 3, "0000 0001"))
    session.server(adu(3, 1, 3, "02 0007"))
    session.server(adu(2, 1, 0x88, "01") + adu(1, 1, 8, "0001 0000"))
    session.close()
    return capture


def identification():
    objects = {0: "Example Controls", 1: "EX-40", 2: "V2.1", 3: "http://plc.example",
               4: "EX series", 5: "EX-40 AC", 6: "Mixing line", 0x80: "Batch 7"}
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    talk = Dialogue(session)
    body = b"".join(bytes([number]) + counted(text) for number, text in objects.items())
    talk.both(255, 43, "0e 03 00", wire.octets("0e 03 83 00 00") + bytes([len(objects)]) + body)
    talk.both(255, 17, "", bytes([12, 1, 0]) + b"EX-40 V2.1")
    session.close()
    return capture


def gateway():
    """Three serial devices behind one address, one of them missing."""
    capture = wire.Capture()
    session = capture.tcp(HMI, GATEWAY, PORT)
    talk = Dialogue(session)
    for unit in (1, 2, 17):
        talk.both(unit, 3, "0000 0001", "02 0000")
        talk.both(unit, 43, "0e 01 00", wire.octets("0e 01 01 00 00 01 00") + counted(f"Maker of {unit}"))
    talk.refused(9, 3, "0000 0001", 0x0B)
    talk.refused(10, 3, "0000 0001", 0x0A)
    session.close()
    return capture


def sole_unit():
    """A controller that answers under one number only."""
    capture = wire.Capture()
    session = capture.tcp(HMI, PLC, PORT)
    talk = Dialogue(session)
    talk.both(1, 43, "0e 01 00", wire.octets("0e 01 01 00 00 01 00") + counted("Example Controls"))
    session.close()
    return capture


def split_and_joined():
    """Header and PDU apart, bytes one by one, two messages in one segment."""
    capture = wire.Capture()
    session = capture.tcp(HMI, PLC, PORT)
    session.client(adu(1, 1, 3, "0000 0002"), cuts=[7])
    session.server(adu(1, 1, 3, "04 0001 0002"), cuts=range(1, 13))
    session.client(adu(2, 1, 6, "0001 0001") + adu(3, 1, 5, "0001 0000"))
    session.server(adu(2, 1, 6, "0001 0001") + adu(3, 1, 5, "0001 0000"), cuts=[15])
    session.close()
    return capture


def midstream():
    """No handshake, and an answer is the first message in sight."""
    capture = wire.Capture()
    session = capture.tcp(HMI, PLC, PORT, handshake=False)
    session.server(adu(7, 1, 3, "02 0001"))
    session.client(adu(8, 1, 3, "0000 0001"))
    session.server(adu(8, 1, 3, "02 0001"))
    return capture


def umas_engineering():
    """Connect, identify, reserve, download, start; then a stop that is refused."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    talk = Dialogue(session)

    def umas(request, answer="", status="fe", session_byte="00"):
        talk.both(0, 90, session_byte + request, session_byte + status + answer)

    umas("01 00", "fd03 7002 00000000 00000000" + counted("PLC-MIX").hex())
    umas("02", "0000 00000000 0000 7002 0000 0000 0000 00000000 0000"
         + counted("EX CPU 40").hex() + "01 01000000")
    umas("03 00", "00" * 38 + counted("Mixing\0").hex())
    umas("04", "00" * 12)
    umas("10 00000000" + counted("EWS-MIX-1").hex(), "05")
    umas("30 0001", session_byte="05")
    umas("31 0001 0001 0010 " + "ab" * 16, session_byte="05")
    umas("31 0001 0002 0010 " + "cd" * 700, session_byte="05")  # longer than plain Modbus
    umas("32 0001 0002", session_byte="05")
    umas("40 ff00", session_byte="05")
    umas("41 ff00", "a0", status="fd", session_byte="05")
    umas("33 0001", session_byte="05")
    umas("34 0001 0001", "00 1000" + "ef" * 16, session_byte="05")
    umas("35 0001 0001", session_byte="05")
    umas("11", session_byte="05")
    session.close()
    return capture


def datagrams():
    capture = wire.Capture()
    capture.udp(HMI, PLC, PORT, adu(1, 1, 4, "0000 0001"), source_port=49200)
    capture.udp(PLC, HMI, 49200, adu(1, 1, 4, "02 0001"), source_port=PORT)
    return capture


def foreign_on_the_port():
    """A web client on 502: nothing here is Modbus."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    session.client(b"GET / HTTP/1.1\r\nHost: plc.example\r\n\r\n")
    session.server(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    session.close()
    return capture


def captures():
    yield "every-function", every_function()
    yield "refusals", refusals()
    yield "outstanding-requests", outstanding()
    yield "identification", identification()
    yield "sole-unit", sole_unit()
    yield "gateway", gateway()
    yield "split-and-joined", split_and_joined()
    yield "midstream", midstream()
    yield "umas-engineering", umas_engineering()
    yield "datagrams", datagrams()
    yield "foreign-on-the-port", foreign_on_the_port()
