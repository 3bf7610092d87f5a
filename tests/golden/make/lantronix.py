"""Lantronix device setup: who is there, a setup record with its password, a new one, a reset, damage.

Source: Lantronix XPort User Manual, 9.1.
"""

import wire

PORT = 30718
STATION, SERVER = wire.Host("10.41.1.12"), wire.Host("10.41.1.61", "00:20:4a:41:01:3d")
EVERYONE = wire.Host("10.41.1.255", "ff:ff:ff:ff:ff:ff")
FIRMWARE = bytes.fromhex("00104c00") + b"X1" + bytes(10) + bytes([1, 2, 0x2A, 0x12]) + wire.mac(SERVER.mac)


def message(function, body=b""):
    return bytes([0, 0, 0, function]) + body


def record(password=b""):
    return bytes([10, 41, 1, 61, 0, 0, 8, 0]) + password.ljust(4, b"\0") + bytes(108)


def setup():
    capture = wire.Capture()
    capture.udp(STATION, EVERYONE, PORT, message(0xF6), 50718)
    capture.udp(SERVER, STATION, 50718, message(0xF7, FIRMWARE), PORT)
    for ask, answer in ((message(0xF4), message(0xF5, bytes(12) + b"6.10.0.1".ljust(16, b"\0"))),
                        (message(0xF8), message(0xF9, record(b"pump"))), (message(0xFA, record()), message(0xFB))):
        capture.udp(STATION, SERVER, PORT, ask, 50718)
        capture.udp(SERVER, STATION, 50718, answer, PORT)
    capture.udp(STATION, SERVER, PORT, message(3, b"X1"), 50718)
    capture.udp(STATION, EVERYONE, PORT, message(0xFC, b"IP-SETUP\0\0\x2a\x12" + bytes([10, 41, 1, 62])), 50718)
    return capture


def damage():
    capture = wire.Capture()
    for data in (message(0xF9, bytes(119)), message(0xF6, b"?"), b"\0\0\1\xf6", message(0x77), message(3)):
        capture.udp(STATION, SERVER, PORT, data, 50718)
    return capture


def captures():
    yield "setup", setup()
    yield "damage", damage()
