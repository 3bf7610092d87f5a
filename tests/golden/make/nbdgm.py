"""NetBIOS datagrams: hosts and a domain announced to the browser, one passed on by a third, and errors."""
import struct

import dns
import nbns
import wire

UNIQUE, GROUP, ERROR, QUERY, POSITIVE, NEGATIVE = 0x10, 0x11, 0x13, 0x14, 0x15, 0x16
WORKSTATION, SERVER, PRINT, NT, NT_SERVER, MASTER = 1, 2, 0x200, 0x1000, 0x8000, 0x40000


def browse(data):
    """A transaction to the browser's mailslot."""
    slot = b"\\MAILSLOT\\BROWSE\0"
    at = 32 + 1 + 34 + 2 + len(slot)
    head = b"\xffSMB\x25" + bytes(27)
    words = struct.pack("<HHHHBBHIHHHHHBBHHH", 0, len(data), 0, 0, 0, 0, 0, 1000, 0, 0, 0, len(data), at, 3, 0, 1, 1, 2)
    return head + bytes([17]) + words + struct.pack("<H", len(slot) + len(data)) + slot + data


def announcement(command, name, major, minor, kind, comment):
    return struct.pack("<BBI16sBBIHH", command, 0, 720000, name, major, minor, kind, 0x010F, 0xAA55) + comment + b"\0"


def datagram(kind, source, data, name=b"HMI-7", suffix=0, to=b"PLANT", to_suffix=0x1D):
    names = nbns.encoded(name, suffix) + nbns.encoded(to, to_suffix)
    return struct.pack("!BBH4sHHH", kind, 0x02, 1, dns.ipv4(source), 138, len(names) + len(data), 0) + names + data


def captures():
    panel, server, all_ = wire.Host("10.41.1.30"), wire.Host("10.41.1.2"), wire.Host("10.41.1.255", "ff:ff:ff:ff:ff:ff")
    link = wire.Capture()
    link.udp(panel, all_, 138, datagram(GROUP, "10.41.1.30", browse(
        announcement(1, b"HMI-7", 6, 1, WORKSTATION | SERVER | NT, b"Operator panel hall 3"))))
    link.udp(server, all_, 138, datagram(GROUP, "10.41.1.2", browse(
        announcement(15, b"HIST-1", 6, 3, SERVER | PRINT | NT | NT_SERVER | MASTER, b"")), b"HIST-1"))
    link.udp(server, all_, 138, datagram(GROUP, "10.41.1.2", browse(
        announcement(12, b"PLANT", 3, 10, 0x80001000, b"HIST-1")), b"HIST-1"))
    yield "announcements", link

    odd = wire.Capture()
    odd.udp(server, panel, 138, datagram(UNIQUE, "10.41.1.77", browse(
        announcement(1, b"FAR", 5, 1, NT, b"not of the sender")), b"FAR"))
    odd.udp(panel, server, 138, datagram(QUERY, "10.41.1.30", b"")[:10] + nbns.encoded(b"PLANT", 0x1D))
    odd.udp(server, panel, 138, datagram(NEGATIVE, "10.41.1.2", b"")[:10] + nbns.encoded(b"PLANT", 0x1D))
    odd.udp(server, panel, 138, datagram(ERROR, "10.41.1.2", b"")[:10] + b"\x82")
    odd.udp(panel, all_, 138, datagram(GROUP, "10.41.1.30", browse(announcement(1, b"X", 6, 1, NT, b""))[:-30], b"HMI-7"))
    odd.udp(panel, all_, 138, datagram(GROUP, "10.41.1.30", b"", b"HMI-7")[:60])
    yield "passed-on-and-errors", odd
