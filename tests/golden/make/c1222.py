"""C12.22: a meter is identified, read, written to and logged in at; nodes behind a relay; encryption; damage."""
import struct

import wire
from asn1 import integer, oid, value

HEAD_END, METER, RELAY = wire.Host("10.41.9.110"), wire.Host("10.41.9.120"), wire.Host("10.41.9.130")
PORT = 1153
NETWORK = "2.16.124.113620.1.22.0.1.1.64"
IDENTIFY, LOGON, SECURITY, LOGOFF, WAIT = 0x20, 0x50, 0x51, 0x52, 0x70


def service(code, data=b""):
    return struct.pack("!B", 1 + len(data)) + bytes([code]) + data


def table(data):
    """What a read answers with: count, bytes, the complement of their sum."""
    return struct.pack("!H", len(data)) + data + bytes([-sum(data) & 0xFF])


def read(number):
    return service(0x30, struct.pack("!H", number))


def write(number, data):
    return service(0x40, struct.pack("!H", number) + table(data))


def ok(data=b""):
    return service(0, data)


def message(called, calling, number, services, answers=None, control=0x80, tail=b""):
    def title(tag, name):
        return value(tag, oid(f"{NETWORK}.{name}"))
    parts = [title(0xA2, called)]
    if answers is not None:
        parts.append(value(0xA4, integer(answers)))
    parts += [title(0xA6, calling), value(0xA8, integer(number))]
    if control & 0x0C:
        parts.append(value(0xAC, value(0xA2, value(0xA0, value(0xA1, integer(0, 0x80), value(0x81, b"abcd"))))))
    body = bytes([control]) + services + tail
    return value(0x60, *parts, value(0xBE, value(0x28, value(0x81, body))))


def asked(number, *services, node=1005, **more):
    return message(node, 33, number, b"".join(services), **more)


def answered(number, *services, node=1005, **more):
    return message(33, node, 7000 + number, b"".join(services), answers=number, **more)


MANUFACTURER = b"OSTW" + b"Z3 TX   " + bytes([2, 1, 5, 14]) + b"0000000041093377"
PACKED = b"OSTW" + b"Z1      " + bytes([1, 0, 3, 2]) + bytes.fromhex("0000000041093378")
PASSWORD = b"open sesame".ljust(20)


def session():
    capture = wire.Capture()
    stream = capture.tcp(HEAD_END, METER, PORT)
    stream.client(asked(1, service(IDENTIFY)))
    stream.server(answered(1, ok(wire.octets("03 01 00 00"))))
    stream.client(asked(2, service(LOGON, struct.pack("!H10sH", 2, b"operator", 60)), service(SECURITY, PASSWORD)),
                  cuts=[1, 50])
    stream.server(answered(2, ok(struct.pack("!H", 60)), ok()))
    # Several services in one message; two messages in one segment, answered in the other order.
    stream.client(asked(3, read(1), read(5), read(23)) + asked(4, service(0x3F, struct.pack("!HBHH", 64, 0, 0, 8))))
    stream.server(answered(4, ok(table(bytes(8)))))
    stream.server(answered(3, ok(table(MANUFACTURER)), ok(table(b"SERVICE POINT 12".ljust(20))), service(4)))
    stream.client(asked(5, write(7, wire.octets("1500 01 02")), write(54, bytes(6))))
    stream.server(answered(5, ok(), service(3)))
    stream.client(asked(6, service(WAIT, b"\x3c"), service(LOGOFF)))
    stream.server(answered(6, ok(), ok()))
    stream.client(asked(7))  # only shows that it is there
    stream.close()
    return capture


def relay():
    """Over UDP: two meters behind one address, names within the network, an answer that nobody saw asked."""
    capture = wire.Capture()
    for number, node, data in ((11, 2001, MANUFACTURER), (12, 2002, PACKED)):
        capture.udp(HEAD_END, RELAY, PORT, asked(number, read(1), node=node), 49153)
        capture.udp(RELAY, HEAD_END, 49153, answered(number, ok(table(data)), node=node), PORT)
    short = value(0x60, value(0xA2, value(0x80, wire.octets("7b04"))), value(0xA4, integer(99)),
                  value(0xA6, value(0x80, wire.octets("7bc175"))), value(0xA8, integer(3)),
                  value(0xBE, value(0x28, value(0x81, b"\x80" + service(0x0A)))))
    capture.udp(RELAY, HEAD_END, 49153, short, PORT)
    return capture


def encrypted():
    """Authenticated in clear text, then encrypted; another port."""
    capture = wire.Capture()
    stream = capture.tcp(HEAD_END, METER, 41153, handshake=False)
    stream.client(asked(21, read(1), control=0x84, tail=b"\1\2\3\4"))
    stream.server(answered(21, ok(table(MANUFACTURER)), control=0x84, tail=b"\1\2\3\4"))
    stream.client(asked(22, b"\x41\xd1\x0c\xda\x76\x20", control=0x88, tail=b"\1\2\3\4"))
    stream.server(answered(22, b"\x4b\xae\xe4\x34", control=0x88, tail=b"\1\2\3\4"))
    return capture


def damage():
    capture = wire.Capture()
    good = asked(31, read(1))
    for data in (good, good[:-1] + b"\xff", wire.octets("60 84 7fffffff a203"), wire.octets("60 02 a8 7f"),
                 asked(32, b"\x7f\x30"), asked(33, ok(), read(1)), asked(34, control=0x84), good):
        capture.udp(HEAD_END, METER, PORT, data, 49160)
    foreign = capture.tcp(HEAD_END, METER, PORT)
    foreign.client(b"GET / HTTP/1.0\r\n\r\n")
    foreign.close()
    return capture


def captures():
    yield "session", session()
    yield "relay", relay()
    yield "encrypted", encrypted()
    yield "damage", damage()
