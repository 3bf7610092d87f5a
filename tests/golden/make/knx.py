"""KNXnet/IP: search and description, a tunnel, device configuration, routing, TCP, refusals, lying lengths.

Source: ISO 22510:2019; KNX Standard 03_06_03 (cEMI), 03_03_07 (application layer).
"""
import struct

import wire

PORT = 3671
ETS, ROUTER = wire.Host("10.41.4.11"), wire.Host("10.41.4.60", "00:0e:8c:41:04:3c")
GROUP = wire.Host("224.0.23.12", "01:00:5e:00:17:0c")
REQUEST, INDICATION, CONFIRMATION = 0x11, 0x29, 0x2E
TOOL, SWITCH, DIMMER = 0x11FE, 0x1105, 0x1106  # 1.1.254, 1.1.5, 1.1.6


def message(service, body=b""):
    return struct.pack("!BBHH", 6, 0x10, service, 6 + len(body)) + body


def endpoint(host):
    return struct.pack("!BB", 8, 1) + bytes(int(part) for part in host.ip.split(".")) + struct.pack("!H", PORT)


def device(name, status=0):
    body = struct.pack("!BBHH", 2, status, 0x1100, 0) + bytes.fromhex("00c501020304") + bytes([224, 0, 23, 12]) + \
        wire.mac(ROUTER.mac) + name.ljust(30, b"\0")
    return bytes([2 + len(body), 1]) + body + bytes([8, 2, 2, 1, 3, 1, 4, 1])


def cemi(code, source, target, apci, data=b"", group=False, control=0xBC, transport=0):
    body = struct.pack("!BH", transport | apci >> 8, 0)[:1] + bytes([apci & 255]) + data
    return struct.pack("!BBBBHHB", code, 0, control, 0xE0 if group else 0x60, source, target, len(body) - 1) + body


def connect(code, source, target):
    return struct.pack("!BBBBHHBB", code, 0, 0xB0, 0x60, source, target, 0, 0x80)


class Tunnel:
    """Each frame is acknowledged; the bus confirms what was sent to it."""

    def __init__(self, capture, service=0x0420):
        self.capture, self.service, self.count = capture, service, [0, 0]

    def frame(self, from_client, body, status=0):
        a, b = (ETS, ROUTER) if from_client else (ROUTER, ETS)
        head = struct.pack("!BBBB", 4, 21, self.count[from_client] & 255, 0)
        self.count[from_client] += 1
        self.capture.udp(a, b, PORT, message(self.service, head + body))
        self.capture.udp(b, a, PORT, message(self.service + 1, head[:3] + bytes([status])))

    def sent(self, target, apci, data=b"", answer=None, failed=False, group=False):
        self.frame(True, cemi(REQUEST, 0, target, apci, data, group))
        self.frame(False, cemi(CONFIRMATION, TOOL, target, apci, data, group, 0xBD if failed else 0xBC))
        if answer:
            self.frame(False, cemi(INDICATION, DIMMER if group else target, target if group else TOOL, *answer, group))


def opened(capture, kind=4, status=0):
    capture.udp(ETS, ROUTER, PORT, message(0x0205, endpoint(ETS) * 2 + bytes([4, kind, 2, 0])))
    body = bytes([21, status]) + (endpoint(ROUTER) + bytes([4, kind, 0x11, 0xFE]) if not status else b"")
    capture.udp(ROUTER, ETS, PORT, message(0x0206, body))


def discovery():
    capture = wire.Capture()
    capture.udp(ETS, GROUP, PORT, message(0x0201, endpoint(ETS)), source_port=50100)
    capture.udp(ROUTER, ETS, 50100, message(0x0202, endpoint(ROUTER) + device(b"IP Router Hall")), source_port=PORT)
    capture.udp(ETS, ROUTER, PORT, message(0x0203, endpoint(ETS)), source_port=50101)
    capture.udp(ROUTER, ETS, 50101, message(0x0204, device(b"IP Router Hall", 1)), source_port=PORT)
    return capture


