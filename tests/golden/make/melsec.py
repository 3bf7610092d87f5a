"""The MELSEC MC protocol in 1E frames: what each capture shows is in its name.

Source: Mitsubishi SH-080008, 4.3 and 18.
"""
import struct

import wire

HMI, STATION, PLC = (wire.Host(f"10.41.1.{host}") for host in (10, 11, 20))
PORT = 5001


def device(name, number, points, text):
    code, count = name.ljust(2).encode(), f"{points & 0xff:02X}00"
    if text:
        return f"{code.hex().upper()}{number:08X}{count}".encode()
    return struct.pack("<I", number) + code[::-1] + bytes.fromhex(count)


def ask(command, body=b"", text=False, station=0xFF):
    if text:
        return f"{command:02X}{station:02X}000A".encode() + body
    return bytes([command, station, 10, 0]) + body


def answer(command, body=b"", complete=0, text=False):
    if text:
        return f"{command | 0x80:02X}{complete:02X}".encode() + body
    return bytes([command | 0x80, complete]) + body


def random_device(number, value, size):
    return struct.pack("<I", number) + b" D" + value.to_bytes(size, "little")


# command, body of the request, body of the answer
EXCHANGES = [
    (0x00, device("M", 100, 5, False), b"\x10\x11\x10"),
    (0x01, device("D", 100, 3, False), bytes(6)),
    (0x02, device("Y", 16, 3, False) + b"\x10\x10", b""),
    (0x03, device("R", 0, 2, False) + bytes(4), b""),
    (0x04, b"\2\0" + random_device(1, 1, 1) + random_device(9, 0, 1), b""),
    (0x05, b"\2\0" + random_device(1, 7, 2) + random_device(9, 8, 2), b""),
    (0x13, b"", b""),
    (0x14, b"", b""),
    (0x15, b"", b"\xa1\0"),
    (0x16, b"\5ABCDE", b"\5ABCDE"),
    (0x01, device("TN", 0, 256, False), bytes(512)),
]


def every_command():
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    for command, body, reply in EXCHANGES:
        session.client(ask(command, body))
        session.server(answer(command, reply))
    session.close()
    return capture


def refusals():
    """A code and a zero follow 5B, nothing follows the others: the next answer is read aright."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    session.client(ask(0x01, device("D", 9999, 1, False)))
    session.server(answer(0x01, b"\x10\0", 0x5B))
    session.client(ask(0x13) + ask(0x14))
    session.server(answer(0x13, complete=0x57) + answer(0x14))
    session.close()
    return capture


def ascii_code():
    """Characters, split and joined."""
    capture = wire.Capture()
    session = capture.tcp(HMI, PLC, PORT)
    session.client(ask(0x01, device("D", 100, 2, True), True), cuts=[5, 20])
    session.server(answer(0x01, b"12345678", text=True), cuts=[1, 7])
    session.client(ask(0x00, device("M", 0, 3, True), True) + ask(0x14, text=True))
    session.server(answer(0x00, b"1010", text=True) + answer(0x14, b"1800", 0x5B, True))
    session.close()
    return capture


def datagrams():
    """On a port that says nothing, since a device of the own station is named."""
    capture = wire.Capture()
    capture.udp(HMI, PLC, 8194, ask(0x03, device("D", 5, 1, False) + b"\7\0"), source_port=49200)
    capture.udp(PLC, HMI, 49200, answer(0x03), source_port=8194)
    return capture


def midstream():
    """An answer first: it is not read, and the next request is."""
    capture = wire.Capture()
    session = capture.tcp(HMI, PLC, PORT, handshake=False)
    session.server(answer(0x01, b"\0\7"))
    session.client(ask(0x01, device("D", 100, 1, False)))
    session.server(answer(0x01, b"\0\7"))
    return capture


def foreign_on_the_port():
    capture = wire.Capture()
    for text in (b"GET / HTTP/1.1\r\nHost: plc.example\r\n\r\n", b"0 lines\r\n", bytes(12), b"\1\xff" + bytes(10)):
        session = capture.tcp(HMI, PLC, PORT)
        session.client(text)
        session.close()
    return capture


def captures():
    yield "every-command", every_command()
    yield "refusals", refusals()
    yield "ascii-code", ascii_code()
    yield "datagrams", datagrams()
    yield "midstream", midstream()
    yield "foreign-on-the-port", foreign_on_the_port()
