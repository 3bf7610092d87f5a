"""Ethernet POWERLINK: a cycle, who the nodes are, commands of the managing node, SDO over ASnd and UDP.

Source: EPSG DS 301 V1.3.0, 4.6 (frames), 6.3.2 (SDO), 7.3 (NMT services).
"""
import struct

import wire

MANAGER, DRIVE = "00:60:65:41:0a:f0", "00:60:65:41:0a:05"
GROUPS = {1: "01:11:1e:00:00:01", 4: "01:11:1e:00:00:02", 5: "01:11:1e:00:00:03", 6: "01:11:1e:00:00:04"}
SOC, POLL, POLL_ANSWER, SOA, ASND = 1, 3, 4, 5, 6
MN, CN, ALL = 240, 5, 255
IDENT, STATUS, REQUEST, COMMAND, SDO = range(1, 6)
OPERATIONAL, PREOP2 = 0xFD, 0x5D


def send(capture, source, kind, target, sender, body, to=None):
    frame = bytes([kind, target, sender]) + body
    capture.frame(wire.ethernet(source, to or GROUPS[kind], 0x88AB, frame))


def identity(serial=4711, name=b"drive-5"):
    return bytes(2) + bytes([PREOP2, 0, 0x20, 0]) + struct.pack("<IHHHIH", 0x3F, 1500, 36, 36, 5000, 0) + \
        struct.pack("<IIIII", 0x00020192, 0x0100006C, 0x1234, 0x00010003, serial) + bytes(24) + \
        struct.pack("<III", 0xC0A86405, 0xFFFFFF00, 0xC0A864FE) + name.ljust(32, b"\0") + bytes(48)


def sdo(command, flags=0, data=b""):
    return bytes([SDO, 1, 2, 0, 0]) + bytes([0, 7, flags, command]) + struct.pack("<HH", len(data), 0) + data


def cycle():
    capture = wire.Capture()
    for _ in range(2):
        send(capture, MANAGER, SOC, ALL, MN, bytes(43))
        send(capture, MANAGER, POLL, CN, MN, bytes([0, 1, 0, 0x20, 0]) + struct.pack("<H", 8) + bytes(8), DRIVE)
        send(capture, DRIVE, POLL_ANSWER, ALL, CN, bytes([OPERATIONAL, 1, 0, 0x20, 0]) + struct.pack("<H", 8) + bytes(8))
        send(capture, MANAGER, SOA, ALL, MN, bytes([OPERATIONAL, 0, 0, 0, 0, 0x20]) + bytes(37))
    return capture


def commissioning():
    capture = wire.Capture()
    for service, answer in ((IDENT, identity()), (STATUS, bytes(2) + bytes([PREOP2]) + bytes(40))):
        send(capture, MANAGER, SOA, ALL, MN, bytes([0x1D, 0, 0, service, CN, 0x20]) + bytes(37))
        send(capture, DRIVE, ASND, ALL, CN, bytes([service]) + answer)
    for command in (0x28, 0x2A, 0x23, 0x24, 0x21, 0x22, 0x62):
        send(capture, MANAGER, ASND, CN, MN, bytes([COMMAND, command]) + bytes(40))
    send(capture, DRIVE, ASND, MN, CN, bytes([REQUEST, 0x21, CN]) + bytes(40))
    for request, answer in ((sdo(2, data=struct.pack("<HBB", 0x1018, 1, 0)), sdo(2, 0x80, bytes(4))),
                            (sdo(1, data=struct.pack("<HBBI", 0x6040, 0, 0, 15)), sdo(1, 0xC0, struct.pack("<I", 0x08000022))),
                            (sdo(0x20, data=b"fw.bin"), sdo(0x20, 0x80))):
        send(capture, MANAGER, ASND, CN, MN, request, DRIVE)
        send(capture, DRIVE, ASND, MN, CN, answer, MANAGER)
    return capture


def datagrams():
    capture = wire.Capture()
    tool, drive = wire.Host("192.168.100.10"), wire.Host("192.168.100.5")
    capture.udp(tool, drive, 3819, bytes([ASND, 0, 0]) + sdo(2, data=struct.pack("<HBB", 0x1018, 1, 0)), source_port=50300)
    capture.udp(drive, tool, 50300, bytes([ASND, 0, 0]) + sdo(2, 0x80, bytes(4)), source_port=3819)
    return capture


def hostile():
    capture = wire.Capture()
    send(capture, MANAGER, SOC, ALL, MN, bytes(43))
    for body in (bytes([9, 0, 0]) + bytes(43), bytes([ASND, ALL, 255, IDENT]) + bytes(42), bytes([ASND, ALL, CN, IDENT]) + b"\xff" * 20):
        capture.frame(wire.ethernet(DRIVE, GROUPS[6], 0x88AB, body))
    return capture


def captures():
    yield "cycle", cycle()
    yield "commissioning", commissioning()
    yield "datagrams", datagrams()
    yield "hostile", hostile()
