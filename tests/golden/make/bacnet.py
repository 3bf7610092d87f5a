"""BACnet/IP: discovery, an inventory, commands that were refused, devices behind routers, a link's own messages."""
import struct

import wire

PORT = 47808
PANEL, AHU, ROUTER = wire.Host("10.41.4.10"), wire.Host("10.41.4.20", "00:1f:47:41:04:14"), wire.Host("10.41.4.30")
EVERYONE = wire.Host("10.41.4.255", "ff:ff:ff:ff:ff:ff")
FAR = bytes([10, 42, 4, 20]) + struct.pack("!H", PORT)
DEVICE, ANALOG_INPUT, PROGRAM = 8, 0, 16
RESULT, WRITE_BROADCASTS, REGISTER, READ_FOREIGN, READ_FOREIGN_ACK = 0, 1, 5, 6, 7
FORWARDED, DISTRIBUTE, UNICAST, BROADCAST = 4, 9, 10, 11


def link(function, body):
    return struct.pack("!BBH", 0x81, function, 4 + len(body)) + body


def network(body, source=None, target=None, control=0):
    out = b"\1" + bytes([control | bool(target) << 5 | bool(source) << 3])
    for number, address in filter(None, (target, source)):
        out += struct.pack("!HB", number, len(address)) + address
    return out + (b"\xff" if target else b"") + body


def unicast(body, **around):
    return link(UNICAST, network(body, **around))


def tag(number, value, context=True):
    head = number << 4 | context << 3
    return (bytes([head | len(value)]) if len(value) < 5 else bytes([head | 5, len(value)])) + value


def number(value):
    return value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big")


def opens(n, *inside):
    return bytes([n << 4 | 0x0E]) + b"".join(inside) + bytes([n << 4 | 0x0F])


def thing(kind, instance):
    return struct.pack("!I", kind << 22 | instance)


def text(value, charset=0):
    return tag(7, bytes([charset]) + value, False)


def unconfirmed(service, body=b""):
    return bytes([0x10, service]) + body


def ask(invoke, service, body=b""):
    return bytes([0x00, 0x05, invoke, service]) + body


def done(invoke, service, body=b""):
    return bytes([0x30 if body else 0x20, invoke, service]) + body


def error(invoke, service, kind=5, code=26):
    return bytes([0x50, invoke, service]) + tag(9, bytes([kind]), False) + tag(9, bytes([code]), False)


def i_am(instance, vendor):
    return unconfirmed(0, tag(12, thing(DEVICE, instance), False) + tag(2, number(1476), False) +
                       tag(9, b"\3", False) + tag(2, number(vendor), False))


def read(instance, item, kind=DEVICE):
    return tag(0, thing(kind, instance)) + tag(1, number(item))


def exchange(capture, request, answer, server=AHU, **around):
    capture.udp(PANEL, server, PORT, unicast(request, control=4, **({"target": around["station"]} if around else {})))
    if answer:
        capture.udp(server, PANEL, PORT, unicast(answer, **({"source": around["station"]} if around else {})))


def inventory():
    """Who is there, then one property after the other, and many at once."""
    capture = wire.Capture()
    capture.udp(PANEL, EVERYONE, PORT, link(BROADCAST, network(unconfirmed(8), target=(0xFFFF, b""))))
    capture.udp(AHU, EVERYONE, PORT, link(BROADCAST, network(i_am(4240, 15), target=(0xFFFF, b""))))
    for invoke, (item, value) in enumerate(((77, text(b"AHU-1")), (121, text(b"Example Controls")),
                                            (70, text("Bölero".encode(), 0)), (44, text(b"3.2.1")),
                                            (12, text("2.0".encode("utf-16-be"), 4)), (372, text(b"EC-0042")),
                                            (112, tag(9, b"\0", False)), (120, tag(2, number(15), False)))):
        exchange(capture, ask(invoke, 12, read(0x3FFFFF, item)),
                 done(invoke, 12, read(4240, item) + opens(3, value)))
    exchange(capture, ask(20, 12, read(1, 85, ANALOG_INPUT)),
             done(20, 12, read(1, 85, ANALOG_INPUT) + opens(3, tag(4, struct.pack("!f", 21.5), False))))
    wanted = tag(0, thing(DEVICE, 4240)) + opens(1, *(tag(0, number(item)) for item in (58, 371, 28)))
    found = tag(0, thing(DEVICE, 4240)) + opens(
        1, tag(2, number(58)) + opens(4, text(b"Roof, plant room 2")),
        tag(2, struct.pack("!H", 371)) + opens(5, tag(9, b"\2", False), tag(9, b"\x20", False)),
        tag(2, number(28)) + opens(4, text(b"Air handling unit")))
    exchange(capture, ask(21, 14, wanted), done(21, 14, found))
    return capture


