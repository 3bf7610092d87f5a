"""PROFINET connection management: a connection from its start to its end, nameplates, refusals, and broken blocks."""
import struct
import uuid

import dce_rpc
import wire

PLC, DRIVE, LAPTOP = wire.Host("10.41.1.20"), wire.Host("10.41.1.21"), wire.Host("10.41.1.99")
PORT = 34964
DEVICE, CONTROLLER = (uuid.UUID(f"dea0000{n}-6c97-11d1-8271-00a02442df7d") for n in (1, 2))
REQUEST, RESPONSE, FAULT, WORKING, REJECT = 0, 2, 3, 4, 6
CONNECT, RELEASE, READ, WRITE, CONTROL, IMPLICIT = range(6)
SESSION = uuid.UUID("11112222-3333-4444-5555-666677778888")
REFUSED = 0xDE80B000  # IODReadRes, PNIORW, invalid index; any but 0 is a refusal


def identity(vendor, device, instance=1):
    return uuid.UUID(f"dea00000-6c97-11d1-8271-{instance:04x}{device:04x}{vendor:04x}")


DRIVE_ID, PLC_ID = identity(0x010A, 0x0014), identity(0x2A, 0x010E)


def datagram(kind, sequence, opnum, stub, target=DRIVE_ID, interface=DEVICE, little=True, length=None, activity=7, fragment=0,
             flags=0x20):
    ids = [one.bytes_le if little else one.bytes for one in (target, interface, uuid.UUID(int=activity << 64 | activity))]
    order = "<" if little else ">"
    return (bytes([4, kind, flags, 0, 0x10 if little else 0, 0, 0, 0]) + b"".join(ids) +
            struct.pack(order + "IIIHHHHHBB", 0, 1, sequence, opnum, 0xFFFF, 0xFFFF, len(stub) if length is None else length,
                        fragment, 0, 0) + stub)


def array(blocks, little):
    order = "<" if little else ">"
    return struct.pack(order + "IIII", len(blocks), 16384, 0, len(blocks)) + blocks


def asked(blocks, little=True):
    return struct.pack("<I" if little else ">I", 16384) + array(blocks, little)


def answered(blocks, status=0, little=True):
    return struct.pack("<I" if little else ">I", status) + array(blocks, little)


def block(kind, body, minor=0):
    return struct.pack("!HHBB", kind, len(body) + 2, 1, minor) + body


def connection(name=b"press-plc", mac=PLC.mac):
    return block(0x0101, struct.pack("!H", 1) + SESSION.bytes + struct.pack("!H", 1) + wire.mac(mac) + PLC_ID.bytes +
                 struct.pack("!IHHH", 0x131, 600, 0x8892, len(name)) + name)


def accepted(mac=DRIVE.mac):
    return block(0x8101, struct.pack("!H", 1) + SESSION.bytes + struct.pack("!H", 1) + wire.mac(mac) + struct.pack("!H", 0x8892))


def submodule(subslot, ident, kind):
    """Inputs and outputs have a description each; without data there is one of inputs."""
    described = struct.pack("!HHBB", 1, 2, 1, 1) + (struct.pack("!HHBB", 2, 2, 1, 1) if kind == 3 else b"")
    return struct.pack("!HIH", subslot, ident, kind) + described


def expected(*slots):
    return block(0x0104, struct.pack("!H", len(slots)) + b"".join(
        struct.pack("!IHIHH", 0, slot, ident, 0, len(subs)) + b"".join(subs) for slot, ident, subs in slots))


def relation(kind, size, factor, ratio, classes=1):
    return block(0x0102, struct.pack("!HHHIHHHHHHIHHH", kind, kind, 0x8892, classes, size, 0x8000 + kind, factor, ratio, 1,
                                     0, 0xFFFFFFFF, 3, 3, 0xC000) + bytes(6) + struct.pack("!HIHH", 1, 0, 0, 0))


CYCLES = relation(1, 40, 32, 8) + relation(2, 40, 32, 8)
PLAN = (expected((0, 0x400, [submodule(1, 1, 0), submodule(0x8000, 2, 0)])) +
        expected((1, 0x21, [submodule(1, 1, 3)]), (2, 0x32, [submodule(1, 1, 1)])))
