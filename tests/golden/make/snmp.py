"""SNMP: walks that identify a switch and its modules, sets, traps and engines, hostile lengths."""
import wire

SYSTEM = "2b06010201 01"
ENTITY = "2b06010201 2f01010101"


def ber(tag, *parts):
    value = b"".join(parts)
    size = len(value)
    return bytes([tag] + ([size] if size < 128 else [0x81, size] if size < 256 else [0x82, size >> 8, size & 255])) + value


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
    yield "modules", modules(manager, switch)
    yield "traps", traps(manager, switch)
    yield "version-3", version_3(manager, switch)
    yield "foreign-and-hostile", hostile(manager, switch)


def typed(oid, value):
    return ber(0x30, ber(6, wire.octets(oid)), value)


def reply(bindings, request=7, community=b"public"):
    return ber(0x30, number(1), ber(4, community), ber(0xA2, number(request), number(0), number(0), ber(0x30, *bindings)))


def modules(manager, switch):
    """The chassis is the device; a slot and its power supply are parts of it."""
    plant = wire.Capture()
    plant.udp(manager, switch, 161, message(5, [binding(f"{SYSTEM}02")]), 50161)
    plant.udp(switch, manager, 50161, reply([
        typed(f"{SYSTEM}0200", ber(6, wire.octets("2b06010401 8178 0e0a14"))), typed(f"{SYSTEM}0400", ber(4, b"control room, 4711")),
        *[typed(f"{ENTITY}{column:02x}01", ber(4, text)) for column, text in
          ((2, b"RSP35 chassis"), (7, b"Chassis"), (8, b"1.10"), (9, b"B 2.01"), (10, b"HiOS 08.1.00"), (11, b"9421480001"),
           (12, b"Hirschmann"), (13, b"RSP35-08033"))]]), 161)
    plant.udp(switch, manager, 50161, reply([
        typed(f"{ENTITY}0587 69", number(9)), typed(f"{ENTITY}028769", ber(4, b"Media module")),
        typed(f"{ENTITY}078769", ber(4, b"Slot 2")), typed(f"{ENTITY}0b8769", ber(4, b"9421480077")),
        typed(f"{ENTITY}058772", number(6)), typed(f"{ENTITY}0d8772", ber(4, b"RPS 80"))]), 161)
    return plant


def traps(manager, switch):
    plant = wire.Capture()
    own = ber(6, wire.octets("2b06010401 8178 0e0a14"))

    def version_1(general, agent):
        return ber(0x30, number(0), ber(4, b"public"), ber(0xA4, own, ber(0x40, bytes(agent)), number(general), number(9),
                                                           ber(0x43, b"\x09"), ber(0x30)))
    plant.udp(switch, manager, 162, version_1(2, (10, 41, 1, 2)), 50162)
    plant.udp(switch, manager, 162, version_1(6, (0, 0, 0, 0)), 50162)

    def version_2(pdu, trap):
        return message(pdu, [typed("2b060102010103 00", ber(0x43, b"\x09")),
                             typed("2b060106030101 0401 00", ber(6, wire.octets(trap)))])
    plant.udp(switch, manager, 162, version_2(7, "2b06010603010105 05"), 50162)
    plant.udp(switch, manager, 162, version_2(7, "2b06010401 8178 0e0a14"), 50162)
    plant.udp(switch, manager, 162, version_2(6, "2b06010603010105 01"), 50162)
    plant.udp(manager, switch, 50162, message(2, []), 162)
    return plant


def version_3(manager, switch):
    plant = wire.Capture()
    engine = wire.octets("800000f803") + wire.mac(switch.mac)

    def secured(flags, engine, user, data):
        head = ber(0x30, number(1), ber(2, b"\x05\xdc"), ber(4, bytes([flags])), number(3))
        model = ber(0x30, ber(4, engine), number(1), number(9), ber(4, user), ber(4), ber(4))
        return ber(0x30, number(3), head, ber(4, model), data)

    def scoped(pdu, *bindings):
        return ber(0x30, ber(4, engine), ber(4), ber(0xA0 | pdu, number(7), number(0), number(0), ber(0x30, *bindings)))
    plant.udp(manager, switch, 161, secured(4, b"", b"", scoped(0)), 50163)
    plant.udp(switch, manager, 50163, secured(0, engine, b"", scoped(8)), 161)
    plant.udp(manager, switch, 161, secured(5, engine, b"plant", scoped(0, binding(f"{SYSTEM}0500"))), 50163)
    plant.udp(switch, manager, 50163, secured(1, engine, b"plant", scoped(2, binding(f"{SYSTEM}0500", b"ring-switch-2"))), 161)
    return plant


def hostile(manager, switch):
    plant = wire.Capture()
    plant.udp(manager, switch, 161, b"no object at all", 50164)
    plant.udp(manager, switch, 161, wire.octets("30 84 ff ff ff ff 02 01 01"), 50165)
    plant.udp(switch, manager, 50166, reply([ber(0x30, ber(6, wire.octets(ENTITY + "0b ff ff ff ff ff 7f")), ber(4, b"no"))]), 161)
    plant.udp(switch, manager, 50166, reply([b"0\x7f\x06"]), 161)
    return plant
