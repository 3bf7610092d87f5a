"""MQTT: a client's session, Sparkplug births and commands, a refused connection of version 5."""
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


def varint(value):
    out = b""
    while value > 0x7F:
        out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
    return out + bytes([value])


def field(number, value):
    """One field of a protocol buffer: bytes, or a number."""
    if isinstance(value, bytes):
        return varint(number << 3 | 2) + varint(len(value)) + value
    return varint(number << 3) + varint(value)


def metric(name, value):
    """A text, or a yes or no."""
    kind, at = (12, 15) if isinstance(value, bytes) else (11, 14)
    return field(2, field(1, name) + field(3, 1_767_254_400_000) + field(4, kind) + field(at, value))


def sparkplug():
    """An edge node and a device behind it are born and commanded; the host hears of it."""
    edge, host, broker = wire.Host("10.41.1.32"), wire.Host("10.41.1.12"), wire.Host("10.41.1.5")
    capture = wire.Capture()
    talk = capture.tcp(edge, broker, 1883)
    talk.client(connect(b"edge-7"))
    talk.server(packet(2, b"\0\0"))
    node = field(1, 1) + metric(b"bdSeq", b"0") + metric(b"Node Control/Reboot", 0) + \
        metric(b"Properties/Hardware Make", b"Acme") + metric(b"Properties/Hardware Model", b"EG-200") + \
        metric(b"Properties/OS", b"Linux") + metric(b"Properties/FW", b"2.1.0") + field(3, 0)
    talk.client(packet(3, text(b"spBv1.0/hall3/NBIRTH/edge-7") + node))
    device = field(1, 2) + metric(b"Properties/Hardware Make", b"Pumps Ltd") + metric(b"Properties/Serial Number", b"P-17") + \
        metric(b"Inputs/flow", b"12.5")
    born = packet(3, text(b"spBv1.0/hall3/DBIRTH/edge-7/pump-1") + b"\0\7" + device, flags=2)
    talk.client(born, cuts=[40])
    talk.server(packet(4, b"\0\7"))
    talk.client(packet(3, text(b"spBv1.0/hall3/DDATA/edge-7/pump-1") + metric(b"Inputs/flow", b"12.7")))
    command = wire.Session(capture, host, broker, 1883, 50001)
    command.client(connect(b"scada", 5, b"\0"))
    command.server(packet(2, b"\0\0\0"))
    command.server(packet(3, text(b"spBv1.0/hall3/DBIRTH/edge-7/pump-1") + b"\0" + device))
    command.client(packet(3, text(b"spBv1.0/hall3/DCMD/edge-7/pump-1") + b"\0" + metric(b"Outputs/run", 1)))
    command.client(packet(3, text(b"spBv1.0/hall3/NCMD/edge-7") + b"\0" + metric(b"Node Control/Rebirth", 1)))
    command.client(packet(3, text(b"spBv1.0/hall3/NCMD/edge-7") + b"\0" + metric(b"Node Control/Reboot", 1)))
    command.client(packet(3, text(b"spBv1.0/STATE/scada") + b"\0" + b'{"online":true}'))
    talk.client(packet(3, text(b"spBv1.0/hall3/DDEATH/edge-7/pump-1") + field(1, 3)))
    talk.client(packet(3, text(b"spBv1.0/hall3/NDEATH/edge-7") + field(1, 4)))
    talk.client(packet(3, text(b"spBv1.0/hall3/NBIRTH/edge-7") + b"\x12\xff\xff\x03\x0a"))
    return capture


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
    yield "sparkplug", sparkplug()
