"""CIP: a program download, a firmware update, tags, and PCCC, over EtherNet/IP."""
import struct

import wire

from enip import ADAPTER, STATION, connected, path, register, reply, request, through, unconnected


def packet(*messages):
    """Multiple Service Packet."""
    return request(0x0A, path(0x20, 2, 0x24, 1), together(messages))


def together(messages):
    at, offsets = 2 + 2 * len(messages), []
    for message in messages:
        offsets.append(at)
        at += len(message)
    return struct.pack(f"<{len(offsets) + 1}H", len(offsets), *offsets) + b"".join(messages)


def on(number, instance=1):
    return path(0x20, number, 0x24, instance)


class Connection:
    """An explicit connection through the backplane: Forward Open, then numbered messages."""

    def __init__(self, session, slot):
        self.session, self.sequence = session, 0
        session.client(unconnected(request(0x54, on(6), struct.pack(
            "<BBIIHHIB3xIHIHBB", 5, 0x9D, 0, 0x900001, 1, 0x1337, 42, 3, 2000000, 0x43F8, 2000000,
            0x43F8, 0xA3, 3) + path(1, slot) + on(2)), 100))
        session.server(unconnected(reply(0x54, struct.pack("<IIHHIII2x", 0x410077, 0x900001, 1,
                                                           0x1337, 42, 2000000, 2000000)), 100))

    def say(self, message, answer):
        self.sequence += 1
        self.session.client(connected(message, 0x410077, self.sequence))
        self.session.server(connected(answer, 0x900001, self.sequence))

    def ask(self, service, number, data=b"", status=0):
        self.say(request(service, on(number), data), reply(service, status=status))


def download():
    capture = wire.Capture()
    session = capture.tcp(STATION, ADAPTER, 44818)
    register(session)
    logix = Connection(session, 0)
    logix.ask(0x4B, 0x8E)
    logix.ask(0x4B, 0x74)
    logix.ask(0x07, 0x8E)
    create = request(8, on(0x6A))
    logix.say(packet(create, create, create), reply(0x0A, together(
        [reply(8, b"\1\0"), reply(8, b"\2\0"), reply(8, status=0x0D)]), status=0x1E))
    logix.ask(0x50, 0x6A, bytes(40))
    logix.say(request(0x50, on(0x68) + on(0x6A, 2), bytes(40)), reply(0x50))
    logix.ask(0x06, 0x8E)
    logix.ask(0x4C, 0x74)
    logix.ask(0x4C, 0x8E)
    session.client(unconnected(request(0x4E, on(6), bytes(12)), 101))
    session.server(unconnected(reply(0x4E, bytes(10)), 101))
    session.close()
    return capture


def firmware():
    capture = wire.Capture()
    session = capture.tcp(STATION, ADAPTER, 44818)
    register(session)
    for number, (service, instance, status) in enumerate([
            (0x51, 0xA1, 0), (0x4B, 0xA1, 0), (0x4D, 0xA1, 0), (0x4D, 0xA1, 0), (0x05, 1, 0x0F)]):
        session.client(unconnected(through(request(service, on(instance), bytes(8)), path(1, 0)), number))
        session.server(unconnected(reply(service, status=status), number))
    session.close()
    return capture


def tags():
    capture = wire.Capture()
    session = capture.tcp(STATION, ADAPTER, 44818)
    register(session)
    logix = Connection(session, 0)
    level = b"\x91\x05Level\0"
    logix.say(request(0x4C, level, b"\1\0"), reply(0x4C, b"\xc4\0\x2a\0\0\0"))
    logix.say(request(0x52, level, bytes(6)), reply(0x52, b"\xc4\0\x2a\0\0\0", status=6))
    logix.say(request(0x4D, level, b"\xc4\0\1\0\x2b\0\0\0"), reply(0x4D))
    logix.say(request(0x4E, level, bytes(8)), reply(0x4E, status=0x0F))
    session.close()
    return capture


def pccc():
    capture = wire.Capture()
    session = capture.tcp(STATION, ADAPTER, 44818)
    register(session)
    requester = b"\x07\x01\0\x2a\0\0\0"
    for number, (command, status) in enumerate([
            (b"\x0f\0\1\0\xa2\x04\x07\x89\0\0", 0), (b"\x0f\0\2\0\xaa\x02\x07\x89\0\0\1\0", 0),
            (b"\x0f\0\3\0\x80\x01", 0), (b"\x0f\0\4\0\x50", 0xF0)]):
        session.client(unconnected(request(0x4B, on(0x67), requester + command), number))
        answer = bytes([0x4F, status]) + command[2:4] + (b"\x0b" if status else b"")
        session.server(unconnected(reply(0x4B, requester + answer), number))
    session.close()
    return capture


def captures():
    yield "program-download", download()
    yield "firmware-update-with-a-refused-reset", firmware()
    yield "tags", tags()
    yield "pccc-mode-change-and-refused-download", pccc()
