"""HSRP: a group with the default password, one with its own, a resignation, bytes of something else; version 2."""
import struct

import wire


def message(opcode, state, group, word, address):
    return struct.pack("!BBBBBBBB8s4s", 0, opcode, state, 3, 10, 100, group, 0, word, bytes(int(b) for b in address.split(".")))


def captures():
    one, two, group = wire.Host("10.41.1.2"), wire.Host("10.41.1.3"), wire.Host("224.0.0.2", "01:00:5e:00:00:02")
    link = wire.Capture()
    link.udp(one, group, 1985, message(0, 16, 1, b"cisco", "10.41.1.1"))
    link.udp(two, group, 1985, message(0, 8, 1, b"plant", "10.41.1.1"))
    link.udp(one, group, 1985, message(2, 16, 1, b"cisco", "10.41.1.1"))
    link.udp(two, group, 1985, message(1, 8, 1, b"plant", "10.41.1.1"))
    link.udp(two, group, 1985, message(0, 7, 1, b"plant", "10.41.1.1"))
    link.udp(wire.Host("10.41.1.9"), group, 1985, b"something of twenty!")
    yield "standby-group", link

    newer = wire.Capture()
    both = wire.Host("224.0.0.102", "01:00:5e:00:00:66")

    def group(opcode, state, number, address, version=4):
        return struct.pack("!BBBBBBH6sIII16s", 1, 40, 2, opcode, state, version, number, b"\0\x1b\x1b\0\0\1", 100, 3000, 10000,
                           address)

    shared = bytes([10, 41, 1, 1]) + bytes(12)
    newer.udp(one, both, 1985, group(0, 6, 4000, shared) + b"\3\x08cisco\0\0\0")
    newer.udp(two, both, 1985, group(0, 5, 4000, shared) + b"\4\x1c" + bytes(28))
    newer.udp(one, both, 1985, group(2, 6, 4000, shared) + b"\2\4\0\1\0\0")
    newer.udp(two, both, 1985, group(1, 5, 4001, bytes.fromhex("fe800000000000000000000000000001"), 6))
    newer.udp(two, both, 1985, group(0, 6, 4000, shared) + b"\3\xff?")
    newer.udp(two, both, 1985, group(0, 7, 4000, shared))
    yield "version-2", newer
