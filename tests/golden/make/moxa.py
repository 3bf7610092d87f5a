"""Moxa device management: a search, what the found device says of itself, a refusal, damage.

Source: the header and its answers as public notes on an NPort 5110A describe them.
"""
import struct

import wire

PORT = 4800
STATION, SERVER = wire.Host("10.41.1.12"), wire.Host("10.41.1.60", "00:90:e8:41:01:3c")
EVERYONE = wire.Host("10.41.1.255", "ff:ff:ff:ff:ff:ff")
DEVICE = struct.pack("<IH", 0x55555500, 0x511A) + wire.mac(SERVER.mac)


def message(code, body=b"", status=0, number=0, length=None):
    return struct.pack("!BBHI", code, status, 8 + len(body) if length is None else length, number) + body


def search():
    capture = wire.Capture()
    capture.udp(STATION, EVERYONE, PORT, message(1), 50480)
    capture.udp(SERVER, STATION, 50480, message(0x81, DEVICE + bytes([10, 41, 1, 60])), PORT)
    for number, (code, answer) in enumerate(((0x10, b"NP5110A_1234".ljust(40, b"\0")),
                                             (0x16, bytes(8) + struct.pack("<HHB", 1234, 0, 0) + bytes(3)),
                                             (0x22, bytes([255, 255, 255, 0])), (0x23, bytes([10, 41, 1, 1]))), 1):
        capture.udp(STATION, SERVER, PORT, message(code, DEVICE, number=number), 50480)
        capture.udp(SERVER, STATION, 50480, message(code | 0x80, DEVICE + answer, number=number), PORT)
    capture.udp(STATION, SERVER, PORT, message(0x50, DEVICE, number=9), 50480)
    capture.udp(SERVER, STATION, 50480, message(0xD0, status=4, number=9), PORT)
    return capture


def damage():
    capture = wire.Capture()
    for data in (message(1, length=9), message(0), message(0x10, b"short"), message(0x81, DEVICE)[:15]):
        capture.udp(STATION, SERVER, PORT, data, 50480)
    return capture


def captures():
    yield "search", search()
    yield "damage", damage()
