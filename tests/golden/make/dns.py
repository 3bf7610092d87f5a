"""DNS: lookups and refusals, a transfer over TCP, an update, foreign bytes and names without an end."""
import struct

import wire

A, SOA, PTR, TXT, AAAA, OPT, AXFR, ANY = 1, 6, 12, 16, 28, 41, 252, 255
IN, CHAOS = 1, 3
QUERY, STATUS, NOTIFY, UPDATE = 0, 2, 4, 5
RESPONSE, NAME_ERROR, REFUSED = 0x8000, 3, 5
ASKED = b"\xc0\x0c"  # a pointer to the name in the first question


def name(text):
    return b"".join(bytes([len(label)]) + label.encode() for label in text.split(".") if label) + b"\0"


def question(asked, kind=A, space=IN):
    return name(asked) + struct.pack("!HH", kind, space)


def record(owner, kind, data, space=IN, seconds=300):
    owner = owner if isinstance(owner, bytes) else name(owner)
    return owner + struct.pack("!HHIH", kind, space, seconds, len(data)) + data


def ipv4(text):
    return bytes(int(part) for part in text.split("."))


def message(flags, *sections, number=0x4142, opcode=QUERY):
    """Up to four sections, each a list: questions, answers, authorities, additions."""
    sections = list(sections) + [[]] * (4 - len(sections))
    head = struct.pack("!6H", number, flags | opcode << 11, *map(len, sections))
    return head + b"".join(b"".join(section) for section in sections)


def prefixed(data):
    return struct.pack("!H", len(data)) + data


def lookup(capture, client, server, asked, answers=(), code=0, kind=A, space=IN, port=53):
    capture.udp(client, server, port, message(0x0100, [question(asked, kind, space)]), 50053)
    reply = message(RESPONSE | 0x0180 | code, [question(asked, kind, space)], list(answers))
    capture.udp(server, client, 50053, reply, port)


def captures():
    station, server = wire.Host("10.41.1.10"), wire.Host("10.41.1.2")
    yield "names-of-the-plant", names(station, server)
    yield "refusals", refusals(station, server)
    yield "zone-transfer-split-and-joined", transfer(station, server)
    yield "update-and-notify", update(station, server)
    yield "another-port", elsewhere(station, server)
    yield "midstream", midstream(station, server)
    yield "foreign-and-hostile", hostile(station, server)


def names(station, server):
    plant = wire.Capture()
    plc, historian = wire.Host("10.41.1.20"), wire.Host("10.41.1.30")
    plant.udp(plc, historian, 9, b"there")
    lookup(plant, station, server, "plc-4.plant.example", [record(ASKED, A, ipv4("10.41.1.20"))])
    lookup(plant, station, server, "trend.plant.example",
           [record(ASKED, 5, name("hist-1.plant.example")),
            record("hist-1.plant.example", A, ipv4("10.41.1.30"))])
    lookup(plant, station, server, "20.1.41.10.in-addr.arpa", [record(ASKED, PTR, name("press-4.plant.example"))],
           kind=PTR)
    lookup(plant, station, server, "download.windowsupdate.com", [record(ASKED, A, ipv4("203.0.113.7"))])
    lookup(plant, station, server, "router12.TeamViewer.com", [record(ASKED, A, ipv4("203.0.113.8"))])
    lookup(plant, station, server, "notteamviewer.com", [record(ASKED, A, ipv4("203.0.113.9"))])
    lookup(plant, station, server, "version.bind", [record(ASKED, TXT, b"\x0cExample 9.18", CHAOS)], kind=TXT, space=CHAOS)
    return plant


def refusals(station, server):
    plant = wire.Capture()
    lookup(plant, station, server, "nobody.plant.example", code=NAME_ERROR)
    lookup(plant, station, server, "plant.example", code=REFUSED, kind=ANY)
    plant.udp(station, server, 53, message(0, [question("plant.example")], opcode=STATUS), 50053)
    plant.udp(server, station, 50053, message(RESPONSE | 4, opcode=STATUS), 53)
    return plant


def transfer(station, server):
    """One answer in three messages: one cut in two, two in one segment; then a refused one."""
    plant = wire.Capture()
    plant.udp(wire.Host("10.41.1.20"), server, 9, b"there")
    session = plant.tcp(station, server, 53)
    session.client(prefixed(message(0, [question("plant.example", AXFR)])))
    soa = record("plant.example", SOA, name("ns") + name("root") + bytes(20))
    first = prefixed(message(RESPONSE | 0x0400, [question("plant.example", AXFR)], [soa]))
    second = prefixed(message(RESPONSE | 0x0400, [], [record("plc-4.plant.example", A, ipv4("10.41.1.20"))]))
    session.server(first, cuts=[1, 9])
    session.server(second + prefixed(message(RESPONSE | 0x0400, [], [soa])))
    session.client(prefixed(message(0, [question("other.example", AXFR)], number=7)))
    session.server(prefixed(message(RESPONSE | REFUSED, [question("other.example", AXFR)], number=7)))
    session.close()
    return plant


def update(station, server):
    plant = wire.Capture()
    change = message(0, [question("plant.example", SOA)], [], [record("ews-1.plant.example", A, ipv4("10.41.1.10"))],
                     opcode=UPDATE)
    plant.udp(station, server, 53, change, 50053)
    plant.udp(server, station, 50053, message(RESPONSE | REFUSED, [question("plant.example", SOA)], opcode=UPDATE), 53)
    plant.udp(server, station, 53, message(0x0400, [question("plant.example", SOA)], opcode=NOTIFY), 50054)
    plant.udp(station, server, 50054, message(RESPONSE, [question("plant.example", SOA)], opcode=NOTIFY), 53)
    return plant


def elsewhere(station, server):
    plant = wire.Capture()
    options = record(b"\0", OPT, b"", 1232, 0)
    plant.udp(station, server, 10053, message(0x0100, [question("plc-4.plant.example", AAAA)], [], [], [options]), 50053)
    plant.udp(server, station, 50053, message(RESPONSE, [question("plc-4.plant.example", AAAA)], [
        record(ASKED, AAAA, bytes.fromhex("fd00" + "00" * 13 + "20"))], [], [options]), 10053)
    return plant


def midstream(station, server):
    plant = wire.Capture()
    session = plant.tcp(station, server, 53, handshake=False)
    session.server(prefixed(message(RESPONSE, [question("plc-4.plant.example")])))
    session.client(prefixed(message(0x0100, [question("plc-5.plant.example")], number=2)))
    session.server(prefixed(message(RESPONSE, [question("plc-5.plant.example")], number=2)))
    return plant


def hostile(station, server):
    """Bytes of something else, a name that points at itself, counts and lengths that cannot be."""
    plant = wire.Capture()
    plant.udp(station, server, 53, b"GET / HTTP/1.0\r\n\r\n", 50001)
    loop = struct.pack("!6H", 1, 0x0100, 2, 0, 0, 0) + question("a") + b"\xc0\x13" + struct.pack("!HH", A, IN)
    plant.udp(station, server, 53, loop, 50002)
    plant.udp(station, server, 53, struct.pack("!6H", 1, 0x0100, 65535, 65535, 65535, 65535) + question("b"), 50003)
    long = message(RESPONSE, [question("c")], [ASKED + struct.pack("!HHIH", A, IN, 9, 400) + b"\x0a\x29\x01\x14"])
    plant.udp(server, station, 50004, long, 53)
    session = plant.tcp(station, server, 53)
    session.client(struct.pack("!H", 65535) + message(0x0100, [question("d")]))
    session.close()
    return plant
