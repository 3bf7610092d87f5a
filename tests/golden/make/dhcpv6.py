"""DHCPv6: a lease, a client behind two relays, refusals, bytes of something else and hostile lengths."""
import ipaddress
import struct

import dns
import wire

SOLICIT, ADVERTISE, REQUEST, REPLY, RELAY_FORWARD, RELAY_REPLY = 1, 2, 3, 7, 12, 13


def option(code, value):
    return struct.pack("!HH", code, len(value)) + value


def address(text):
    return ipaddress.ip_address(text).packed


def message(kind, *options, number=0x414243):
    return bytes([kind]) + number.to_bytes(3, "big") + b"".join(options)


def relay(kind, hops, peer, inner):
    return bytes([kind, hops]) + address("fd00:41::1") + address(peer) + option(18, b"port3") + option(9, inner)


def status(code):
    return option(13, struct.pack("!H", code) + b"no address")


def association(*options):
    return option(3, struct.pack("!III", 7, 1000, 2000) + b"".join(options))


def captures():
    panel, server = wire.Host("fe80::20e:8cff:fe41:1e", "00:0e:8c:41:00:1e"), wire.Host("fe80::1", "00:80:63:41:00:01")
    group = wire.Host("ff02::1:2", "33:33:00:01:00:02")
    about = [option(1, struct.pack("!HHI", 1, 1, 99) + wire.mac("00:0e:8c:41:00:1f")), option(6, struct.pack("!HHH", 17, 23, 24)),
             option(16, struct.pack("!IH", 311, 8) + b"MSFT 5.0"), option(39, b"\x00" + dns.name("hmi-7.plant.example"))]
    given = option(5, address("fd00:41::1e") + struct.pack("!II", 3600, 7200))
    gives = [option(1, b"\x00\x03\x00\x01" + wire.mac("00:0e:8c:41:00:1e")), option(2, b"\x00\x03\x00\x01" + wire.mac(server.mac)),
             association(given), option(24, dns.name("plant.example"))]
    lease = wire.Capture()
    lease.udp(panel, group, 547, message(SOLICIT, *about), 546)
    lease.udp(server, panel, 546, message(ADVERTISE, *gives), 547)
    lease.udp(panel, group, 547, message(REQUEST, *about), 546)
    lease.udp(server, panel, 546, message(REPLY, *gives), 547)
    yield "lease", lease

    relays = wire.Capture()
    router, far = wire.Host("fd00:41::1", "00:80:63:41:00:01"), wire.Host("fd00:42::1", "00:80:63:42:00:01")
    asks = message(REQUEST, *about[:1], *about[2:])
    other = message(REQUEST, option(1, struct.pack("!HI", 2, 4329) + b"panel"))
    inner = relay(RELAY_FORWARD, 0, "fe80::20e:8cff:fe41:1e", asks)
    relays.udp(wire.Host(panel.ip, "00:0e:8c:41:00:1f"), router, 9, b"there")
    relays.udp(wire.Host("fe80::4"), router, 9, b"there")
    relays.udp(router, far, 547, relay(RELAY_FORWARD, 1, "fd00:41::1", inner))
    relays.udp(router, far, 547, relay(RELAY_FORWARD, 0, "fe80::4", other))
    relays.udp(far, router, 547, relay(RELAY_REPLY, 0, "fe80::20e:8cff:fe41:1e", message(REPLY, *gives, status(1))))
    yield "behind-relays", relays

    odd = wire.Capture()
    odd.udp(server, panel, 546, message(REPLY, association(status(2))), 547)
    odd.udp(panel, group, 547, b"GET / HTTP/1.0\r\n\r\n", 546)
    odd.udp(panel, group, 547, message(SOLICIT, option(1, b"\x00"))[:-1] + b"\xff", 546)
    deep = asks
    for hops in range(10):
        deep = relay(RELAY_FORWARD, hops, "fe80::2", deep)
    odd.udp(panel, group, 547, deep, 546)
    odd.udp(panel, group, 547, message(SOLICIT, struct.pack("!HH", 6, 65535)), 546)
    yield "refusals-and-hostile", odd
