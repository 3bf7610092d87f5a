"""Sercos III: telegrams of the master and of the devices, a change of phase, a header that cannot be.

Source: IEC 61158-4-19:2014, 4.3.
"""
import wire

MASTER, EVERYONE = "00:02:a2:41:0b:01", "ff:ff:ff:ff:ff:ff"


def captures():
    capture = wire.Capture()
    for head in ("00 80", "00 00", "40 00", "00 84", "00 04", "40 04", "01 04", "3c 04", "00 05"):
        capture.frame(wire.ethernet(MASTER, EVERYONE, 0x88CD, wire.octets(head) + bytes(44)))
    yield "phases", capture