def commands():
    """Writes, restarts, files: some are refused in each of the four ways."""
    capture = wire.Capture()
    value = opens(3, tag(4, struct.pack("!f", 60.0), False)) + tag(4, b"\x08")
    exchange(capture, ask(1, 15, read(1, 85, 1) + value), done(1, 15))
    exchange(capture, ask(2, 15, read(1, 85, ANALOG_INPUT) + value), error(2, 15, 2, 40))
    exchange(capture, ask(3, 15, read(1, 90, PROGRAM) + opens(3, tag(9, b"\3", False))), done(3, 15))
    exchange(capture, ask(4, 20, tag(0, b"\0") + tag(1, b"\0filister")), error(4, 20))
    exchange(capture, ask(5, 20, tag(0, b"\1") + tag(1, b"\0filister")), done(5, 20))
    exchange(capture, ask(6, 17, tag(0, b"\5") + tag(1, b"\1")), done(6, 17))
    exchange(capture, ask(7, 17, tag(1, b"\0")), bytes([0x60, 7, 9]))  # rejected
    exchange(capture, ask(8, 7, tag(12, thing(10, 1), False) + opens(0, tag(3, b"\0", False) + tag(6, b"new", False))),
             bytes([0x71, 8, 4]))  # aborted by the device
    capture.udp(PANEL, AHU, PORT, unicast(unconfirmed(6, tag(10, bytes(4), False) + tag(11, bytes(4), False))))
    subscribed = tag(0, b"\1") + tag(1, thing(ANALOG_INPUT, 1)) + tag(2, b"\1") + tag(3, b"\0")
    exchange(capture, ask(9, 5, subscribed), done(9, 5))
    change = tag(0, b"\1") + tag(1, thing(DEVICE, 4240)) + tag(2, thing(ANALOG_INPUT, 1)) + tag(3, b"\0") + opens(
        4, tag(0, number(85)) + opens(2, tag(4, struct.pack("!f", 22.0), False)))
    capture.udp(AHU, PANEL, PORT, unicast(ask(9, 1, change)))  # with a number that the panel uses, too
    capture.udp(PANEL, AHU, PORT, unicast(done(9, 1)))
    return capture


def segments():
    """One answer in three segments, each acknowledged."""
    capture = wire.Capture()
    exchange(capture, bytes([0x02, 0x75, 30, 12]) + read(4240, 76), None)
    listed = read(4240, 76) + opens(3, *(tag(12, thing(ANALOG_INPUT, n), False) for n in range(300)))
    for sequence in range(3):
        more = 4 if sequence < 2 else 0
        part = listed[sequence * 600:(sequence + 1) * 600]
        capture.udp(AHU, PANEL, PORT, unicast(bytes([0x38 | more, 30, sequence, 1, 12]) + part))
        capture.udp(PANEL, AHU, PORT, unicast(bytes([0x40, 30, sequence, 1])))
    return capture


def identity_in_segments():
    """What a device says of itself behind its list of objects, cut where it hurts most."""
    capture = wire.Capture()
    exchange(capture, bytes([0x02, 0x75, 31, 14]) + tag(0, thing(DEVICE, 4240)) +
             opens(1, *(tag(0, number(item)) for item in (76, 121, 70))), None)
    said = tag(0, thing(DEVICE, 4240)) + opens(
        1, tag(2, number(76)) + opens(4, *(tag(12, thing(ANALOG_INPUT, n), False) for n in range(90))),
        tag(2, number(121)) + opens(4, text(b"Example Controls")), tag(2, number(70)) + opens(4, text(b"VAV-12")))
    cuts = (0, 203, 470, len(said) - 6, len(said))
    for sequence in range(4):
        more = 4 if sequence < 3 else 0
        capture.udp(AHU, PANEL, PORT,
                    unicast(bytes([0x38 | more, 31, sequence, 1, 14]) + said[cuts[sequence]:cuts[sequence + 1]]))
        capture.udp(PANEL, AHU, PORT, unicast(bytes([0x40, 31, sequence, 1])))
    return capture


def behind_routers():
    """One router to a serial network with two stations; a broadcast forwarded from another site."""
    capture = wire.Capture()
    capture.udp(PANEL, EVERYONE, PORT, link(BROADCAST, network(b"\0", control=0x80)))
    capture.udp(ROUTER, EVERYONE, PORT, link(BROADCAST, network(b"\1" + struct.pack("!HH", 7, 8), control=0x80)))
    first, second = (7, b"\x05"), (7, b"\x06")
    for station, instance in (first, 705), (second, 706):
        capture.udp(ROUTER, EVERYONE, PORT, link(BROADCAST, network(i_am(instance, 36), source=station)))
    capture.udp(PANEL, ROUTER, PORT, unicast(ask(1, 12, read(705, 70)), target=first, control=4))
    capture.udp(PANEL, ROUTER, PORT, unicast(ask(1, 20, tag(0, b"\0")), target=second, control=4))
    capture.udp(ROUTER, PANEL, PORT, unicast(done(1, 20), source=second))
    capture.udp(ROUTER, PANEL, PORT, unicast(done(1, 12, read(705, 70) + opens(3, text(b"VAV-12"))), source=first))
    capture.udp(ROUTER, EVERYONE, PORT, link(FORWARDED, FAR + network(i_am(900, 15))))
    capture.udp(PANEL, ROUTER, PORT, unicast(b"\6\0", control=0x80))
    capture.udp(ROUTER, PANEL, PORT, unicast(b"\7\0", control=0x80))
    return capture


def link_messages():
    capture = wire.Capture()
    for function, body, result in ((REGISTER, struct.pack("!H", 60), 0), (WRITE_BROADCASTS, FAR + b"\xff" * 4, 0x10)):
        capture.udp(PANEL, ROUTER, PORT, link(function, body), 50808)
        capture.udp(ROUTER, PANEL, 50808, link(RESULT, struct.pack("!H", result)), PORT)
    capture.udp(PANEL, ROUTER, PORT, link(READ_FOREIGN, b""), 50808)
    capture.udp(ROUTER, PANEL, 50808, link(READ_FOREIGN_ACK, FAR + struct.pack("!HH", 60, 90)), PORT)
    capture.udp(PANEL, ROUTER, PORT, link(DISTRIBUTE, network(unconfirmed(8))), 50808)
    capture.udp(ROUTER, PANEL, 50808, link(RESULT, struct.pack("!H", 0x60)), PORT)
    return capture


def captures():
    yield "inventory", inventory()
    yield "commands-and-refusals", commands()
    yield "answer-in-segments", segments()
    yield "identity-in-segments", identity_in_segments()
    yield "behind-routers", behind_routers()
    yield "link-messages", link_messages()
