"""DLMS/COSEM: associations, objects, refusals behind the wrapper; a serial line's frames; encryption; damage."""
import struct

import wire
from asn1 import integer, value

HEAD_END, METER, GATEWAY = wire.Host("10.41.9.210"), wire.Host("10.41.9.220"), wire.Host("10.41.9.230")
PORT = 4059
NAME, DEVICE_ID, FIRMWARE = (0, 0, 42, 0, 0, 255), (0, 0, 96, 1, 0, 255), (1, 0, 0, 2, 0, 255)
CLOCK, IMAGE, BREAKER, SCRIPT = (0, 0, 1, 0, 0, 255), (0, 0, 44, 0, 0, 255), (0, 0, 96, 3, 10, 255), (0, 0, 10, 0, 1, 255)
DLMS = wire.octets("60 85 74 05 08")


def name(kind, number):
    return DLMS + bytes([kind, number])


def aarq(mechanism=None, password=b""):
    parts = [value(0xA1, value(6, name(1, 1)))]
    if mechanism is not None:
        parts += [value(0x8A, b"\7\x80"), value(0x8B, name(2, mechanism)), value(0xAC, value(0x80, password))]
    initiate = wire.octets("01 00 00 00 06 5f 1f 04 00 00 7e 1f 04 b0")
    return value(0x60, *parts, value(0xBE, value(4, initiate)))


def aare(result=0, title=None):
    parts = [value(0xA1, value(6, name(1, 1))), value(0xA2, integer(result)), value(0xA3, value(0xA1, integer(0)))]
    if title:
        parts.append(value(0xA4, value(4, title)))
    return value(0x61, *parts, value(0xBE, value(4, wire.octets("08 00 06 5f 1f 04 00 00 7e 1f 04 b0 00 07"))))


def attribute(kind, identifier, number):
    return struct.pack("!H6BB", kind, *identifier, number)


def get(invoke, kind, identifier, number=2):
    return bytes([0xC0, 1, 0xC0 | invoke]) + attribute(kind, identifier, number) + b"\0"


def got(invoke, data=None, error=None):
    return bytes([0xC4, 1, 0xC0 | invoke]) + (b"\0" + data if error is None else bytes([1, error]))


def set_to(invoke, kind, identifier, data, number=2):
    return bytes([0xC1, 1, 0xC0 | invoke]) + attribute(kind, identifier, number) + b"\0" + data


def act(invoke, kind, identifier, method):
    return bytes([0xC3, 1, 0xC0 | invoke]) + attribute(kind, identifier, method) + b"\1\x0f\0"


def done(tag, invoke, result=0):
    return bytes([tag, 1, 0xC0 | invoke, result]) + (b"\0" if tag == 0xC7 else b"")


def octets(data):
    return bytes([9, len(data)]) + data


def wrapped(data, client=16, device=1, answer=False):
    ends = (device, client) if answer else (client, device)
    return struct.pack("!HHHH", 1, *ends, len(data)) + data


def to_meter(data, **ends):
    return wrapped(data, **ends)


def to_client(data, **ends):
    return wrapped(data, answer=True, **ends)


def session():
    capture = wire.Capture()
    stream = capture.tcp(HEAD_END, METER, PORT)
    stream.client(to_meter(aarq(1, b"12345678")), cuts=[4, 20])
    stream.server(to_client(aare(0, b"OSW\0\0\x04\x12\x33")))
    stream.client(to_meter(get(1, 1, NAME)) + to_meter(get(2, 1, DEVICE_ID)))
    stream.server(to_client(got(2, octets(b"41093377"))) + to_client(got(1, octets(b"OSW0000041093377"))), cuts=[11])
    for invoke, (asked, answered) in enumerate([
            (get(3, 1, FIRMWARE), got(3, octets(b"V5.14"))),
            (get(4, 3, (1, 0, 1, 8, 0, 255)), got(4, b"\x06\0\0\x12\x34")),
            (get(5, 3, (1, 0, 99, 99, 99, 255)), got(5, error=4)),
            (set_to(6, 8, CLOCK, octets(bytes(12))), done(0xC5, 6)),
            (set_to(7, 3, (1, 0, 0, 4, 2, 255), b"\x12\0\1"), done(0xC5, 7, 3)),
            (act(8, 70, BREAKER, 1), done(0xC7, 8)),
            (act(9, 9, SCRIPT, 1), done(0xC7, 9, 3)),
            (act(10, 18, IMAGE, 2), done(0xC7, 10)),
            (bytes([0xC0, 2, 0xC4]) + struct.pack("!I", 1), bytes([0xC4, 2, 0xC4, 1]) + struct.pack("!I", 2) + b"\0\2\1\2")]):
        stream.client(to_meter(asked))
        stream.server(to_client(answered))
    stream.client(to_meter(get(11, 8, CLOCK)))
    stream.server(to_client(b"\xd8\1\2"))
    stream.server(to_client(wire.octets("c2 00 0003 0101010800ff 02 06 00000001")))
    stream.client(to_meter(value(0x62, integer(0, 0x80))))
    stream.server(to_client(value(0x63, integer(0, 0x80))))
    stream.close()
    return capture


