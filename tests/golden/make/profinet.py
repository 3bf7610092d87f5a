"""PROFINET: finding, naming and erasing a device, its cyclic data, its alarms, its clock."""
import struct

import wire

TYPE = 0x8892
EVERYONE, CLOCKS, NEIGHBOUR = "01:0e:cf:00:00:00", "01:0e:cf:00:04:20", "01:80:c2:00:00:0e"
ENGINEER, PLC, DRIVE, VALVE = "00:1b:1b:41:00:99", "00:1b:1b:41:00:14", "00:0f:69:41:00:15", "00:0e:f0:41:00:16"
GET, SET, IDENTIFY, HELLO = 3, 4, 5, 6
REQUEST, ANSWER, NOT_SUPPORTED = 0, 1, 5
SET_BY_HAND, CONFLICT = 1, 0x81


def block(option, suboption, value, info=None):
    value = (b"" if info is None else struct.pack("!H", info)) + value
    return bytes([option, suboption]) + struct.pack("!H", len(value)) + value + b"\0" * (len(value) % 2)


def dcp(frame_id, service, kind, body, transaction=0x0A000001, length=None):
    return struct.pack("!HBBIHH", frame_id, service, kind, transaction, 0, len(body) if length is None else length) + body


def address(ip="0.0.0.0", mask="255.255.255.0", gateway="0.0.0.0"):
    return b"".join(bytes(int(part) for part in quad.split(".")) for quad in (ip, mask, gateway))


def said(kind, name, vendor, device, role, ip, info=SET_BY_HAND, gateway="0.0.0.0"):
    """What a device answers when everything about it is asked."""
    return (block(2, 5, bytes([1, 2, 2, 1, 2, 2, 2, 3, 2, 4, 2, 5, 5, 3]), 0) + block(2, 1, kind, 0) +
            block(2, 2, name, 0) + block(2, 3, struct.pack("!HH", vendor, device), 0) +
            block(2, 4, bytes([role, 0]), 0) + block(2, 7, bytes(2), 0) + block(1, 2, address(ip, gateway=gateway), info))


def answered(option, suboption, error=0):
    return block(5, 4, bytes([option, suboption, error]))


def put(capture, source, target, payload, **tag):
    capture.frame(wire.ethernet(source, target, TYPE, payload, **tag))


def set_and_answer(capture, source, target, blocks, answers):
    put(capture, source, target, dcp(0xFEFD, SET, REQUEST, blocks))
    if answers is not None:
        put(capture, target, source, dcp(0xFEFD, SET, ANSWER, answers))


def finding():
    """Everyone is asked; a controller, a drive, a valve terminal with a doubled address, and one of an OEM answer."""
    capture = wire.Capture()
    put(capture, ENGINEER, EVERYONE, dcp(0xFEFE, IDENTIFY, REQUEST, b"\xff\xff\0\0"))
    for source, body in ((PLC, said(b"S7-1500", b"press-plc", 0x2A, 0x010E, 2, "10.41.1.20", gateway="10.41.1.1")),
                         (DRIVE, said(b"MOVIDRIVE", b"conveyor-drive", 0x010A, 0x0014, 1, "10.41.1.21") +
                          block(1, 1, wire.mac("00:0f:69:41:00:05"), 0)),
                         (VALVE, said(b"CPX-E", b"valves-3", 0x014D, 0x0211, 1, "10.41.1.20", CONFLICT) +
                          block(2, 6, b"port-002.press-plc", 0)),
                         ("02:00:00:41:00:17", said(b"gateway", b"", 0x7777, 1, 5, "0.0.0.0", 0) +
                          block(2, 8, struct.pack("!HH", 0x010C, 9), 0) + block(2, 7, b"\1\0", 0))):
        put(capture, source, ENGINEER, dcp(0xFEFF, IDENTIFY, ANSWER, body))
    put(capture, DRIVE, EVERYONE, dcp(0xFEFC, HELLO, REQUEST, block(2, 2, b"conveyor-drive", 0) + block(6, 1, b"\0\1", 0) +
                                      block(1, 2, address("10.41.1.21"), SET_BY_HAND)))
    put(capture, ENGINEER, EVERYONE, dcp(0xFEFE, IDENTIFY, REQUEST, block(2, 2, b"pump-9")))
    yield "finding-devices", capture


