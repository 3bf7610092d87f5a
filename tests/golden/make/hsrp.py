"""HSRP: a group with the default password, one with its own, a resignation, bytes of something else."""
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
