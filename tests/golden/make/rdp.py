"""RDP: sessions with TLS and with RDP's own security, a refusal, and what only looks like it."""
import struct

import asn1
import tls
import wire


def unit(body):
    return struct.pack("!BBH", 3, 0, 4 + len(body)) + body


def connect(kind, body=b""):
    return unit(bytes([6 + len(body), kind]) + struct.pack("!HHB", 0, 0x1234 if kind == 0xD0 else 0, 0) + body)


def negotiation(kind, value, flags=0):
    return struct.pack("<BBHI", kind, flags, 8, value)


def per_length(size):
    return struct.pack("!H", 0x8000 | size)


def connect_initial(name, build):
    """MCS connect-initial with GCC's conference request and the client's core data."""
    core = struct.pack("<IHHHHII", 0x00080004, 1920, 1080, 0xCA01, 0xAA03, 0x407, build)
    core += name.encode("utf-16-le").ljust(32, b"\0") + struct.pack("<III64s", 4, 0, 12, bytes(64))
    blocks = struct.pack("<HH", 0xC004, 12) + bytes(8) + struct.pack("<HH", 0xC001, 4 + len(core)) + core
    request = b"\x00\x08\x00\x10\x00\x01\xc0\x00Duca" + per_length(len(blocks)) + blocks
    gcc = b"\x00\x05\x00\x14\x7c\x00\x01" + per_length(len(request)) + request
    limits = b"".join(asn1.value(0x30, *map(asn1.integer, row))
                      for row in ((34, 2, 0, 1, 0, 1, 65535, 2), (1, 1, 1, 1, 0, 1, 1056, 2),
                                  (65535, 64535, 65535, 1, 0, 1, 65535, 2)))
    body = b"\x04\x01\x01\x04\x01\x01\x01\x01\xff"
    body += limits + b"\x04\x82" + struct.pack("!H", len(gcc)) + gcc
    return unit(b"\x02\xf0\x80" + b"\x7f\x65\x82" + struct.pack("!H", len(body)) + body)


def captures():
    remote, jump, old = wire.Host("10.41.1.11"), wire.Host("10.41.1.6"), wire.Host("10.41.1.12")
    secure = wire.Capture()
    talk = secure.tcp(remote, jump, 33890)  # not its own port
    talk.client(connect(0xE0, b"Cookie: mstshash=engineer\r\n" + negotiation(1, 3)))
    talk.server(connect(0xD0, negotiation(2, 2, 0x1F)))
    talk.client(tls.record(22, tls.client_hello(b"jump-1", 0x0303, (0xC02F, 0x009C)), 0x0301))
    talk.server(tls.record(22, tls.server_hello(0x0303, 0x009C) + tls.certificates(tls.old_controller()) + tls.DONE),
                cuts=[100])
    talk.client(tls.record(20, b"\1") + tls.record(22, b"\x9c" * 40))
    talk.server(tls.record(20, b"\1") + tls.record(22, b"\x8c" * 40))
    talk.client(tls.record(23, b"\x5a" * 200))
    talk.close()
    yield "with-tls", secure

    plain = wire.Capture()
    talk = plain.tcp(remote, old, 3389)
    talk.client(connect(0xE0, b"Cookie: mstshash=operator\r\n"))
    talk.server(connect(0xD0))
    talk.client(connect_initial("PANEL-7", 2600), cuts=[1, 200])
    talk.server(unit(b"\x02\xf0\x80\x7f\x66" + bytes(40)))
    talk.client(b"\x84\x20" + b"\x77" * 30)
    talk.close()
    yield "own-security", plain

    refused = wire.Capture()
    talk = refused.tcp(remote, jump, 3389)
    talk.client(connect(0xE0, negotiation(1, 0)), cuts=[3, 9])
    talk.server(connect(0xD0, negotiation(3, 5)))
    talk = refused.tcp(remote, jump, 3389)
    talk.client(connect(0xE0, negotiation(1, 1)))
    talk.server(connect(0xD0, negotiation(2, 1)))
    yield "refused", refused

    odd = wire.Capture()
    talk = odd.tcp(remote, jump, 3389, handshake=False)
    talk.client(b"\x17\x03\x03\x00\x20" + b"\x11" * 32)
    talk = odd.tcp(wire.Host("10.41.1.13"), old, 3389)
    talk.client(connect(0xE0))
    talk.server(connect(0xD0))
    talk.client(unit(b"\x02\xf0\x80Duca\xff\xff\x01\xc0\x00\x00" + bytes(30)))
    talk = odd.tcp(wire.Host("10.41.1.14"), old, 3389)
    talk.client(struct.pack("!BBH", 3, 0, 4) + b"\0")
    yield "hostile-lengths", odd
