"""TriStation: what each capture shows is in its name.

Source: message types, commands and answers as FireEye and Nozomi Networks describe them.
"""
import struct

import wire

STATION, TRICON = wire.Host("10.41.1.11"), wire.Host("10.41.1.30")
PORT, STATION_PORT = 1502, 49200
COMMANDS = [*range(41), *range(42, 53), *range(54, 70), 71, 72, 73, 74, 80]


def message(kind, body=b""):
    return struct.pack("<BBH", kind, 0, len(body)) + body + b"\x12\x34"


def command(number, answers=False, data=b""):
    return message(5, bytes([answers, 1, number, 0]) + struct.pack("<HHH", 0, 0, 10 + len(data)) + data)


class Datagrams:
    def __init__(self):
        self.capture = wire.Capture()

    def ask(self, data):
        self.capture.udp(STATION, TRICON, PORT, data, source_port=STATION_PORT)

    def answer(self, data):
        self.capture.udp(TRICON, STATION, STATION_PORT, data, source_port=PORT)

    def both(self, asked, answered):
        self.ask(asked)
        self.answer(answered)


def every_command():
    talk = Datagrams()
    talk.both(message(1), message(2))
    for number in COMMANDS:
        talk.both(command(number), command(103, True))
    talk.ask(message(6))
    talk.both(message(4), message(3))
    return talk.capture


def download():
    """A change of the safety program, then run, halt and pause."""
    talk = Datagrams()
    talk.both(command(1), command(102, True))
    talk.both(command(55, data=bytes(500)), command(153, True))
    talk.both(command(56, data=bytes(500)), command(154, True))
    talk.both(command(11), command(105, True))
    for number, answer in ((20, 109), (22, 111), (21, 110)):
        talk.both(command(number), command(answer, True))
    return talk.capture


def refusals():
    """The key switch stands in run; no connection; access denied; no port free."""
    talk = Datagrams()
    talk.both(command(0), command(212, True))
    talk.both(command(20), command(100, True))
    talk.both(command(24), message(8))
    talk.both(message(1), message(10))
    talk.both(message(1), message(7))
    return talk.capture


def midstream():
    talk = Datagrams()
    talk.answer(command(109, True))
    talk.both(command(19), command(108, True))
    return talk.capture


def foreign_on_the_port():
    """Types and lengths that no message has."""
    talk = Datagrams()
    for data in (message(12), message(5, bytes(9))[:-1], b"\5\0\xff\xff" + bytes(20), b""):
        talk.ask(data)
    return talk.capture


def captures():
    yield "every-command", every_command()
    yield "download", download()
    yield "refusals", refusals()
    yield "midstream", midstream()
    yield "foreign-on-the-port", foreign_on_the_port()
