"""VRRP: versions 2 and 3, IPv4 and IPv6, a password in clear text; CARP, which has the same number, is none."""
import ipaddress
import struct

import wire


def message(version, group, addresses, authentication=0, password=None, count=None):
    packed = b"".join(ipaddress.ip_address(a).packed for a in addresses)
    tail = (password or b"").ljust(8, b"\0") if version == 2 else b""
    head = struct.pack("!BBBBBBH", version << 4 | 1, group, 100, count or len(addresses), authentication, 1, 0)
    body = head + packed + tail
    return head[:6] + struct.pack("!H", wire.internet_checksum(body)) + packed + tail


def captures():
    group = wire.Host("224.0.0.18", "01:00:5e:00:00:12")
    one, two = wire.Host("10.41.1.2", "00:00:5e:00:01:05"), wire.Host("10.41.1.3", "00:00:5e:00:01:06")
    link = wire.Capture()
    link.ip(one, group, 112, message(2, 5, ["10.41.1.1"]))
    link.ip(two, group, 112, message(2, 6, ["10.41.1.254", "10.41.1.253"], 1, b"plant"))
    link.ip(two, group, 112, message(3, 7, ["10.41.1.252"]))
    six = wire.Host("fe80::2", "00:00:5e:00:02:08")
    link.ip(six, wire.Host("ff02::12", "33:33:00:00:00:12"), 112, message(3, 8, ["fe80::1"]))
    link.ip(one, group, 112, bytes([0x21, 1, 0, 7, 0, 1]) + bytes(30))
    link.ip(one, group, 112, message(2, 5, ["10.41.1.1"], count=200))
    yield "virtual-routers", link
