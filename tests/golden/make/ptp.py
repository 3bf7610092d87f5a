"""PTP: a grandmaster and a boundary clock over Ethernet and UDP, delays, management, messages that are cut."""
import struct

import wire

GROUP, PEERS = "01:1b:19:00:00:00", "01:80:c2:00:00:0e"
MASTER, SLAVE, TOOL = wire.Host("10.41.0.7", "00:80:63:41:00:07"), wire.Host("10.41.1.21"), wire.Host("10.41.0.9")
EVERYONE = wire.Host("224.0.1.129", "01:00:5e:00:01:81")
MASTER_CLOCK, BOUNDARY_CLOCK, SLAVE_CLOCK = 0x008063FFFE410007, 0x008063FFFE410008, 0x0200AA0000000021
SYNC, DELAY, PEER, PEER_ANSWER, FOLLOW, DELAY_ANSWER, PEER_FOLLOW, ANNOUNCE, SIGNALING, MANAGEMENT = 0, 1, 2, 3, 8, 9, 10, 11, 12, 13
CONTROL = {SYNC: 0, DELAY: 1, FOLLOW: 2, DELAY_ANSWER: 3, MANAGEMENT: 4}


def ptp(kind, clock, body, number=1, version=2, length=None):
    length = 34 + len(body) if length is None else length
    return (struct.pack("!BBHBBHqIQHHBb", kind, version, length, 0, 0, 0x0200, 0, 0, clock, 1, number, CONTROL.get(kind, 5), 0) + body)


def port(clock):
    return struct.pack("!QH", clock, 1)


def announced(grandmaster, quality=(6, 0x21), priorities=(128, 127), steps=0):
    return bytes(10) + struct.pack("!hBBBBHBQHB", 37, 0, priorities[0], *quality, 0x4E5D, priorities[1], grandmaster, steps, 0x20)


def managed(clock, action, kind, number, body=b""):
    return port(clock) + bytes([1, 1, action, 0]) + struct.pack("!HHH", kind, len(body) + 2, number) + body


def text(value):
    return bytes([len(value)]) + value


DESCRIPTION = (struct.pack("!H", 0x8000) + text(b"IEEE 802.3") + struct.pack("!H", 6) + wire.mac(MASTER.mac) + struct.pack("!HH", 1, 4) +
               bytes([10, 41, 0, 7]) + wire.octets("008063") + b"\0" + text(b"Hirschmann;MACH1040;SN-4711") + text(b"1.2;09.0.3;HiOS") +
               text(b"line clock") + bytes(6))


def ethernet(capture, source, target, message):
    capture.frame(wire.ethernet(source, target, 0x88F7, message))


def over_ethernet():
    """A grandmaster, a boundary clock behind it, a slave whose identity is no network card's, delays of both kinds."""
    capture = wire.Capture()
    ethernet(capture, MASTER.mac, GROUP, ptp(ANNOUNCE, MASTER_CLOCK, announced(MASTER_CLOCK)))
    ethernet(capture, "00:80:63:41:00:18", GROUP, ptp(ANNOUNCE, BOUNDARY_CLOCK, announced(MASTER_CLOCK, steps=1)))
    for number in (1, 2):
        ethernet(capture, MASTER.mac, GROUP, ptp(SYNC, MASTER_CLOCK, bytes(10), number))
        ethernet(capture, MASTER.mac, GROUP, ptp(FOLLOW, MASTER_CLOCK, bytes(10), number))
    ethernet(capture, SLAVE.mac, GROUP, ptp(DELAY, SLAVE_CLOCK, bytes(10)))
    ethernet(capture, MASTER.mac, GROUP, ptp(DELAY_ANSWER, MASTER_CLOCK, bytes(10) + port(SLAVE_CLOCK)))
    ethernet(capture, SLAVE.mac, PEERS, ptp(PEER, SLAVE_CLOCK, bytes(20)))
    ethernet(capture, MASTER.mac, PEERS, ptp(PEER_ANSWER, MASTER_CLOCK, bytes(10) + port(SLAVE_CLOCK)))
    ethernet(capture, MASTER.mac, PEERS, ptp(PEER_FOLLOW, MASTER_CLOCK, bytes(10) + port(SLAVE_CLOCK)))
    yield "over-ethernet", capture


def over_udp():
    """To a group and to one; a tool reads who the clock is, sets its priority, and is refused."""
    capture = wire.Capture()
    capture.udp(MASTER, EVERYONE, 320, ptp(ANNOUNCE, MASTER_CLOCK, announced(MASTER_CLOCK, (248, 0xFE), (200, 201))))
    capture.udp(MASTER, EVERYONE, 319, ptp(SYNC, MASTER_CLOCK, bytes(10)))
    capture.udp(SLAVE, MASTER, 319, ptp(DELAY, SLAVE_CLOCK, bytes(10)))
    capture.udp(MASTER, SLAVE, 320, ptp(DELAY_ANSWER, MASTER_CLOCK, bytes(10) + port(SLAVE_CLOCK)))
    for action, kind, number, answer, body in ((0, 1, 1, 2, DESCRIPTION), (1, 1, 0x2005, 2, b"\x01\0"), (3, 1, 0x2001, 4, b""),
                                               (1, 2, 0x2006, 2, bytes(8))):
        capture.udp(TOOL, MASTER, 320, ptp(MANAGEMENT, 1, managed(MASTER_CLOCK, action, 1, number)))
        capture.udp(MASTER, TOOL, 320, ptp(MANAGEMENT, MASTER_CLOCK, managed(1, answer, kind, number, body)))
    capture.udp(SLAVE, MASTER, 320, ptp(SIGNALING, SLAVE_CLOCK, port(MASTER_CLOCK) + struct.pack("!HHBBI", 4, 6, 0xB0, 1, 300)))
    yield "over-udp", capture


def damaged():
    """Shorter than their header, longer than their packet, cut inside, of version 1, and something else on the port."""
    capture = wire.Capture()
    ethernet(capture, MASTER.mac, GROUP, ptp(SYNC, MASTER_CLOCK, bytes(10)))
    ethernet(capture, MASTER.mac, GROUP, ptp(SYNC, MASTER_CLOCK, bytes(10), length=20))
    ethernet(capture, MASTER.mac, GROUP, ptp(ANNOUNCE, MASTER_CLOCK, announced(MASTER_CLOCK), length=2000))
    ethernet(capture, MASTER.mac, GROUP, ptp(ANNOUNCE, MASTER_CLOCK, announced(MASTER_CLOCK)[:12]))
    ethernet(capture, MASTER.mac, GROUP, ptp(SYNC, MASTER_CLOCK, bytes(10), version=1))
    ethernet(capture, MASTER.mac, GROUP, ptp(7, MASTER_CLOCK, bytes(10)))
    capture.udp(TOOL, MASTER, 320, ptp(MANAGEMENT, 1, managed(MASTER_CLOCK, 2, 1, 1, struct.pack("!HB", 0x8000, 200))))
    capture.udp(TOOL, SLAVE, 319, b"something else")
    yield "damaged", capture


def captures():
    for make in (over_ethernet, over_udp, damaged):
        yield from make()