def setting():
    """A name and an address with a transaction around them, a lamp, a value that is read, resets, refusals."""
    capture = wire.Capture()
    name = block(5, 1, b"", 0) + block(2, 2, b"pump-7", 1) + block(1, 2, address("10.41.1.27"), 1) + block(5, 2, b"", 1)
    set_and_answer(capture, ENGINEER, DRIVE, name, answered(5, 1) + answered(2, 2) + answered(1, 2) + answered(5, 2))
    set_and_answer(capture, ENGINEER, DRIVE, block(5, 3, b"\1\0", 0), answered(5, 3))
    put(capture, ENGINEER, DRIVE, dcp(0xFEFD, GET, REQUEST, b"\2\2\1\2"))
    put(capture, DRIVE, ENGINEER, dcp(0xFEFD, GET, ANSWER, block(2, 2, b"pump-7", 0) + block(1, 2, address("10.41.1.27"), 1)))
    put(capture, ENGINEER, DRIVE, dcp(0xFEFD, GET, REQUEST, b"\2\x08"))
    put(capture, DRIVE, ENGINEER, dcp(0xFEFD, GET, ANSWER, answered(2, 8, 2)))
    set_and_answer(capture, ENGINEER, PLC, block(2, 2, b"press-plc", 1), answered(2, 2, 6))
    set_and_answer(capture, ENGINEER, PLC, block(1, 3, address("10.41.1.20") + bytes(16), 1), answered(1, 3, 1))
    set_and_answer(capture, ENGINEER, DRIVE, block(5, 5, b"", 0), answered(5, 5))
    set_and_answer(capture, ENGINEER, DRIVE, block(5, 6, b"", 8), answered(5, 6, 5))
    set_and_answer(capture, ENGINEER, DRIVE, block(3, 255, b"\2", 1), answered(3, 255))
    put(capture, ENGINEER, VALVE, dcp(0xFEFD, SET, REQUEST, block(0x80, 7, b"\1", 0)))
    put(capture, VALVE, ENGINEER, dcp(0xFEFD, SET, NOT_SUPPORTED, b""))
    yield "setting-devices", capture


def cycle(frame_id, counter, status, data=b"\x80" + bytes(39), transfer=0):
    return struct.pack("!H", frame_id) + data + struct.pack("!HBB", counter, status, transfer)


def cyclic():
    """A controller and its device run, the controller stops and runs again, the device has a problem; each class."""
    capture = wire.Capture()
    for counter, (plc, drive) in enumerate([(0x35, 0x35), (0x35, 0x35), (0x25, 0x35), (0x25, 0x15), (0x35, 0x35)]):
        put(capture, PLC, DRIVE, cycle(0x8001, 128 * counter, plc), vlan=0, priority=6)
        put(capture, DRIVE, PLC, cycle(0x8002, 128 * counter, drive), vlan=0, priority=6)
    put(capture, DRIVE, PLC, cycle(0x8002, 640, 0x15, transfer=1))
    for frame_id in (0x0101, 0x0702, 0xC003, 0xBC04, 0xF805):
        put(capture, PLC, VALVE, cycle(frame_id, 1, 0x35))
    plc, panel = wire.Host("10.41.1.20"), wire.Host("10.41.1.30")
    capture.udp(plc, panel, 0x8892, cycle(0xC010, 1, 0x35))
    yield "cyclic-data", capture


def alarm(frame_id, kind, number, body, endpoint=(1, 2), acknowledges=0xFFFF, version=1):
    return struct.pack("!HHHBBHHH", frame_id, *endpoint, version << 4 | kind, 0x11, number, acknowledges, len(body)) + body


def notification(block_type, kind, slot):
    body = b"\1\0" + struct.pack("!HIHHIIH", kind, 0, slot, 1, 0x20, 1, 0x8000)
    return struct.pack("!HH", block_type, len(body)) + body


def taken(block_type, kind, slot, status=0):
    body = b"\1\0" + struct.pack("!HIHHHI", kind, 0, slot, 1, 0x8000, status)
    return struct.pack("!HH", block_type, len(body)) + body


