"""MQTT: a client's session, a Sparkplug command, a refused connection of version 5."""
import struct

import wire


def packet(kind, body, flags=0):
    assert len(body) < 16384
    low, high = len(body) & 0x7F, len(body) >> 7
    length = bytes([low | 0x80, high]) if high else bytes([low])
    return bytes([kind << 4 | flags]) + length + body


def text(value):
    return struct.pack("!H", len(value)) + value


def connect(name, version=4, properties=b""):
    return packet(1, text(b"MQTT") + bytes([version, 2]) + struct.pack("!H", 60) + properties + text(name))


def captures():
    pump, broker = wire.Host("10.41.1.31"), wire.Host("10.41.1.5")
    plain = wire.Capture()
    talk = plain.tcp(pump, broker, 1883)
    talk.client(connect(b"pump-1"))
    talk.server(packet(2, b"\0\0"))
    talk.client(packet(8, b"\0\1" + text(b"plant/#") + b"\0", flags=2))
    talk.server(packet(9, b"\0\1\0"))
    talk.client(packet(3, text(b"plant/pump-1/flow") + b"12.5") + packet(12, b""), cuts=[5])
    talk.server(packet(3, text(b"plant/pump-1/flow") + b"12.5") + packet(13, b""))
    talk.client(packet(3, text(b"plant/log") + b"x" * 9000))
    talk.client(packet(3, text(b"spBv1.0/hall3/NCMD/edge-7") + b"\x08\x01"))
    talk.client(packet(14, b""))
    talk.close()
    yield "session", plain

    refused = wire.Capture()
    talk = refused.tcp(pump, broker, 1883)
    talk.client(connect(b"pump-2", 5, b"\x05\x11\0\0\0\x0a"))
    talk.server(packet(2, b"\0\x87\0"))
    yield "refused-version-5", refused
