"""TACACS+: a switch in clear text and one with a secret, refusals, pieces, damage.

Source: RFC 8907, 4.1, 5.1, 5.2, 6.1, 7.1.
"""
import struct

import wire

AUTHENTICATION, AUTHORIZATION, ACCOUNTING = 1, 2, 3
USER, PORT, FROM = b"engineer", b"tty2", b"10.41.1.11"
LENGTHS = bytes([len(USER), len(PORT), len(FROM)])


def packet(kind, number, body, flags=1, session=0x01020304):
    return struct.pack("!BBBBII", 0xC0, kind, number, flags, session, len(body)) + body


def arguments(*words):
    return bytes([len(words), *map(len, words)]) + USER + PORT + FROM + b"".join(words)


def captures():
    switch, other, server = wire.Host("10.41.1.2"), wire.Host("10.41.1.3"), wire.Host("10.41.1.5")
    plain = wire.Capture()
    talk = plain.tcp(switch, server, 49)
    talk.client(packet(AUTHENTICATION, 1, b"\1\1\1\1" + LENGTHS + b"\0" + USER + PORT + FROM), cuts=[5, 14])
    talk.server(packet(AUTHENTICATION, 2, b"\5\1\0\x09\0\0Password:"))
    talk.client(packet(AUTHENTICATION, 3, b"\0\x0e\0\0\0not to be kept"))
    talk.server(packet(AUTHENTICATION, 4, b"\2\0\0\0\0\0"))
    words = (b"service=shell", b"cmd=reload", b"cmd-arg=now")
    talk.client(packet(AUTHORIZATION, 1, b"\6\x0f\1\1" + LENGTHS + arguments(*words), session=2))
    talk.server(packet(AUTHORIZATION, 2, b"\x10\0\0\0\0\0", session=2))
    talk.client(packet(ACCOUNTING, 1, b"\2\6\x0f\1\1" + LENGTHS + arguments(*words), session=3))
    talk.server(packet(ACCOUNTING, 2, b"\0\0\0\0\1", session=3))
    talk.close()
    yield "clear-text", plain

    hidden = wire.Capture()
    talk = hidden.tcp(other, server, 49)
    for number in range(1, 5, 2):
        talk.client(packet(AUTHENTICATION, number, b"\x9c" * 37, 0))
        talk.server(packet(AUTHENTICATION, number + 1, b"\x02" * 15, 0), cuts=[12])
    talk.client(packet(AUTHORIZATION, 1, b"\x9c" * 70, 0))
    talk.server(packet(AUTHORIZATION, 2, b"\x10" * 6, 0))
    talk.close()
    yield "with-a-secret", hidden

    odd = wire.Capture()
    talk = odd.tcp(switch, server, 49)
    talk.client(packet(AUTHENTICATION, 1, b"\1\1\1\1\xff\xff\xff\0" + USER))
    talk.client(packet(AUTHORIZATION, 1, b"\6\x0f\1\1" + LENGTHS + b"\xff" + USER))
    talk.server(b"\xc0\1\2\1" + bytes(4) + b"\xff\xff\xff\xff")
    talk.close()
    yield "hostile-lengths", odd
