"""SNMP: a walk that identifies a switch, a set that is refused, a trap, an encrypted message."""
import wire

SYSTEM = "2b06010201 01"
ENTITY = "2b06010201 2f01010101"


def ber(tag, *parts):
    value = b"".join(parts)
    return bytes([tag, len(value)]) + value if len(value) < 128 else bytes([tag, 0x81, len(value)]) + value


def number(value):
    return ber(2, bytes([value]))


def binding(oid, value=None):
    return ber(0x30, ber(6, wire.octets(oid)), ber(5) if value is None else ber(4, value))


def message(pdu, bindings, community=b"public", error=0):
    body = ber(0xA0 | pdu, number(7), number(error), number(0), ber(0x30, *bindings))
    return ber(0x30, number(1), ber(4, community), body)


def captures():
    manager, switch = wire.Host("10.41.1.10"), wire.Host("10.41.1.2", "00:80:63:41:00:00")
    asked = [f"{SYSTEM}0100", f"{SYSTEM}0500", f"{SYSTEM}0600", f"{ENTITY}0b01"]
    answers = [b"Siemens, SIMATIC NET, SCALANCE X208, 6GK5 208-0BA10-2AA3, HW: 3, FW: V4.4.0, SVPL6147920",
               b"ring-switch-2", b"hall 3", b"VPL6147920"]
    walk = wire.Capture()
    walk.udp(manager, switch, 161, message(0, [binding(o) for o in asked]), 50161)
    walk.udp(switch, manager, 50161, message(2, map(binding, asked, answers)), 161)
    yield "identity", walk

    change = wire.Capture()
    change.udp(manager, switch, 161, message(3, [binding(asked[1], b"mine")], b"private"), 50161)
    change.udp(switch, manager, 50161, message(2, [binding(asked[1], b"mine")], b"private", 17), 161)
    change.udp(switch, manager, 162, message(7, [binding(asked[1], b"ring-switch-2")]), 50162)
    flags = ber(0x30, number(1), ber(2, b"\x05\xdc"), ber(4, b"\x07"), number(3))
    user = ber(0x30, ber(4, b"\x80\0\x1f\x88\4abcd"), number(1), number(9), ber(4, b"plant"), ber(4, bytes(12)),
               ber(4, bytes(8)))
    change.udp(manager, switch, 161, ber(0x30, number(3), flags, ber(4, user), ber(4, b"\xaa\xbb" * 8)), 50163)
    yield "set-trap-and-encrypted", change
