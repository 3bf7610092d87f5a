"""HART-IP: a gateway and the devices behind it over TCP and UDP, refusals, published values, foreign bytes.

Source: HCF_SPEC-85 (HART-IP header), HCF_SPEC-81 (token-passing PDU), HCF_SPEC-127 and 151 (commands).
"""
import struct

import wire

PORT = 5094
HOST, GATEWAY = wire.Host("10.41.6.10"), wire.Host("10.41.6.40")
REQUEST, RESPONSE, PUBLISH, NAK = 0, 1, 2, 15
INITIATE, CLOSE, KEEP_ALIVE, TOKEN_PASSING, DIRECT, AUDIT_LOG = range(6)
GATEWAY_TYPE, GATEWAY_ID = 0x264E, 0x0000D2
SENSOR_TYPE, SENSOR_ID = 0x1A0B, 0x012345


def message(kind, number, sequence, body=b"", status=0):
    return struct.pack("!BBBBHH", 1, kind, number, status, sequence, 8 + len(body)) + body


def unique(device_type, device_id):
    return struct.pack("!H", device_type & 0x3FFF) + device_id.to_bytes(3, "big")


def pdu(delimiter, address, command, data=b""):
    body = bytes([delimiter]) + address + bytes([command, len(data)]) + data
    check = 0
    for byte in body:
        check ^= byte
    return body + bytes([check])


