"""EtherNet/IP: discovery, sessions, identities of a chassis and its modules, cyclic data."""
import struct

import wire

STATION, ADAPTER = wire.Host("10.41.3.5"), wire.Host("10.41.3.20", "00:1d:9c:41:03:14")
REMOTE_IO, EVERYONE = wire.Host("10.41.3.30"), wire.Host("10.41.3.255", "ff:ff:ff:ff:ff:ff")
GROUP = wire.Host("239.192.3.1", "01:00:5e:40:03:01")
LIST_SERVICES, LIST_IDENTITY, REGISTER, UNREGISTER, RR_DATA, UNIT_DATA = 4, 0x63, 0x65, 0x66, 0x6F, 0x70
SESSION = 0x41A7


def encapsulate(command, data=b"", session=SESSION, status=0, context=0):
    return struct.pack("<HHIIQI", command, len(data), session, status, context, 0) + data


def items(*pairs):
    return struct.pack("<H", len(pairs)) + b"".join(
        struct.pack("<HH", kind, len(data)) + data for kind, data in pairs)


def unconnected(message, context):
    return encapsulate(RR_DATA, bytes(6) + items((0, b""), (0xB2, message)), context=context)


def connected(message, connection, sequence):
    return encapsulate(UNIT_DATA, bytes(6) + items((0xA1, struct.pack("<I", connection)),
                                                   (0xB1, struct.pack("<H", sequence) + message)))


def path(*parts):
    """Eight-bit segments: path(0x20, 1, 0x24, 1)."""
    return bytes(parts)


def request(service, where, data=b""):
    return bytes([service, len(where) // 2]) + where + data


def reply(service, data=b"", status=0, extended=b""):
    return bytes([service | 0x80, 0, status, len(extended) // 2]) + extended + data


def through(message, route):
    """Unconnected Send to a module."""
    return request(0x52, path(0x20, 6, 0x24, 1), struct.pack("<BBH", 5, 0x9D, len(message)) + message +
                   bytes(len(message) % 2) + bytes([len(route) // 2, 0]) + route)


def identity(vendor, kind, revision, serial, name, status=0x60):
    return struct.pack("<HHHBBHI", vendor, kind, 7, *revision, status, serial) + bytes([len(name)]) + name


ENBT = identity(1, 12, (4, 1), 0x00524D8F, b"1756-ENBT/A", 0x30)
L61 = identity(1, 14, (20, 11), 0x00C2A2D1, b"1756-L61/B LOGIX5561")
GET_IDENTITY = request(1, path(0x20, 1, 0x24, 1))


def register(session):
    session.client(encapsulate(REGISTER, b"\1\0\0\0", session=0))
    session.server(encapsulate(REGISTER, b"\1\0\0\0"))


def discovery():
    capture = wire.Capture()
    capture.udp(STATION, EVERYONE, 44818, encapsulate(LIST_IDENTITY, session=0), 50123)
    for host, device in (ADAPTER, ENBT), (REMOTE_IO, identity(40, 12, (2, 3), 0x1F, b"750-352 Coupler")):
        address = struct.pack("!HH4s8x", 2, 44818, bytes(int(part) for part in host.ip.split(".")))
        answer = items((0x0C, struct.pack("<H", 1) + address + device + b"\3"))
        capture.udp(host, STATION, 50123, encapsulate(LIST_IDENTITY, answer, session=0), 44818)
    return capture


def chassis():
    capture = wire.Capture()
    session = capture.tcp(STATION, ADAPTER, 44818)
    register(session)
    session.client(unconnected(GET_IDENTITY, 1))
    session.server(unconnected(reply(1, ENBT), 1))
    session.client(unconnected(through(GET_IDENTITY, path(1, 0)), 2))
    session.server(unconnected(reply(1, L61), 2))
    session.client(unconnected(through(GET_IDENTITY, path(1, 9)), 3))
    session.server(unconnected(reply(0x52, b"\1\0", 1, b"\x12\3"), 3))
    session.client(unconnected(request(0x0E, path(0x20, 0xF5, 0x24, 1, 0x30, 6)), 4))
    session.server(unconnected(reply(0x0E, b"\x08\0filler-4"), 4))
    session.client(unconnected(request(0x0E, path(0x20, 0xF6, 0x24, 1, 0x30, 3)), 5))
    session.server(unconnected(reply(0x0E, wire.mac(ADAPTER.mac)), 5))
    session.client(encapsulate(UNREGISTER))
    session.close()
    return capture


def cyclic():
    capture = wire.Capture()
    for sequence in range(3):
        outputs = items((0x8002, struct.pack("<II", 0x11, sequence)), (0xB1, struct.pack("<HI", sequence, 1) + b"\xa5"))
        inputs = items((0x8002, struct.pack("<II", 0x22, sequence)), (0xB1, struct.pack("<H", sequence) + b"\x5a"))
        capture.udp(ADAPTER, REMOTE_IO, 2222, outputs)
        capture.udp(REMOTE_IO, GROUP, 2222, inputs)
    return capture


def captures():
    yield "discovery-by-broadcast", discovery()
    yield "chassis-with-its-modules", chassis()
    yield "cyclic-data", cyclic()
