"""OSPF: two routers greet over IPv4, one with a password in clear text, one over IPv6, and a length that lies."""
import struct

import wire


def version_2(kind, router, authentication, body, length=None):
    size = 24 + len(body) if length is None else length
    head = struct.pack("!BBH4s4sHH8s", 2, kind, size, bytes(router), bytes(4), 0, authentication, b"")
    checksum = wire.internet_checksum(head[:16] + body)
    return head[:12] + struct.pack("!H", checksum) + head[14:16] + (b"plantkey" if authentication == 1 else bytes(8)) + body


def captures():
    one, two = wire.Host("10.41.1.1"), wire.Host("10.41.1.3")
    group = wire.Host("224.0.0.5", "01:00:5e:00:00:05")
    hello = struct.pack("!4sHBBI4s4s", bytes([255, 255, 255, 0]), 10, 2, 1, 40, bytes(4), bytes(4))
    link = wire.Capture()
    link.ip(one, group, 89, version_2(1, [10, 0, 0, 1], 0, hello))
    link.ip(two, group, 89, version_2(1, [10, 0, 0, 3], 1, hello))
    link.ip(one, two, 89, version_2(2, [10, 0, 0, 1], 0, struct.pack("!HBBI", 1500, 2, 7, 1)))
    six, group6 = wire.Host("fe80::1", one.mac), wire.Host("ff02::5", "33:33:00:00:00:05")
    link.ip(six, group6, 89, wire.with_checksum(six.ip, group6.ip, 89, struct.pack(
        "!BBH4s4sHBBIBBBBHH4s4s", 3, 1, 36, bytes([10, 0, 0, 1]), bytes(4), 0, 0, 0, 5, 1, 0, 0, 19, 10, 40, bytes(4), bytes(4)), 12))
    link.ip(two, group, 89, version_2(1, [10, 0, 0, 3], 0, hello, 400))
    yield "hello", link
