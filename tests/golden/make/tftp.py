"""TFTP: settings written, firmware fetched, a refusal, another port, and names without an end."""
import struct

import wire


def request(opcode, name, mode=b"octet", *options):
    return struct.pack("!H", opcode) + name + b"\0" + mode + b"\0" + b"".join(o + b"\0" for o in options)


def captures():
    switch, server = wire.Host("10.41.1.2"), wire.Host("10.41.1.10")
    files = wire.Capture()
    files.udp(switch, server, 69, request(2, b"switch-2-confg"), 50001)
    files.udp(server, switch, 50001, b"\0\4\0\0", 50901)
    files.udp(switch, server, 50901, b"\0\3\0\1hostname ring-switch-2", 50001)
    files.udp(server, switch, 50001, b"\0\4\0\1", 50901)
    files.udp(switch, server, 69, request(1, b"images/HiOS-2A-08.1.BIN", b"OCTET", b"blksize", b"1428"), 50002)
    files.udp(switch, server, 69, request(1, b"readme.txt", b"netascii"), 50003)
    files.udp(server, switch, 50003, b"\0\5\0\1File not found\0", 69)
    files.udp(switch, server, 10069, request(2, b"drive.bin"), 50004)
    yield "settings-and-firmware", files

    odd = wire.Capture()
    odd.udp(switch, server, 69, request(1, b"a" * 300), 50005)
    odd.udp(switch, server, 69, request(1, b"x", b"binary"), 50006)
    odd.udp(switch, server, 69, b"\0\1name without an end", 50007)
    odd.udp(switch, server, 69, b"GET / HTTP/1.0\r\n\r\n", 50008)
    yield "foreign-and-hostile", odd
