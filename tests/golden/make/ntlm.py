"""ntlm.py - messages of NTLM and the SPNEGO tokens that they travel in.

Source: [MS-NLMP] 2.2.1; RFC 4178, 4.2.
"""
import struct

from asn1 import oid, value

UNICODE, VERSION = 0x00000001, 0x02000000
MECHANISM = "1.3.6.1.4.1.311.2.2.10"


def wide(text):
    return text.encode("utf-16-le")


def windows(major, minor, build):
    return struct.pack("<BBHBBBB", major, minor, build, 0, 0, 0, 15)


def message(kind, head, *parts):
    """`head` packs the rest of the fixed part from the positions of the parts."""
    at = len(head([(0, 0)] * len(parts))) + 12
    places, body = [], b""
    for part in parts:
        places.append((len(part), at + len(body)))
        body += part
    return b"NTLMSSP\0" + struct.pack("<I", kind) + head(places) + body


def field(place):
    return struct.pack("<HHI", place[0], place[0], place[1])


def negotiate(version):
    return message(1, lambda at: struct.pack("<I", UNICODE | VERSION) + field((0, 0)) + field((0, 0)) + version)


def challenge(pairs, version, flags=UNICODE | VERSION):
    info = b"".join(struct.pack("<HH", kind, len(wide(text))) + wide(text) for kind, text in pairs)
    return message(2, lambda at: field(at[0]) + struct.pack("<I", flags) + b"\x11" * 8 + bytes(8) +
                   field(at[1]) + version, wide(pairs[0][1]), info + bytes(4))


def authenticate(domain, user, workstation, version, response=b"\x22" * 60):
    parts = (b"\x33" * 24, response, wide(domain), wide(user), wide(workstation), b"\x44" * 16)
    return message(3, lambda at: b"".join(map(field, at)) + struct.pack("<I", UNICODE | VERSION) + version + bytes(16),
                   *parts)


def first_token(inner):
    """NegTokenInit in the frame of GSS-API."""
    init = value(0x30, value(0xA0, value(0x30, oid(MECHANISM))), value(0xA2, value(4, inner)))
    return value(0x60, oid("1.3.6.1.5.5.2"), value(0xA0, init))


def later_token(inner):
    return value(0xA1, value(0x30, value(0xA0, value(10, b"\1")), value(0xA1, oid(MECHANISM)),
                             value(0xA2, value(4, inner))))
