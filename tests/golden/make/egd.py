"""Ethernet Global Data: what each capture shows is in its name.

Source: GFK-2224, 4 (data packets).
"""
import ipaddress
import struct

import wire

PLC, DRIVE = wire.Host("10.41.1.20"), wire.Host("10.41.1.21")
GROUP = wire.Host("224.0.7.1", "01:00:5e:00:07:01")
PORT = 18246


def produced(producer, number, count, signature=0x0100, status=1, data=bytes(16), version=1):
    return (struct.pack("<BBH", 13, version, count) + ipaddress.ip_address(producer).packed
            + struct.pack("<IIIIII", number, wire.START, 0, status, signature, 0) + data)


def exchanges():
    """Two exchanges to one consumer, one to a group; then a signature that has changed."""
    capture = wire.Capture()
    for count in range(3):
        capture.udp(PLC, DRIVE, PORT, produced("10.41.1.20", 1, count), source_port=PORT)
        capture.udp(PLC, DRIVE, PORT, produced("10.41.1.20", 7, count, 0x0203), source_port=PORT)
        capture.udp(DRIVE, GROUP, PORT, produced("0.0.0.5", 3, count), source_port=49200)
    capture.udp(PLC, DRIVE, PORT, produced("10.41.1.20", 1, 3, 0x0200), source_port=PORT)
    return capture


def another_port():
    capture = wire.Capture()
    capture.udp(PLC, DRIVE, 28246, produced("10.41.1.20", 1, 0), source_port=49200)
    return capture


def foreign_on_the_port():
    """Another version, and a datagram that ends inside the header."""
    capture = wire.Capture()
    capture.udp(PLC, DRIVE, PORT, produced("10.41.1.20", 1, 0, version=2), source_port=49200)
    capture.udp(PLC, DRIVE, PORT, produced("10.41.1.20", 1, 0)[:31], source_port=49201)
    return capture


def captures():
    yield "exchanges", exchanges()
    yield "another-port", another_port()
    yield "foreign-on-the-port", foreign_on_the_port()