def alarms():
    """A plug alarm sent twice and acknowledged, a process alarm refused, the end of the connection."""
    capture = wire.Capture()
    for _ in range(2):
        put(capture, DRIVE, PLC, alarm(0xFE01, 1, 0xFFFF, notification(2, 4, 3)))
    put(capture, PLC, DRIVE, alarm(0xFE01, 3, 0xFFFE, b"", (2, 1)))
    put(capture, PLC, DRIVE, alarm(0xFE01, 1, 0xFFFF, taken(0x8002, 4, 3), (2, 1)))
    put(capture, DRIVE, PLC, alarm(0xFC01, 1, 0, notification(1, 2, 4)))
    put(capture, PLC, DRIVE, alarm(0xFC01, 1, 0, taken(0x8001, 2, 4, 0xDA813C01), (2, 1)))
    put(capture, DRIVE, PLC, alarm(0xFE01, 4, 0xFFFE, struct.pack("!I", 0xCF81FD05)))
    put(capture, DRIVE, PLC, alarm(0xFE01, 2, 0xFFFE, b""))
    put(capture, DRIVE, PLC, alarm(0xFE01, 1, 1, notification(2, 99, 4)))
    yield "alarms", capture


def tlv(kind, value):
    return struct.pack("!H", kind << 9 | len(value)) + value


def clock(frame_id, *blocks):
    return struct.pack("!H", frame_id) + bytes(12) + struct.pack("!HBxI", 7, 0, 0) + b"".join(blocks) + tlv(0, b"")


def clocks():
    """A master that announces itself and the time; two neighbours that measure their line."""
    capture = wire.Capture()
    domain = tlv(1, wire.mac(PLC) + bytes(16))
    put(capture, PLC, CLOCKS, clock(0xFF00, domain))
    put(capture, PLC, CLOCKS, clock(0x0020, domain, tlv(2, bytes(2) + struct.pack("!HIIH", 0, 7, 8, 0))))
    put(capture, PLC, CLOCKS, clock(0xFF20, domain))
    put(capture, PLC, CLOCKS, clock(0x0080, domain))
    put(capture, PLC, NEIGHBOUR, clock(0xFF40, tlv(6, wire.mac(PLC))))
    put(capture, DRIVE, NEIGHBOUR, clock(0xFF41, tlv(5, bytes(12)), tlv(6, wire.mac(PLC))))
    put(capture, DRIVE, NEIGHBOUR, clock(0xFF42, tlv(6, wire.mac(PLC))))
    put(capture, DRIVE, NEIGHBOUR, clock(0xFF43, tlv(6, wire.mac(PLC))))
    yield "clocks", capture


def damaged():
    """Lengths that do not fit, services and frames that there are none of, foreign bytes on the UDP port."""
    capture = wire.Capture()
    put(capture, ENGINEER, DRIVE, dcp(0xFEFD, SET, REQUEST, block(5, 5, b"", 0), length=400))
    put(capture, ENGINEER, DRIVE, dcp(0xFEFD, SET, REQUEST, b"\2\2\x40\0name"))
    put(capture, ENGINEER, DRIVE, dcp(0xFEFD, 9, REQUEST, b""))
    put(capture, DRIVE, PLC, alarm(0xFE01, 1, 5, b"\0\2\xff\xff"))
    put(capture, DRIVE, PLC, alarm(0xFE01, 1, 5, b"", version=3))
    put(capture, PLC, CLOCKS, struct.pack("!H", 0xFF00) + bytes(20) + b"\x02\xff")
    put(capture, PLC, DRIVE, struct.pack("!H", 0x1000) + bytes(44))
    put(capture, ENGINEER, DRIVE, dcp(0xFEFD, SET, REQUEST, block(5, 3, b"\1\0", 0)))
    capture.udp(wire.Host("10.41.1.20"), wire.Host("10.41.1.30"), 0x8892, b"\x10\0 something else")
    yield "damaged", capture


def captures():
    for make in (finding, setting, cyclic, alarms, clocks, damaged):
        yield from make()
