"""S7comm-plus: a panel's session in version 1 and 2, and an engineering station's with integrity."""
import struct

import wire

from s7comm import PLC, ENGINEERING, PANEL, cotp, dt

REQUEST, RESPONSE, NOTIFICATION = 0x31, 0x32, 0x33
NULL_SESSION, SESSION = 0x120, 0x3D1


def telegram(version, body, last=True):
    if version == 3:
        body = b"\x20" + bytes(range(32)) + body
    return dt(struct.pack("!BBH", 0x72, version, len(body)) + body +
              (struct.pack("!BBH", 0x72, version, 0) if last else b""))


def request(version, function, sequence, session=SESSION, rest=b"\0\0\0\0", last=True):
    return telegram(version, struct.pack("!BHHHHIB", REQUEST, 0, function, 0, sequence, session, 0x34) +
                    rest, last)


def response(version, function, sequence, rest=b"\0\0\0"):
    return telegram(version, struct.pack("!BHHHHB", RESPONSE, 0, function, 0, sequence, 0x34) + rest)


def begin(session, name):
    session.client(request(1, 0x04CA, 1, NULL_SESSION))
    session.server(response(1, 0x04CA, 1, b"\0\x02\x87\x3d\x00\xa3\x82\x3f\0\x15" +
                            bytes([len(name)]) + name + b"\xa2\0"))


def captures():
    panel = wire.Capture()
    session = panel.tcp(PANEL, PLC, 102)
    session.client(cotp(0xE0, b"SIMATIC-ROOT-HMI", b"\x06\x00"))
    session.server(cotp(0xD0, b"SIMATIC-ROOT-HMI", b"\x06\x00"))
    begin(session, b"1;6ES7 215-1AG31-0XB0 ;V3.0")
    session.client(request(2, 0x054C, 2))
    session.server(response(2, 0x054C, 2))
    session.client(request(2, 0x0542, 3))
    session.server(response(2, 0x0542, 3, b"\xff" * 8 + b"\xf4"))
    session.server(telegram(2, struct.pack("!BII", NOTIFICATION, 0x70000E51, 1)))
    session.client(request(2, 0x04D4, 4, SESSION, struct.pack("!I", SESSION)))
    session.server(response(2, 0x04D4, 4))
    session.close()
    yield "panel-session-with-a-refused-write", panel

    station = wire.Capture()
    session = station.tcp(ENGINEERING, PLC, 102)
    session.client(cotp(0xE0, b"SIMATIC-ROOT-ES", b"\x06\x00"))
    session.server(cotp(0xD0, b"SIMATIC-ROOT-ES", b"\x06\x00"))
    begin(session, b"1;6ES7 516-3AN01-0AB0 ;V2.6")
    session.client(request(3, 0x04BB, 2))
    session.server(response(3, 0x04BB, 2))
    session.client(request(3, 0x04CA, 3, last=False))
    session.client(telegram(3, b"block, second telegram"))
    session.server(response(3, 0x04CA, 3))
    session.client(request(3, 0x056B, 4))
    session.server(response(3, 0x056B, 4))
    session.close()
    yield "engineering-with-integrity", station