DIFFERENCE = block(0x8104, struct.pack("!HIH", 1, 0, 2) + struct.pack("!HIHH", 2, 0x33, 1, 1) +
                   struct.pack("!HIH", 1, 9, 0x8000) + struct.pack("!HIHH", 3, 0, 0, 0))
REAL = block(0x0013, struct.pack("!HIH", 1, 0, 2) + struct.pack("!HIH", 0, 0x400, 2) + struct.pack("!HIHI", 1, 1, 0x8000, 2) +
             struct.pack("!HIH", 2, 0x33, 1) + struct.pack("!HI", 1, 1), minor=1)
REAL_OLD = block(0x0013, struct.pack("!H", 1) + struct.pack("!HIH", 1, 0x21, 1) + struct.pack("!HI", 1, 1))


def record(kind, slot, index, length, subslot=1, status=b""):
    return block(kind, struct.pack("!H", 3) + SESSION.bytes + struct.pack("!IHHHHI", 0, slot, subslot, 0, index, length) +
                 (status or bytes(8)).ljust(24, b"\0"))


def nameplate(vendor=0x010A, order=b"MDX9A-0025", serial=b"SN-77", hardware=3, software=(b"V", 4, 2, 1)):
    return block(0x0020, struct.pack("!H", vendor) + order.ljust(20) + serial.ljust(16) + struct.pack("!H", hardware) +
                 software[0] + bytes(software[1:]) + struct.pack("!HHHBBH", 0, 0xF600, 3, 1, 1, 14))


def control(kind):
    return block(kind, bytes(2) + SESSION.bytes + struct.pack("!HHHH", 1, 0, 1, 0))


def exchange(capture, sequence, opnum, ask, reply, little=True, **more):
    capture.udp(PLC, DRIVE, PORT, datagram(REQUEST, sequence, opnum, asked(ask, little), little=little, **more), 49153)
    capture.udp(DRIVE, PLC, 49153, datagram(RESPONSE, sequence, opnum, answered(reply, little=little), little=little, **more), PORT)


def connecting():
    """Connect, write, end of parameters, ready, read, release; the drive answers in the other byte order from a port of its own."""
    capture = wire.Capture()
    for _ in range(2):  # the first one was not answered in time
        capture.udp(PLC, DRIVE, PORT, datagram(REQUEST, 0, CONNECT, asked(connection() + CYCLES + PLAN, False), little=False), 49153)
    capture.udp(DRIVE, PLC, 49153, datagram(RESPONSE, 0, CONNECT, answered(accepted() + DIFFERENCE)), 49152)
    exchange(capture, 1, WRITE, record(0x0008, 1, 0xE040, 8) + bytes(8), record(0x8008, 1, 0xE040, 8))
    exchange(capture, 2, WRITE, record(0x0008, 1, 77, 2) + bytes(2), record(0x8008, 1, 77, 2))
    exchange(capture, 3, CONTROL, control(0x0110), control(0x8110))
    capture.udp(DRIVE, PLC, PORT, datagram(REQUEST, 0, CONTROL, asked(control(0x0112)), PLC_ID, CONTROLLER, activity=9), 49200)
    capture.udp(PLC, DRIVE, 49200, datagram(RESPONSE, 0, CONTROL, answered(control(0x8112)), PLC_ID, CONTROLLER, activity=9), PORT)
    exchange(capture, 4, READ, record(0x0009, 0, 0xF000, 4096), record(0x8009, 0, 0xF000, len(REAL)) + REAL)
    exchange(capture, 5, READ, record(0x0009, 1, 0x8001, 4096), record(0x8009, 1, 0x8001, len(REAL_OLD)) + REAL_OLD)
    exchange(capture, 6, RELEASE, control(0x0114), control(0x8114))
    yield "connection", capture


