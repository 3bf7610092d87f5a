"""MySQL: a log-in in clear text with its attributes, one that is refused, TLS, commands, damage.

Source: MySQL client/server protocol: connection phase, command phase.
"""
import struct

import tls
import wire

TLS, DATABASE, PROTOCOL_41, LENGTH, PLUGIN, ATTRIBUTES = 0x800, 0x8, 0x200, 0x8000, 0x80000, 0x100000


def packet(number, data):
    return struct.pack("<I", len(data))[:3] + bytes([number]) + data


def greeting(version, capabilities):
    return packet(0, b"\x0a" + version + b"\0" + struct.pack("<I8sBHBHHB10s", 77, b"\x11" * 8, 0, capabilities & 0xFFFF, 33, 2,
                                                            capabilities >> 16, 21, bytes(10)) + b"\x22" * 12 +
                  b"\0caching_sha2_password\0")


def head(flags):
    return struct.pack("<IIB23s", flags, 1 << 24, 33, bytes(23))


def short(text):
    return bytes([len(text)]) + text


def log_in(user, *attributes, flags=DATABASE | PROTOCOL_41 | LENGTH | PLUGIN | ATTRIBUTES, number=1):
    listed = b"".join(map(short, attributes))
    return packet(number, head(flags) + user + b"\0" + short(b"\x33" * 32) + b"history\0" + b"caching_sha2_password\0" +
                  short(listed))


OK, ERROR = b"\0\0\0\2\0\0\0", b"\xff\x15\x04#28000no"


def captures():
    client, server, other = wire.Host("10.41.1.11"), wire.Host("10.41.1.6"), wire.Host("10.41.1.7")
    plain = wire.Capture()
    talk = plain.tcp(client, server, 3306)
    talk.server(greeting(b"5.5.5-10.11.4-MariaDB-1~deb12u1", PROTOCOL_41 | DATABASE | PLUGIN), cuts=[10])
    talk.client(log_in(b"scada", b"_os", b"Linux", b"program_name", b"Example SCADA"), cuts=[3, 50])
    talk.server(packet(2, b"\1\4"))
    talk.client(packet(3, b"not to be kept\0"))
    talk.server(packet(4, OK))
    talk.client(packet(0, b"\3" + b"s" * 9000), cuts=range(1400, 9000, 1400))
    talk.server(packet(1, b"\1") + packet(2, bytes(30)) + packet(3, b"\xfe\0\0\2\0"))
    talk.client(packet(0, b"\6history"))
    talk.server(packet(1, ERROR))
    talk.client(packet(0, b"\x0e"))
    talk.server(packet(1, OK))
    talk.client(packet(0, b"\1"))
    talk.close()
    talk = plain.tcp(client, server, 3306)
    talk.server(greeting(b"8.0.36", PROTOCOL_41 | TLS))
    talk.client(log_in(b"root"))
    talk.server(packet(2, ERROR))
    talk.close()
    yield "clear-text", plain

    closed = wire.Capture()
    talk = closed.tcp(client, other, 3306)
    talk.server(greeting(b"8.0.36", PROTOCOL_41 | TLS))
    talk.client(packet(1, head(PROTOCOL_41 | TLS)))
    talk.client(tls.record(22, tls.client_hello(b"hist-2.plant.example")))
    talk.server(tls.record(22, tls.server_hello(0x0303, 0xC02F)))
    talk.close()
    yield "encrypted", closed

    odd = wire.Capture()
    talk = odd.tcp(client, server, 33060)  # not its own port
    talk.server(greeting(b"9" * 300, 0xFFFF))
    talk.client(packet(1, head(0xFFFFF7FF) + b"user without end"))
    talk.client(packet(2, b""))
    talk.server(b"\xff\xff\xff\x03" + b"\0" * 20)
    talk.close()
    yield "hostile-lengths", odd
