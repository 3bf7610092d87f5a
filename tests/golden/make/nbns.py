"""NetBIOS names: claimed, asked for, refused, released; all names of a host with its network card."""
import struct

import dns
import wire

NB, STATUS = 32, 33
REGISTER, RELEASE, WAIT, REFRESH = 5, 6, 7, 8
BROADCAST, GROUP = 0x0010, 0x8000
CONFLICT = 6


def encoded(name, suffix=0, fill=b" "):
    raw = name.ljust(15, fill)[:15] + bytes([suffix])
    return bytes([32]) + b"".join(bytes([65 + (byte >> 4), 65 + (byte & 15)]) for byte in raw) + b"\0"


def asked(name, suffix=0, kind=NB):
    return encoded(name, suffix) + struct.pack("!HH", kind, 1)


def holder(address, flags=0):
    return struct.pack("!H", flags) + dns.ipv4(address)


def claim(opcode, name, suffix, address, flags=0):
    return dns.message(0x0100 | BROADCAST, [asked(name, suffix)], [], [],
                       [dns.record(dns.ASKED, NB, holder(address, flags))], opcode=opcode)


def row(name, suffix, flags=0x0400):
    return name.ljust(15)[:15] + struct.pack("!BH", suffix, flags)


def captures():
    panel, station, all_ = wire.Host("10.41.1.30"), wire.Host("10.41.1.10"), wire.Host("10.41.1.255", "ff:ff:ff:ff:ff:ff")
    link = wire.Capture()
    link.udp(panel, all_, 137, claim(REGISTER, b"HMI-7", 0x00, "10.41.1.30"))
    link.udp(panel, all_, 137, claim(REGISTER, b"HMI-7", 0x20, "10.41.1.30"))
    link.udp(panel, all_, 137, claim(REGISTER, b"PLANT", 0x00, "10.41.1.30", GROUP))
    link.udp(panel, all_, 137, claim(REFRESH, b"PLANT", 0x1E, "10.41.1.30", GROUP))
    link.udp(panel, all_, 137, claim(RELEASE, b"OLD-NAME", 0x00, "10.41.1.30"))
    link.udp(station, all_, 137, dns.message(0x0100 | BROADCAST, [asked(b"HMI-7", 0x20)]))
    link.udp(panel, station, 137, dns.message(0x8500, [], [dns.record(encoded(b"HMI-7", 0x20), NB, holder("10.41.1.30"))]))
    yield "names-claimed-and-asked-for", link

    server = wire.Host("10.41.1.2")
    refused = wire.Capture()
    refused.udp(panel, server, 137, claim(REGISTER, b"HMI-8", 0x00, "10.41.1.30"))
    refused.udp(server, panel, 137, dns.message(0xBC00, [], [dns.record(encoded(b"HMI-8"), NB, holder("10.41.1.30"))], opcode=0))
    refused.udp(server, panel, 137, dns.message(0xAD80 | CONFLICT, [], [dns.record(encoded(b"HMI-8"), NB, holder("10.41.1.30"))],
                                                opcode=0))
    yield "refused-after-a-wait", refused

    status = wire.Capture()
    status.udp(station, panel, 137, dns.message(0, [encoded(b"*", fill=b"\0") + struct.pack("!HH", STATUS, 1)]), 50137)
    names = [row(b"HMI-7", 0x00), row(b"HMI-7", 0x20), row(b"PLANT", 0x00, 0x8400), row(b"OPERATOR", 0x03),
             row(b"PLANT", 0x1D), row(b"\x01\x02__MSBROWSE__\x02", 0x01, 0x8400)]
    answer = bytes([len(names)]) + b"".join(names) + wire.mac("00:0e:8c:41:00:1e") + bytes(40)
    status.udp(panel, station, 50137, dns.message(0x8400, [], [
        dns.record(encoded(b"*", fill=b"\0"), STATUS, answer)]), 137)
    cut = bytes([200]) + row(b"HMI-9", 0x00)
    status.udp(panel, station, 50137, dns.message(0x8400, [], [dns.record(encoded(b"*", fill=b"\0"), STATUS, cut)]), 137)
    status.udp(panel, station, 50137, b"no name service")
    yield "node-status", status
