"""SAIA S-Bus over UDP: what each capture shows is in its name.

Source: Saia-Burgess Controls 26/739 (S-Bus manual), B and C; 26/776, Ether-S-Bus.
"""
import binascii
import struct

import wire

HMI, PLC = wire.Host("10.41.1.10"), wire.Host("10.41.1.20")
PORT = 5050
COMMANDS = [*range(8), *range(10, 16), *range(20, 28), 29, *range(30, 38), *range(40, 49), *range(50, 58),
            *range(60, 69), *range(70, 76), *range(80, 84), *range(90, 95), *range(100, 108), 117, 118, 119, 130, 131, 132,
            145, *range(150, 160), 161, 163, *range(165, 176)]


def telegram(sequence, attribute, body):
    head = struct.pack("!IBBHB", 11 + len(body), 1, 0, sequence, attribute) + body
    return head + struct.pack("!H", binascii.crc_hqx(head, 0))


class Datagrams:
    def __init__(self, port=PORT):
        self.capture, self.port, self.sequence = wire.Capture(), port, 0

    def ask(self, command, data=b""):
        self.sequence += 1
        self.capture.udp(HMI, PLC, self.port, telegram(self.sequence, 0, bytes([10, command]) + data), source_port=49200)

    def answer(self, data, attribute=1, sequence=None):
        self.capture.udp(PLC, HMI, 49200, telegram(sequence or self.sequence, attribute, data), source_port=self.port)


def every_command():
    talk = Datagrams()
    for command in COMMANDS:
        talk.ask(command)
        talk.answer(b"\0\0", 2)
    return talk.capture


def identity():
    """Firmware, station number, and the states of three CPUs."""
    talk = Datagrams()
    talk.ask(32)
    talk.answer(b"D4M551F7\0")
    talk.ask(29)
    talk.answer(b"\x0a")
    for command, state in ((20, b"R"), (21, b"S"), (27, b"H")):
        talk.ask(command)
        talk.answer(state)
    return talk.capture


def refusals():
    """Refused for want of a password; the port is taken; and answered out of order."""
    talk = Datagrams()
    talk.ask(61)
    talk.answer(b"\0\2", 2)
    talk.ask(35)
    talk.answer(b"\0\4", 2)
    talk.ask(6, b"\0\0\5")
    talk.ask(14, b"\5\0\5" + bytes(4))
    talk.answer(b"\0\1", 2, 4)
    talk.answer(bytes(4), 1, 3)
    return talk.capture


def another_port():
    """An answer first, where the port says nothing."""
    talk = Datagrams(15050)
    talk.answer(b"R", sequence=9)
    talk.ask(61)
    talk.answer(b"\0\0", 2)
    return talk.capture


def foreign_on_the_port():
    """A checksum that is wrong, and a length that is."""
    talk = Datagrams()
    good = telegram(1, 0, b"\x0a\x20")
    for data in (good[:-1] + bytes([good[-1] ^ 1]), good + b"\0", good[:10], b"GET / HTTP/1.0\r\n\r\n"):
        talk.capture.udp(HMI, PLC, PORT, data, source_port=49200)
    return talk.capture


def captures():
    yield "every-command", every_command()
    yield "identity", identity()
    yield "refusals", refusals()
    yield "another-port", another_port()
    yield "foreign-on-the-port", foreign_on_the_port()
