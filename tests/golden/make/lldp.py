"""LLDP: a controller that describes itself, a switch of two ports, a phone's inventory."""
import struct

import wire

NEAREST_BRIDGE = "01:80:c2:00:00:0e"


def tlv(kind, value):
    return struct.pack("!H", kind << 9 | len(value)) + value


def own(oui, subtype, value):
    return tlv(127, wire.octets(oui) + bytes([subtype]) + value)


def management(address):
    parts = bytes(int(part) for part in address.split("."))
    return tlv(8, bytes([5, 1]) + parts + struct.pack("!BIB", 2, 1, 0))


def announce(capture, source, chassis, port, *rest):
    body = tlv(1, chassis) + tlv(2, port) + tlv(3, struct.pack("!H", 20)) + b"".join(rest) + tlv(0, b"")
    capture.frame(wire.ethernet(source, NEAREST_BRIDGE, 0x88CC, body))


def capable(system, enabled):
    return tlv(7, struct.pack("!HH", system, enabled))


def captures():
    plc = wire.Capture()
    announce(plc, "00:1b:1b:41:00:15", b"\x07press-plc", b"\x07port-001.press-plc",
             tlv(5, b"press-plc"),
             tlv(6, b"Siemens, SIMATIC S7, CPU-1200, 6ES7 214-1AG40-0XB0, HW: 7, FW: V.4.2.1, "
                    b"S V-K2C13707"),
             capable(0x80, 0x80), management("10.41.1.20"),
             own("000ecf", 5, wire.mac("00:1b:1b:41:00:14")))
    yield "controller", plc

    device = wire.Capture()
    announce(device, "00:1b:1b:41:00:21", b"\x07mixer-io", b"\x07port-001.mixer-io",
             own("000ecf", 2, struct.pack("!HH", 0, 0)), own("000ecf", 3, b"port-004.ring-switch-3"),
             own("000ecf", 4, bytes(range(16)) + struct.pack("!H", 1)),
             own("000ecf", 5, wire.mac("00:1b:1b:41:00:20")), own("0080c2", 1, struct.pack("!H", 12)),
             own("0080c2", 3, struct.pack("!HB", 13, 4) + b"Cell"))
    yield "profinet-device-in-a-ring", device

    switch = wire.Capture()
    for port in (1, 2):
        announce(switch, f"00:80:63:41:00:0{port}", b"\x04" + wire.mac("00:80:63:41:00:00"),
                 b"\x05" + f"ge-{port}".encode(), tlv(4, f"Port {port}".encode()),
                 tlv(5, b"ring-switch-3"), tlv(6, b"Hirschmann MACH"), capable(0x14, 0x04),
                 management("10.41.1.2"))
    yield "switch-with-two-ports", switch

    phone = wire.Capture()
    announce(phone, "00:04:13:41:00:50", b"\x05\x01\x0a\x29\x02\x32",
             b"\x03" + wire.mac("00:04:13:41:00:50"), capable(0x24, 0x24),
             own("0012bb", 5, b"R2"), own("0012bb", 6, b"2.1"), own("0012bb", 7, b"8.9.3"),
             own("0012bb", 8, b"SN-0041"), own("0012bb", 9, b"Example Phones"),
             own("0012bb", 10, b"EP-300"), own("0012bb", 11, b"asset-77"))
    yield "inventory-of-a-phone", phone
