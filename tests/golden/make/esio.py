"""SAIA Ether-S-I/O: what each capture shows is in its name.

Source: the header as captures show it.
"""
import struct

import wire

PLC, RIO = wire.Host("10.41.1.20"), wire.Host("10.41.1.40")
PORT = 6060


def telegram(kind, number, body, version=0):
    return b"ESIO" + struct.pack("!HHHH", kind, version, 12 + len(body), number) + body


def transfer(number, station, data=bytes(17)):
    return telegram(1, number, struct.pack("!IIBBIIH", 24, station, 1, 0, 92, 1, len(data)) + data)


def exchange():
    """Values both ways, and a status."""
    capture = wire.Capture()
    for number in range(3):
        capture.udp(PLC, RIO, PORT, transfer(number, 13), source_port=1024)
        capture.udp(RIO, PLC, 1024, transfer(number, 1), source_port=PORT)
    capture.udp(RIO, PLC, 1024, telegram(2, 9, bytes(20)), source_port=PORT)
    return capture


def foreign_on_the_port():
    """Another version, and a length that is not the datagram's."""
    capture = wire.Capture()
    for data in (telegram(1, 1, bytes(8), version=1), transfer(1, 13) + b"\0", telegram(3, 1, b""), b"ESIO"):
        capture.udp(PLC, RIO, PORT, data, source_port=1024)
    return capture


def captures():
    yield "exchange", exchange()
    yield "foreign-on-the-port", foreign_on_the_port()
