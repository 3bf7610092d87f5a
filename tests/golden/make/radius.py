"""RADIUS: a switch asks for its users, accounts for them and is told to end a session; damage.

Source: RFC 2865, 3 and 5; RFC 2866, 5; RFC 5176, 2.
"""
import struct

import wire


def attribute(kind, data):
    return bytes([kind, len(data) + 2]) + data


def packet(code, number, *attributes):
    body = b"".join(attributes)
    return struct.pack("!BBH16s", code, number, 20 + len(body), b"\x5a" * 16) + body


SIGNED = attribute(80, b"\x77" * 16)


def captures():
    switch, server, proxy = wire.Host("10.41.1.2"), wire.Host("10.41.1.5"), wire.Host("10.41.1.3")
    plant = wire.Capture()

    def ask(client, port, question, *answers):
        plant.udp(client, server, port, question, 49200)
        for answer in answers:
            plant.udp(server, client, 49200, answer, port)

    who = [attribute(1, b"engineer"), attribute(4, bytes([10, 41, 1, 2])), attribute(32, b"sw-plant-1"),
           attribute(31, b"00-1B-1B-00-00-0B")]
    ask(switch, 1812, packet(1, 1, *who, attribute(2, b"\x11" * 16)), packet(3, 1, attribute(18, b"no")))
    ask(switch, 1812, packet(1, 2, *who, attribute(79, b"\2\1\0\5\1"), SIGNED), packet(11, 2, SIGNED))
    ask(switch, 1812, packet(1, 3, *who, attribute(79, b"\2\2\0\5\1"), SIGNED), packet(2, 3, SIGNED))
    ask(switch, 1813, packet(4, 4, *who, attribute(40, b"\0\0\0\1")), packet(5, 4))
    # A proxy asks for a switch behind it.
    ask(proxy, 1812, packet(1, 5, attribute(1, b"operator"), attribute(4, bytes([10, 41, 1, 4])), SIGNED), packet(2, 5))
    plant.udp(server, switch, 3799, packet(40, 6, attribute(1, b"engineer")), 49300)
    plant.udp(switch, server, 49300, packet(42, 6), 3799)
    plant.udp(server, switch, 3799, packet(43, 7, attribute(1, b"engineer")), 49300)
    plant.udp(switch, server, 49300, packet(44, 7), 3799)
    ask(switch, 1812, packet(12, 8, SIGNED), packet(2, 8) + b"padding")
    yield "access", plant

    odd = wire.Capture()
    odd.udp(switch, server, 1812, packet(1, 1, b"\1\xff" + b"a" * 40), 49200)
    odd.udp(switch, server, 1812, packet(1, 2, b"\1\1"), 49200)
    odd.udp(switch, server, 1812, packet(1, 3)[:19], 49200)
    odd.udp(switch, server, 1812, packet(99, 4), 49200)
    odd.udp(switch, server, 1812, packet(1, 5, attribute(1, b""), attribute(4, b"\xe0\0\0\1")), 49201)
    odd.udp(switch, server, 1812, packet(2, 6)[:2] + b"\xff\xff" + packet(2, 6)[4:], 49201)
    yield "hostile-lengths", odd