def packed(text, length):
    """Six bits for each letter."""
    bits = 0
    for letter in text.ljust(length).encode():
        bits = bits << 6 | letter & 0x3F
    return bits.to_bytes(length * 6 // 8, "big")


def identity(device_type, device_id):
    return struct.pack("!BHBBBBBB", 254, device_type, 5, 7, 4, 2, 1 << 3, 0) + device_id.to_bytes(3, "big") + \
        struct.pack("!BBHBHHB", 5, 4, 1, 0, device_type >> 8, device_type >> 8, 1)


def ask(sequence, command, data=b"", device=unique(GATEWAY_TYPE, GATEWAY_ID)):
    return message(REQUEST, TOKEN_PASSING, sequence, pdu(0x82, bytes([0x80 | device[0]]) + device[1:], command, data))


def done(sequence, command, data=b"", device=unique(GATEWAY_TYPE, GATEWAY_ID), code=0):
    address = bytes([0x80 | device[0]]) + device[1:]
    return message(RESPONSE, TOKEN_PASSING, sequence, pdu(0x86, address, command, bytes([code, 0]) + data))


def begin(sequence=1):
    body = struct.pack("!BI", 1, 60000)
    return message(REQUEST, INITIATE, sequence, body), message(RESPONSE, INITIATE, sequence, body)


def who_is_there(sequence=2):
    return (message(REQUEST, TOKEN_PASSING, sequence, pdu(0x02, b"\x80", 0)),
            message(RESPONSE, TOKEN_PASSING, sequence,
                    pdu(0x06, b"\x80", 0, b"\0\0" + identity(GATEWAY_TYPE, GATEWAY_ID))))


def sub_device(index, card, channel, device_type, device_id, tag):
    return struct.pack("!HBBHH", index, card, channel, device_type >> 8, device_type) + \
        device_id.to_bytes(3, "big") + b"\7" + tag.encode().ljust(32, b"\0")


def gateway():
    """Its own identity, then the device behind it, listed and asked itself."""
    capture = wire.Capture()
    session = capture.tcp(HOST, GATEWAY, PORT)
    sensor = unique(SENSOR_TYPE, SENSOR_ID)
    exchanges = [
        begin(), who_is_there(),
        (ask(3, 20), done(3, 20, b"wireless gateway".ljust(32, b"\0"))),
        (ask(4, 74), done(4, 74, struct.pack("!BBBHBBB", 1, 1, 100, 2, 4, 1, 3))),
        (ask(5, 84, b"\0\1"), done(5, 84, sub_device(1, 1, 2, SENSOR_TYPE, SENSOR_ID, "TT-101"))),
        (ask(6, 0, device=sensor), done(6, 0, identity(SENSOR_TYPE, SENSOR_ID), sensor)),
        (ask(7, 13, device=sensor),
         done(7, 13, packed("TT-101", 8) + packed("FEED WATER", 16) + bytes([1, 1, 126]), sensor)),
        (ask(8, 12, device=sensor), done(8, 12, packed("CALIBRATED 2025", 32), sensor)),
        (ask(9, 16, device=sensor), done(9, 16, (4711).to_bytes(3, "big"), sensor)),
        (ask(10, 1, device=sensor), done(10, 1, struct.pack("!Bf", 32, 20.5), sensor)),
        (message(REQUEST, KEEP_ALIVE, 11), message(RESPONSE, KEEP_ALIVE, 11)),
        (message(REQUEST, CLOSE, 12), message(RESPONSE, CLOSE, 12)),
    ]
    for request, answer in exchanges:
        session.client(request)
        session.server(answer)
    session.close()
    return capture


def dangerous():
    """Commands that change a device, what was refused, warned of or takes long."""
    capture = wire.Capture()
    session = capture.tcp(HOST, GATEWAY, PORT)
    exchanges = [
        begin(), who_is_there(),
        (ask(3, 6, b"\1\0"), done(3, 6, b"\1\0")),
        (ask(4, 18, packed("TT-102", 8) + packed("", 16) + bytes([1, 1, 126])), done(4, 18, code=7)),
        (ask(5, 22, b"TT-102".ljust(32, b"\0")), done(5, 22, b"TT-102".ljust(32, b"\0"))),
        (ask(6, 35, struct.pack("!Bff", 32, 100, 0)), done(6, 35, struct.pack("!Bff", 32, 100, 0), code=14)),
        (ask(7, 40, struct.pack("!f", 12)), done(7, 40, struct.pack("!f", 12))),
        (ask(8, 42), done(8, 42, code=16)),
        (ask(9, 42), done(9, 42)),
        (ask(10, 41), done(10, 41, code=33)),
        (ask(11, 71, b"\1"), done(11, 71, b"\1")),
        (ask(12, 200), done(12, 200, code=64)),
        (ask(13, 79, b"\0\1" + struct.pack("!Bf", 32, 99) + b"\0"), message(NAK, TOKEN_PASSING, 13, status=16)),
        (ask(14, 31, b"\2\x1c" + b"\x13\xe6"), done(14, 31, b"\2\x1c" + b"\x13\xe6")),
    ]
    for request, answer in exchanges:
        session.client(request)
        session.server(answer)
    session.close()
    return capture


def direct():
    """Several commands in one message, then the audit log."""
    capture = wire.Capture()
    session = capture.tcp(HOST, GATEWAY, PORT)
    for request, answer in [begin()]:
        session.client(request)
        session.server(answer)

    def command(number, data=b""):
        return struct.pack("!HB", number, len(data)) + data
    session.client(message(REQUEST, DIRECT, 2, b"\0\0" + command(0) + command(20) + command(42)))
    session.server(message(RESPONSE, DIRECT, 2, b"\0\0" + command(0, b"\0" + identity(GATEWAY_TYPE, GATEWAY_ID)) +
                           command(20, b"\0" + b"direct gateway".ljust(32, b"\0")) + command(42, b"\x10")))
    session.client(message(REQUEST, AUDIT_LOG, 3, b"\0\1"))
    session.server(message(RESPONSE, AUDIT_LOG, 3, bytes(60)))
    session.close()
    return capture


def another_port():
    """Over UDP the answer and the rest of the session come from a port of the server's choice."""
    capture = wire.Capture()
    request, answer = begin()
    capture.udp(HOST, GATEWAY, PORT, request, source_port=49905)
    capture.udp(GATEWAY, HOST, 49905, answer, source_port=5095)
    for request, answer in [who_is_there(), (ask(3, 3), done(3, 3, bytes(24)))]:
        capture.udp(HOST, GATEWAY, 5095, request, source_port=49905)
        capture.udp(GATEWAY, HOST, 49905, answer, source_port=5095)
    value = pdu(0x81, bytes([0x80 | (GATEWAY_TYPE & 0x3FFF) >> 8]) + unique(GATEWAY_TYPE, GATEWAY_ID)[1:], 1,
                b"\0\0" + struct.pack("!Bf", 32, 20.5))
    for sequence in range(2):
        capture.udp(GATEWAY, HOST, 49905, message(PUBLISH, TOKEN_PASSING, sequence, value), source_port=5095)
    return capture


def split_and_joined():
    """One message in three segments, two in one, then the middle of a connection."""
    capture = wire.Capture()
    session = capture.tcp(HOST, GATEWAY, PORT)
    (first, granted), (second, identified) = begin(), who_is_there()
    session.client(first, cuts=[3, 9])
    session.server(granted)
    session.client(second + ask(3, 1))
    session.server(identified + done(3, 1, struct.pack("!Bf", 32, 20.5)), cuts=[20])
    session.close()
    middle = capture.tcp(HOST, GATEWAY, PORT, handshake=False)
    middle.server(done(8, 1, struct.pack("!Bf", 32, 20.5)))
    middle.client(ask(9, 2))
    return capture


def foreign_and_hostile():
    """Text on the port; a length that never comes; a check byte that is wrong; a count beyond the end."""
    capture = wire.Capture()
    session = capture.tcp(HOST, GATEWAY, PORT)
    session.client(b"GET / HTTP/1.1\r\nHost: gateway\r\n\r\n")
    session.close()
    session = capture.tcp(HOST, GATEWAY, PORT)
    session.client(begin()[0])
    session.server(begin()[1])
    session.client(struct.pack("!BBBBHH", 1, 0, 3, 0, 2, 0xFFFF) + bytes(40))
    session.close()
    broken = bytearray(ask(2, 1))
    broken[-1] ^= 1
    short = message(REQUEST, DIRECT, 3, b"\0\0" + b"\0\x14\xff\0")
    for data in (begin()[0], bytes(broken), short, ask(4, 1)):
        capture.udp(HOST, GATEWAY, PORT, data, source_port=49905)
    return capture


def captures():
    yield "gateway", gateway()
    yield "dangerous", dangerous()
    yield "direct", direct()
    yield "another-port", another_port()
    yield "split-and-joined", split_and_joined()
    yield "foreign-and-hostile", foreign_and_hostile()
