"""TLS: a handshake in version 1.3 with its data, and one that the server refuses."""
import struct

import wire

RANDOM = bytes(range(32))


def record(kind, body, version=0x0303):
    return struct.pack("!BHH", kind, version, len(body)) + body


def hello(kind, body):
    return bytes([kind]) + struct.pack("!I", len(body))[1:] + body


def extension(kind, body):
    return struct.pack("!HH", kind, len(body)) + body


def part(form, body):
    return struct.pack(form, len(body)) + body


def client_hello(name):
    host = part("!H", b"\0" + part("!H", name))
    versions = extension(43, b"\x02\x03\x04")
    return hello(1, b"\x03\x03" + RANDOM + part("!B", b"") + part("!H", b"\x13\x01") + part("!B", b"\0") +
                 part("!H", extension(0, host) + versions))


def captures():
    panel, server = wire.Host("10.41.1.10"), wire.Host("10.41.1.6")
    fine = wire.Capture()
    talk = fine.tcp(panel, server, 443)
    talk.client(record(22, client_hello(b"historian.plant.example"), 0x0301), cuts=[40])
    talk.server(record(22, hello(2, b"\x03\x03" + RANDOM + part("!B", b"") + b"\x13\x01\0" +
                                 part("!H", extension(43, b"\x03\x04")))) + record(20, b"\1") +
                record(23, b"\xa5" * 3000), cuts=[200, 1400])
    talk.client(record(23, b"\x5a" * 80))
    talk.close()
    yield "version-1-3", fine

    refused = wire.Capture()
    talk = refused.tcp(panel, server, 8443)
    talk.client(record(22, client_hello(b"plc.plant.example"), 0x0301))
    talk.server(record(21, b"\x02\x46"))
    yield "refused", refused