def associations():
    """Without authentication, refused, by a challenge; short names; a device behind a gateway; over UDP."""
    capture = wire.Capture()
    for asked, answered in ((aarq(), aare(1)), (aarq(), aare()), (aarq(5, bytes(16)), aare()),
                            (wire.octets("05 01 02 fa00"), wire.octets("0c 01 00 09 01 41")),
                            (wire.octets("06 01 02 fa00 01 0f 00"), wire.octets("0d 01 01 03")),
                            (wire.octets("c8 05 30 00000001"), wire.octets("cc 05 30 00000001"))):
        capture.udp(HEAD_END, METER, PORT, to_meter(asked), 49170)
        capture.udp(METER, HEAD_END, 49170, to_client(answered), PORT)
    capture.udp(HEAD_END, GATEWAY, PORT, to_meter(get(1, 1, DEVICE_ID), device=17), 49171)
    capture.udp(GATEWAY, HEAD_END, 49171, to_client(got(1, octets(b"7000017")), device=17), PORT)
    capture.udp(GATEWAY, HEAD_END, 49171, to_client(b"\x0f\0\0\0\1\0\2\0", device=17), PORT)
    return capture


def block(invoke, number, data, last=False):
    return bytes([0xC4, 2, 0xC0 | invoke, last]) + struct.pack("!IBB", number, 0, len(data)) + data


def general(number, data, last=False):
    return bytes([0xE0, 0x80 * last]) + struct.pack("!HHB", number, 0, len(data)) + data


def blocks():
    """A name in three blocks, a long set in two general ones, and one refused at its end."""
    capture = wire.Capture()
    session = capture.tcp(HEAD_END, METER, PORT)
    title = octets(b"OSW1004109X")
    session.client(to_meter(get(1, 1, NAME)))
    for number, at in enumerate((0, 5, 10), 1):
        session.server(to_client(block(1, number, title[at:at + 5], last=at == 10)))
        if at < 10:
            session.client(to_meter(bytes([0xC0, 2, 0xC1]) + struct.pack("!I", number)))
    unit = set_to(2, 8, CLOCK, octets(bytes(60)))
    session.client(to_meter(general(1, unit[:40])))
    session.client(to_meter(general(2, unit[40:], last=True)))
    session.server(to_client(done(0xC5, 2)))
    session.client(to_meter(get(3, 1, DEVICE_ID)))
    session.server(to_client(bytes([0xC4, 2, 0xC3, 1]) + struct.pack("!IBB", 1, 1, 3)))
    session.close()
    return capture


def checksum(data):
    crc = 0xFFFF
    for byte in data:
        for bit in range(8):
            low = (crc ^ byte >> bit) & 1
            crc = crc >> 1 ^ (0x8408 if low else 0)
    return struct.pack("<H", ~crc & 0xFFFF)


def framed(control, information=b"", to=(0x03,), source=(0x21,)):
    tail = len(information) + 2 if information else 0
    head = struct.pack("!H", 0xA000 | 2 + len(to) + len(source) + 1 + 2 + tail) + bytes([*to, *source, control])
    head += checksum(head)
    return b"\x7e" + head + (information + checksum(head + information) if information else b"") + b"\x7e"


def serial_line():
    """As a gateway puts it into a stream, on another port: connect, associate, ask, keep the line."""
    capture = wire.Capture()
    stream = capture.tcp(HEAD_END, GATEWAY, 4060)
    stream.client(framed(0x93))
    stream.server(framed(0x73, wire.octets("8180120501800601800704000000010804000000 01"), (0x21,), (0x03,)))
    stream.client(framed(0x10, b"\xe6\xe6\0" + aarq(1, b"12345678")))
    stream.server(framed(0x30, b"\xe6\xe7\0" + aare(), (0x21,), (0x03,)))
    stream.client(framed(0x32, b"\xe6\xe6\0" + get(1, 1, DEVICE_ID)) + framed(0x31))
    stream.server(framed(0x52, b"\xe6\xe7\0" + got(1, octets(b"41093377")), (0x21,), (0x03,)), cuts=[5])
    stream.client(framed(0x54, b"\xe6\xe6\0" + act(2, 70, BREAKER, 2), (0x00, 0x22, 0x00, 0x03)))
    stream.client(framed(0x53))
    stream.server(framed(0x73, b"", (0x21,), (0x03,)))
    stream.close()
    return capture


def damage():
    capture = wire.Capture()
    good = to_meter(get(1, 1, DEVICE_ID))
    for data in (good, good[:-3], wire.octets("0002 0010 0001 0001 c0"), wire.octets("0001 0010 0001 ffff c0 01"),
                 to_meter(b"\xff\1\2"), to_meter(b"\xc0\1"), to_meter(wire.octets("60 84 7fffffff")), good):
        capture.udp(HEAD_END, METER, PORT, data, 49180)
    foreign = capture.tcp(HEAD_END, METER, PORT)
    foreign.client(b"GET / HTTP/1.0\r\n\r\n")
    foreign.close()
    return capture


def captures():
    yield "session", session()
    yield "associations", associations()
    yield "serial-line", serial_line()
    yield "blocks", blocks()
    yield "damage", damage()
