"""CODESYS V3 over TCP and UDP: what each capture shows is in its name.

Source: layers as Kaspersky ICS CERT (CODESYS Runtime, a PLC control framework, 2019) describes them;
the answer of the name service as Microsoft's CODESYS parser reads it.
"""
import struct
import zlib

import wire

STATION, PLC = wire.Host("10.41.1.11"), wire.Host("10.41.1.20")
EVERYONE = wire.Host("10.41.1.255", "ff:ff:ff:ff:ff:ff")
PORT, UDP = 11740, 1740

COMMANDS = {
    0x01: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    0x02: [*range(1, 9), *range(0x10, 0x1A), *range(0x20, 0x2A), *range(0x30, 0x3A), 0x40],
    0x05: [1, 2, 3], 0x06: [1], 0x08: [*range(1, 0x13), 0x14], 0x09: range(1, 12), 0x0C: [1], 0x0F: range(1, 0x14),
    0x11: [1], 0x12: [1], 0x13: [1], 0x18: [1], 0x1B: [1, 2], 0x1F: [1], 0x22: [1],
}


def datagram(service, body, to=b"\0\x14", source=b"\0\x0b", before=0):
    head = bytes([0xC5, 0x6B, 0x40, service, 1, len(to) // 2 | len(source) // 2 << 4]) + to + source
    return head + bytes((before + len(head)) % 4) + body


def block(service, body, to=b"\x2d\xdc\x0a\x29\1\x14", source=b"\0\0\x2d\xdd\x0a\x29\1\x0b"):
    inside = datagram(service, body, to, source, before=8)
    return struct.pack("<II", 0xE8170100, 8 + len(inside)) + inside


def service(group, command, data=b"", protocol=0xCD55, session=0x11, first=True, answers=False, number=1):
    inner = struct.pack("<HHHHII", protocol, 12, group | answers << 7, command, session, len(data)) + data
    head = struct.pack("<BBHII", 1, (not answers) << 7 | first, 5, number, number)
    if first:
        head += struct.pack("<II", len(inner), zlib.crc32(inner))
    return head + (inner if first else data)


def names(command, body=b""):
    return struct.pack("<HHI", command, 0x400, 7) + body


def node(name, device, vendor, version, serial, parent=b""):
    wide = [text.encode("utf-16-le") for text in (name, device, vendor)]
    fixed = struct.pack("<HBBHHHHII", 8, 1, 0, len(parent), *[len(text) // 2 for text in wide], 0x1006, 0x10F80001)
    fixed += bytes(version[::-1]) + struct.pack("<IB", 0, len(serial))
    return names(0xC280, fixed.ljust(40, b"\0") + parent + b"".join(text + b"\0\0" for text in wide) + serial)


OPEN = struct.pack("<BBHIIII", 0xC3, 0, 0x101, 0, 0x11, 0x1F4000, 5)


def opened(reason=0):
    return struct.pack("<BBHIIHHII", 0x83, 0, 0x101, 0, 0x11, reason, 5, 0x1F4000, 4)


CLOSE = struct.pack("<BBHIHH", 0xC4, 0, 0x101, 0, 5, 0)
ACKNOWLEDGE = struct.pack("<BBHI", 2, 0x80, 5, 1)
KEEP_ALIVE = struct.pack("<BBH", 3, 0, 5)


def every_command():
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    session.client(block(64, struct.pack("<BBHII", 0xC2, 0, 0x101, 0, 1)))
    session.client(block(64, OPEN))
    session.server(block(64, opened()))
    for group, commands in COMMANDS.items():
        for command in commands:
            session.client(block(64, service(group, command)))
            session.server(block(64, service(group, command, answers=True)))
    session.client(block(64, ACKNOWLEDGE) + block(64, KEEP_ALIVE) + block(64, CLOSE))
    session.close()
    return capture


def name_service():
    """A search by broadcast, an answer of its own conversation, and one that came through a parent."""
    capture = wire.Capture()
    capture.udp(STATION, EVERYONE, UDP, datagram(3, names(0xC202), b""), source_port=1741)
    answer = node("MIX-CTRL", "CODESYS Control for Linux", "Example Automation GmbH", (3, 5, 17, 30), b"SN-0042")
    capture.udp(PLC, STATION, 1741, datagram(4, answer), source_port=UDP)
    session = capture.tcp(STATION, PLC, PORT)
    session.client(block(3, names(0xC201)))
    session.server(block(4, node("M\u00fchle", "Soft PLC", "Example", (3, 5, 9, 0), b"", b"\0\1\0\2")))
    session.close()
    return capture


def download():
    """A download of several blocks: the first one names the service; then a start, split and joined."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    session.client(block(64, service(2, 5, bytes(400))))
    for number in range(2, 5):
        session.client(block(64, service(2, 5, bytes(480), first=False, number=number)))
    session.server(block(64, service(2, 5, answers=True)), cuts=[2, 9, 30])
    session.client(block(64, service(2, 0x10)) + block(64, service(0x1B, 1)), cuts=[70])
    session.server(block(64, service(2, 0x10, answers=True)) + block(64, service(0x1B, 1, answers=True)))
    session.close()
    return capture


def refused_channel():
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, 1217)
    session.client(block(64, OPEN))
    session.server(block(64, opened(7)))
    session.close()
    return capture


def encrypted():
    """Which services these are stays unknown, and that they are encrypted does not."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    for _ in range(2):
        session.client(block(64, service(2, 5, bytes(32), protocol=0x7557)))
        session.server(block(64, service(2, 5, bytes(32), protocol=0x7557, answers=True)))
    session.close()
    return capture


def midstream():
    """An answer first, on a port that says nothing; and datagrams with a service in them."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, 21740, handshake=False)
    session.server(block(64, service(1, 1, answers=True)))
    session.client(block(64, service(2, 0x11)))
    capture.udp(PLC, STATION, 1742, datagram(64, service(2, 0x14, answers=True)), source_port=UDP)
    capture.udp(STATION, PLC, UDP, datagram(64, service(2, 0x12)), source_port=1742)
    return capture


def foreign_on_the_port():
    """A web client, a length that no block has, and a datagram without the magic byte."""
    capture = wire.Capture()
    for text in (b"GET / HTTP/1.0\r\n\r\n", struct.pack("<II", 0xE8170100, 0xFFFFFFFF) + bytes(20)):
        session = capture.tcp(STATION, PLC, PORT)
        session.client(text)
        session.close()
    capture.udp(STATION, PLC, UDP, b"\xc4" + bytes(30), source_port=49200)
    return capture


def hostile_lengths():
    """Names that are longer than the answer, addresses longer than the datagram."""
    capture = wire.Capture()
    answer = bytearray(node("MIX", "PLC", "Example", (3, 5, 9, 0), b"1"))
    answer[14:16] = b"\xff\xff"
    capture.udp(PLC, STATION, 1741, datagram(4, bytes(answer)), source_port=UDP)
    capture.udp(PLC, STATION, 1741, bytes([0xC5, 0x6B, 0x40, 4, 1, 0xFF]) + bytes(10), source_port=UDP)
    return capture


def captures():
    yield "every-command", every_command()
    yield "name-service", name_service()
    yield "download", download()
    yield "refused-channel", refused_channel()
    yield "encrypted", encrypted()
    yield "midstream", midstream()
    yield "foreign-on-the-port", foreign_on_the_port()
    yield "hostile-lengths", hostile_lengths()
