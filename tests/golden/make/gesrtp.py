"""GE SRTP: what each capture shows is in its name.

Source: GFK-0529, 3 (mailbox messages, service request codes, piggyback status); Denton et al.,
Leveraging the SRTP protocol, DFRWS 2017, 3.
"""
import struct

import wire

HMI, STATION, PLC = (wire.Host(f"10.41.1.{host}") for host in (10, 11, 20))
PORT = 18245
RUN, STOPPED, PROGRAMMER, OEM = 0x0100, 0x2000, 0x0040, 0x0200

SERVICES = [0x00, 0x03, 0x04, 0x05, 0x06, 0x15, 0x16, 0x17, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x38, 0x39,
            0x3F, 0x40, 0x43, 0x44, 0x48]


def head(packet, sequence, mailbox, body, text=b"", mark=1):
    out = struct.pack("<BBHH3xB7xB8x", packet, 0, sequence, len(text), mark, mark)
    out += bytes([0x31, 0x59, 0x23, 0, sequence & 0xFF, mailbox]) + body
    assert len(out) == 56
    return out + text


def ask(sequence, service, data=b""):
    body = bytes(4) + wire.octets("100e0000 01 01") + bytes([service]) + data.ljust(13, b"\0")
    return head(2, sequence, 0xC0, body)


def ask_text(sequence, service, text, data=b""):
    body = (bytes(4) + wire.octets("100e0000 01 02") + struct.pack("<HI", len(text), 0)
            + b"\1\1" + bytes([service]) + data.ljust(5, b"\0"))
    return head(2, sequence, 0x80, body, text, mark=2)


def answer(sequence, status=RUN, data=b"", error=0):
    body = (wire.octets("100e0000") + bytes(4) + b"\1\1" + bytes([error, 0]) + data.ljust(6, b"\0")
            + struct.pack("<BBHH", 0xFF, 2, 30, status))
    return head(3, sequence, 0xD4, body)


def answer_text(sequence, text, status=RUN):
    body = (wire.octets("100e0000") + bytes(4) + b"\1\1" + struct.pack("<H", len(text)) + bytes(4) + b"\1\1"
            + struct.pack("<BBHH", 0xFF, 2, 30, status))
    return head(3, sequence, 0x94, body, text)


def refusal(sequence, major, minor):
    body = wire.octets("100e0000") + bytes(4) + b"\1\1" + bytes([major, minor]) + bytes(12)
    return head(3, sequence, 0xD1, body)


def connected():
    return b"\1" + bytes(7) + b"\x0f" + bytes(47)


def every_service():
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    session.client(bytes(56))
    session.server(connected())
    for sequence, service in enumerate(SERVICES, 1):
        session.client(ask(sequence, service))
        session.server(answer(sequence))
    for sequence, service in enumerate((0x07, 0x08, 0x09, 0x40), 40):
        session.client(ask_text(sequence, service, bytes(32), wire.octets("08 0000 1000")))
        session.server(answer(sequence))
    session.close()
    return capture


def identity_and_state():
    """Its id, then a stop with a programmer attached, and the state of a CPU that is OEM protected."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    session.client(ask(1, 0x43))
    session.server(answer_text(1, b"PUMP7\0\0\0" + bytes(20)))
    session.client(ask(2, 0x04, wire.octets("08 0000 0200")))
    session.server(answer(2, data=b"\1\2\3\4"))
    session.client(ask(3, 0x23, b"\1"))
    session.server(answer(3, STOPPED | PROGRAMMER))
    session.client(ask(4, 0x00))
    session.server(answer(4, 0x6000 | OEM))
    session.client(ask(5, 0x00))
    session.server(answer(5, 0x0C00))  # no status word
    session.close()
    return capture


def refusals():
    """Refused outright, refused by its status, and answered out of order."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    session.client(ask(1, 0x23))
    session.server(refusal(1, 2, 0xFE))
    session.client(ask(2, 0x40))
    session.server(answer(2, error=5))
    session.client(ask(3, 0x04) + ask(4, 0x39))
    session.server(refusal(4, 2, 0xFE) + answer(3))
    session.close()
    return capture


def split_and_joined():
    capture = wire.Capture()
    session = capture.tcp(HMI, PLC, PORT)
    session.client(ask_text(1, 0x07, bytes(100)), cuts=[10, 56, 90])
    session.server(answer(1), cuts=[6, 31])
    session.client(ask(2, 0x04) + ask(3, 0x04))
    session.server(answer_text(2, bytes(64)) + answer_text(3, bytes(64)), cuts=[130])
    session.close()
    return capture


def midstream():
    """An answer first, on a port that says nothing."""
    capture = wire.Capture()
    session = capture.tcp(HMI, PLC, 28245, handshake=False)
    session.server(answer(7))
    session.client(ask(8, 0x24))
    session.server(answer(8))
    return capture


def foreign_on_the_port():
    capture = wire.Capture()
    for text in (b"GET / HTTP/1.0\r\n\r\n", bytes(5), ask(1, 4)[:4] + b"\xff\xff" + ask(1, 4)[6:]):
        session = capture.tcp(HMI, PLC, PORT)
        session.client(text)
        session.close()
    return capture


def captures():
    yield "every-service", every_service()
    yield "identity-and-state", identity_and_state()
    yield "refusals", refusals()
    yield "split-and-joined", split_and_joined()
    yield "midstream", midstream()
    yield "foreign-on-the-port", foreign_on_the_port()
