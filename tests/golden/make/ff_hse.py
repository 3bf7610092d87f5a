"""FOUNDATION Fieldbus HSE: annunciation, identity, fieldbus messages with an error, streams, lying lengths.

Source: FF-588-1.3 (header), FF-589-1.3 (system management).
"""
import struct

import wire

HOST, DEVICE = wire.Host("10.41.13.10"), wire.Host("10.41.13.40")
EVERYONE = wire.Host("224.0.0.33", "01:00:5e:00:00:21")
FDA, SM, FMS = 1, 2, 3
ASK, DONE, ERROR = 0, 1, 2


def message(protocol, kind, service, body=b"", options=0):
    return struct.pack("!BBBBII", 1, options, protocol << 2 | kind, service, 0, 12 + len(body)) + body


def device():
    return bytes([2, 0x20, 0, 0]) + struct.pack("!HH", 1, 1) + bytes(10) + b"\xff\xff" + bytes([10, 41, 13, 40]) + \
        b"0101000001-LINK-4711".ljust(32) + b"LINKING-7".ljust(32) + struct.pack("!IHHIII", 15000, 1024, 0, 1, 1, 0)


def failed():
    return struct.pack("!BBh", 6, 2, 0) + bytes(16)


EXCHANGES = [
    (FDA, 0x81, bytes(20) + b"HOST".ljust(32), bytes(20) + b"LINKING-7".ljust(32)),
    (FMS, 0x81, b"", b"Acme".ljust(32) + b"LD-200".ljust(32) + b"3.1".ljust(32)),
    (FMS, 0x82, struct.pack("!I", 400), bytes(8)),
    (FMS, 0x93, struct.pack("!I", 1), None),
    (FMS, 0x83, struct.pack("!I", 401) + bytes(4), b""),
    (FMS, 0x94, struct.pack("!I", 1), b""),
    (FDA, 0x83, b"", b""),
]


def operations():
    capture = wire.Capture()
    capture.udp(DEVICE, EVERYONE, 1089, message(SM, ASK, 0x10, device()))
    capture.udp(HOST, DEVICE, 1091, message(SM, ASK, 0x83), source_port=50400)
    capture.udp(DEVICE, HOST, 50400, message(SM, DONE, 0x83, device()), source_port=1091)
    session = capture.tcp(HOST, DEVICE, 1090)
    for protocol, service, request, answer in EXCHANGES:
        session.client(message(protocol, ASK, service, request))
        session.server(message(protocol, ERROR if answer is None else DONE, service, failed() if answer is None else answer))
    session.server(message(FMS, ASK, 0x00, struct.pack("!I", 400) + bytes(4)))
    session.close()
    return capture


def split_and_joined():
    capture = wire.Capture()
    session = capture.tcp(HOST, DEVICE, 1090)
    read = message(FMS, ASK, 0x82, struct.pack("!I", 400))
    session.client(read, cuts=[12, 14])
    session.server(message(FMS, DONE, 0x82, bytes(8)))
    session.client(read + read)
    session.server(message(FMS, DONE, 0x82, bytes(8)) + message(FMS, DONE, 0x82, bytes(8)), cuts=[15])
    session.close()
    return capture


def foreign_and_hostile():
    capture = wire.Capture()
    good = message(SM, ASK, 0x83)
    for data in (b"hello, this is text", good, good[:8] + b"\xff\xff\xff\xff", good[:8] + bytes(4), b"\2" + good[1:],
                 good[:3] + b"\x99" + good[4:], message(SM, DONE, 0x10)):
        capture.udp(HOST, DEVICE, 1091, data, source_port=50401)
    return capture


def captures():
    yield "operations", operations()
    yield "split-and-joined", split_and_joined()
    yield "foreign-and-hostile", foreign_and_hostile()