def nameplates():
    """I&M0 of the device and of a module, I&M1 and I&M3, all without a connection; a write of I&M1."""
    capture = wire.Capture()
    own, module = nameplate(), nameplate(0x2A, b"6ES7 131-6BF01-0BA0", b"S C-M5T12345", 5, (b"V", 0, 0, 2))
    place = block(0x0021, b"Conveyor".ljust(32) + b"Hall 3".ljust(22))
    text = block(0x0023, b"left drive".ljust(54))
    for sequence, (slot, index, body) in enumerate([(0, 0xAFF0, own), (2, 0xAFF0, module), (2, 0xAFF1, place), (0, 0xAFF3, text)]):
        capture.udp(LAPTOP, DRIVE, PORT, datagram(REQUEST, sequence, IMPLICIT, asked(record(0x0009, slot, index, 4096))), 50000)
        capture.udp(DRIVE, LAPTOP, 50000, datagram(RESPONSE, sequence, IMPLICIT, answered(
            record(0x8009, slot, index, len(body)) + body)), PORT)
    capture.udp(LAPTOP, DRIVE, PORT, datagram(REQUEST, 9, WRITE, asked(record(0x0008, 0, 0xAFF1, len(place)) + place)), 50000)
    capture.udp(DRIVE, LAPTOP, 50000, datagram(RESPONSE, 9, WRITE, answered(record(0x8008, 0, 0xAFF1, 0))), PORT)
    yield "nameplates", capture


def refused():
    """A record that is not there, a write and a connection refused, a fault and a reject of the RPC itself."""
    capture = wire.Capture()
    capture.udp(PLC, DRIVE, PORT, datagram(REQUEST, 0, READ, asked(record(0x0009, 0, 0xAFF0, 4096))), 49153)
    capture.udp(DRIVE, PLC, 49153, datagram(RESPONSE, 0, READ, answered(record(0x8009, 0, 0xAFF0, 0), REFUSED)), PORT)
    capture.udp(PLC, DRIVE, PORT, datagram(REQUEST, 1, CONNECT, asked(connection(b"rogue"))), 49153)
    capture.udp(DRIVE, PLC, 49153, datagram(WORKING, 1, CONNECT, b""), PORT)
    capture.udp(DRIVE, PLC, 49153, datagram(RESPONSE, 1, CONNECT, answered(b"", 0xDB814005)), PORT)
    capture.udp(PLC, DRIVE, PORT, datagram(REQUEST, 2, WRITE, asked(record(0x0008, 0, 5, 0))), 49153)
    capture.udp(DRIVE, PLC, 49153, datagram(FAULT, 2, WRITE, struct.pack("<I", 0x1C010002)), PORT)
    capture.udp(PLC, DRIVE, PORT, datagram(REQUEST, 3, RELEASE, asked(control(0x0114))), 49153)
    capture.udp(DRIVE, PLC, 49153, datagram(REJECT, 3, RELEASE, struct.pack("<I", 0x1C010003)), PORT)
    yield "refused", capture


def hostile():
    """Counts and lengths beyond their block, a call in two fragments, cut calls, and text on the port."""
    capture = wire.Capture()
    many = block(0x0104, struct.pack("!H", 65535) + struct.pack("!IHIHH", 0, 5, 0x55, 0, 65535))
    capture.udp(PLC, DRIVE, PORT, datagram(REQUEST, 0, CONNECT, asked(connection(mac="00:00:00:00:00:00") + many)), 49153)
    capture.udp(PLC, DRIVE, PORT, datagram(REQUEST, 1, CONNECT, asked(struct.pack("!HHBBH", 0x0101, 60000, 1, 0, 1))), 49153)
    capture.udp(PLC, DRIVE, PORT, datagram(REQUEST, 2, CONTROL, b"\0\0"), 49153)
    capture.udp(PLC, DRIVE, PORT, datagram(REQUEST, 3, CONTROL, asked(control(0x0110)), length=9999), 49153)
    whole = asked(connection() + PLAN)
    for fragment, part in enumerate((whole[:60], whole[60:])):
        capture.udp(PLC, DRIVE, PORT, datagram(REQUEST, 4, CONNECT, part, fragment=fragment, flags=0x24 | 2 * fragment), 49153)
    capture.udp(LAPTOP, DRIVE, PORT, b"\4\0 not a call, though it begins like one", 50001)
    yield "hostile", capture


def seeds():
    connect, answer = asked(connection() + PLAN), answered(accepted() + DIFFERENCE)
    plate = answered(record(0x8009, 2, 0xAFF0, 60) + nameplate() + REAL)
    for name, opnum, kind, stub in (("connect", CONNECT, 0, connect), ("connected", CONNECT, 1, answer), ("read", READ, 1, plate)):
        yield f"seed-{name}", dce_rpc.Call(DEVICE, opnum, kind, stub, DRIVE_ID)


def captures():
    for make in (connecting, nameplates, refused, hostile, seeds):
        yield from make()