def tunnel():
    """A tool commissions a switch: address, authorisation, memory, properties, restart."""
    capture = wire.Capture()
    opened(capture)
    t = Tunnel(capture)
    t.frame(True, connect(REQUEST, 0, SWITCH))
    t.sent(SWITCH, 0x300, answer=(0x340, b"\x07\xb0"))
    t.sent(SWITCH, 0x3D1, b"\0\xff\xff\xff\xff", answer=(0x3D2, b"\0"))
    t.sent(SWITCH, 0x3D5, bytes([0, 11, 0x10, 1]), answer=(0x3D6, bytes([0, 11, 0x10, 1]) + bytes.fromhex("007100abcdef")))
    t.sent(SWITCH, 0x3D5, bytes([0, 15, 0x10, 1]), answer=(0x3D6, bytes([0, 15, 0x10, 1]) + b"ZIO-88\0\0\0\0"))
    t.sent(SWITCH, 0x3D7, bytes([4, 5, 0x10, 1, 1]), answer=(0x3D6, bytes([4, 5, 0x10, 1, 1])))
    t.sent(SWITCH, 0x283, b"\x40\0abc")
    t.sent(SWITCH, 0x203, b"\x40\0", answer=(0x243, b"\x40\0abc"))
    t.sent(SWITCH, 0x0C0, b"\x11\x05")
    t.sent(SWITCH, 0x380)
    t.sent(0x0801, 0x081, group=True)
    t.sent(0x0802, 0x000, group=True, answer=(0x041, b""))
    t.sent(DIMMER, 0x300, failed=True)
    t.frame(False, cemi(INDICATION, DIMMER, 0x0803, 0x080, b"\x19", group=True))
    t.frame(False, struct.pack("!BB", 0x2B, 0) + bytes(8))
    t.frame(True, cemi(REQUEST, 0, SWITCH, 0x380), status=0x21)
    capture.udp(ETS, ROUTER, PORT, message(0x0207, bytes([21, 0]) + endpoint(ETS)))
    capture.udp(ROUTER, ETS, PORT, message(0x0208, bytes([21, 0])))
    capture.udp(ETS, ROUTER, PORT, message(0x0209, bytes([21, 0]) + endpoint(ETS)))
    capture.udp(ROUTER, ETS, PORT, message(0x020A, bytes([21, 0])))
    opened(capture, status=0x24)
    return capture


def configuration():
    """Properties of the router itself, then its reset."""
    capture = wire.Capture()
    opened(capture, kind=3)
    t = Tunnel(capture, 0x0310)
    for read, data in ((12, b"\0\xc5"), (15, b"NK-IP-ROUT")):
        t.frame(True, struct.pack("!BHBBH", 0xFC, 0, 1, read, 0x1001))
        t.frame(False, struct.pack("!BHBBH", 0xFB, 0, 1, read, 0x1001) + data)
    t.frame(True, struct.pack("!BHBBH", 0xF6, 11, 1, 52, 0x1001) + b"\x11\0")
    t.frame(False, struct.pack("!BHBBH", 0xF5, 11, 1, 52, 0x0001) + b"\6")
    t.frame(True, b"\xf1")
    return capture


def routing():
    capture = wire.Capture()
    for apci, data in ((0x081, b""), (0x000, b""), (0x041, b"")):
        capture.udp(ROUTER, GROUP, PORT, message(0x0530, cemi(INDICATION, DIMMER, 0x0801, apci, data, group=True)))
    capture.udp(ROUTER, GROUP, PORT, message(0x0531, bytes([4, 0, 0, 5])))
    return capture


def stream():
    """Over TCP, one message in two segments and two in one."""
    capture = wire.Capture()
    session = capture.tcp(ETS, ROUTER, PORT)
    session.client(message(0x0203, bytes([8, 2]) + bytes(6)), cuts=[1, 9])
    session.server(message(0x0204, device(b"IP Interface")), cuts=[30])
    head = struct.pack("!BBBB", 4, 21, 0, 0)
    session.client(message(0x0420, head + cemi(REQUEST, 0, 0x0801, 0x081, group=True)) +
                   message(0x0420, head + cemi(REQUEST, 0, 0x0802, 0x080, group=True)))
    session.server(message(0x0420, head + cemi(CONFIRMATION, TOOL, 0x0801, 0x081, group=True)))
    session.close()
    return capture


def foreign_and_hostile():
    capture = wire.Capture()
    good = message(0x0201, endpoint(ETS))
    broken = device(b"x")
    for data in (b"hello, this is text", good, good[:4] + b"\xff\xff" + good[6:], good[:4] + b"\0\5" + good[6:],
                 message(0x0204, b"\xff" + broken[1:]), message(0x0204, b"\0\1" + broken[2:]),
                 message(0x0420, struct.pack("!BBBB", 4, 1, 0, 0) + b"\x29\xff\xbc")):
        capture.udp(ETS, ROUTER, PORT, data, source_port=50200)
    return capture


def captures():
    yield "discovery", discovery()
    yield "tunnel", tunnel()
    yield "configuration", configuration()
    yield "routing", routing()
    yield "stream", stream()
    yield "foreign-and-hostile", foreign_and_hostile()
