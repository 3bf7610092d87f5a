"""SLMP and the MELSEC MC protocol in 3E and 4E frames: what each capture shows is in its name.

Source: Mitsubishi SH-080008, 4 and 5; CLPA BAP-C2006-ENG-003 (node search); BAP-C2005-ENG (cyclic
data of CC-Link IE Field Basic).
"""
import struct

import wire

HMI, STATION, PLC = (wire.Host(f"10.41.1.{host}") for host in (10, 11, 20))
MASTER, SLAVE = wire.Host("10.41.3.5"), wire.Host("10.41.3.6")
EVERYONE = wire.Host("255.255.255.255", "ff:ff:ff:ff:ff:ff")
PORT, CYCLIC, SEARCH = 5007, 61450, 61451
OWN = (0, 0xFF, 0x3FF, 0)

COMMANDS = """0101 0201 0202 0203 0204 0205 0206 0401 0403 0406 041a 041c 0601 0613 0619 0801 0802 0808 0e28 0e29
0e32 0e33 0e34 0e35 0e36 0e3a 0e44 0e45 0e53 0e90 0e91 0e92 0e93 0e94 0eb0 0eb1 0eb2 0eb3 0eb4 0eb5 0eb6 0eb7
0eb8 0eb9 0eba 0ebe 1001 1002 1003 1005 1006 1202 1203 1204 1205 1206 1207 1401 1402 1406 141a 141b 1601 1613
1617 1619 161a 1630 1631 1810 1811 1820 1822 1824 1825 1826 1827 1828 1829 182a 2101 3040 3050 3060 3061 3062
3070 3072 3119 3206 3207 3208 3209 320a 320b 320c 320d 320e 3210 3211 3230 4020 a445""".split()


def head(subheader, serial, route, body):
    number = b"" if serial is None else struct.pack("<HH", serial, 0)
    network, station, module, multidrop = route
    return (bytes([subheader, 0]) + number
            + struct.pack("<BBHBH", network, station, module, multidrop, len(body)) + body)


def ask(command, data=b"", serial=None, route=OWN, sub=0):
    body = struct.pack("<HHH", 16, command, sub) + data
    return head(0x50 if serial is None else 0x54, serial, route, body)


def answer(data=b"", end=0, serial=None, route=OWN):
    return head(0xD0 if serial is None else 0xD4, serial, route, struct.pack("<H", end) + data)


def refusal(command, end, serial=None, route=OWN):
    return answer(struct.pack("<BBHBHH", *route, command, 0), end, serial, route)


def ask_text(command, data="", serial=None, timer=16, sub=0):
    body = f"{timer:04X}{command:04X}{sub:04X}{data}"
    first = "5000" if serial is None else f"5400{serial:04X}0000"
    return f"{first}00FF03FF00{len(body):04X}{body}".encode()


def answer_text(data="", end=0, serial=None):
    body = f"{end:04X}{data}"
    first = "D000" if serial is None else f"D400{serial:04X}0000"
    return f"{first}00FF03FF00{len(body):04X}{body}".encode()


def type_name(text, code):
    return text.encode().ljust(16) + struct.pack("<H", code)


def every_command():
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    for command in COMMANDS:
        session.client(ask(int(command, 16)))
        session.server(answer())
    session.close()
    return capture


def identity():
    """Its own CPU, the second one in its rack, a station of another network, one on a serial line."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    for route, name in ((OWN, "Q06UDVCPU"), ((0, 0xFF, 0x3E1, 0), "Q06UDEHCPU"), ((2, 3, 0x3FF, 0), "R08CPU"),
                        ((0, 0xFF, 4, 5), "QJ71C24N"), ((0, 0xFF, 0x3D1, 0), "Q12PRHCPU")):
        session.client(ask(0x0101, route=route))
        session.server(answer(type_name(name, 0x0366), route=route))
    session.close()
    return capture


def refusals():
    """Refused with and without the command repeated; a password that is wrong; one that fits nothing."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    for command, end in ((0x1401, 0xC056), (0x1002, 0x4010), (0x1630, 0xC201)):
        session.client(ask(command))
        session.server(refusal(command, end))
    session.client(ask(0x0401))
    session.server(answer(end=0xC05C))
    session.server(refusal(0x1203, 0x4031))  # nobody is seen to have asked
    session.close()
    return capture


def ascii_code():
    """The same in characters, split and joined, and with serial numbers out of order."""
    capture = wire.Capture()
    session = capture.tcp(HMI, PLC, 5000)
    session.client(ask_text(0x0101))
    session.server(answer_text("Q03UDECPU".ljust(16) + "0268"), cuts=[1, 9, 25])
    session.client(ask_text(0x0401, "D*0001000001") + ask_text(0x1401, "D*0001000001000A"))
    session.server(answer_text("1234") + answer_text(), cuts=[30])
    session.client(ask_text(0x0401, "D*0001000001", 7) + ask_text(0x1001, "000100", 8))
    session.server(answer_text(end=0x4010, serial=8) + answer_text("1234", serial=7))
    session.close()
    return capture


def serial_numbers():
    """4E frames: three requests before the first answer, answered in another order."""
    capture = wire.Capture()
    session = capture.tcp(HMI, PLC, PORT)
    session.client(b"".join(ask(command, serial=number)
                            for number, command in ((1, 0x0401), (2, 0x1402), (3, 0x1006))))
    session.server(answer(serial=3) + refusal(0x1402, 0xC056, serial=2), cuts=[10])
    session.server(answer(b"\x34\x12", serial=1))
    session.close()
    return capture


def datagrams():
    """A lost answer, on a port of its own, does not shift the next but one."""
    capture = wire.Capture()
    for command, answered in ((0x0401, True), (0x1002, False), (0x1401, True), (0x0613, True)):
        capture.udp(HMI, PLC, 8000, ask(command), source_port=49200)
        if answered:
            capture.udp(PLC, HMI, 49200, answer(), source_port=8000)
    return capture


def midstream():
    capture = wire.Capture()
    session = capture.tcp(HMI, PLC, 8193, handshake=False)
    session.server(answer(b"\x34\x12"))
    session.client(ask(0x1001))
    session.server(answer())
    return capture


def reversed_bytes(host):
    mac, ip = wire.mac(host.mac)[::-1], bytes(int(part) for part in host.ip.split("."))[::-1]
    return mac + b"\4" + ip


def node_search():
    """CC-Link IE Field Basic: who is there, a new address for one, then cyclic data and its refusal."""
    capture = wire.Capture()
    capture.udp(MASTER, EVERYONE, SEARCH, ask(0x0E30, reversed_bytes(MASTER), 1), source_port=SEARCH)
    found = (reversed_bytes(MASTER) + reversed_bytes(SLAVE) + struct.pack("<II", 0xFFFFFF00, 0xFFFFFFFF)
             + b"\0" + struct.pack("<HIHBIHHHB", 0x1234, 0x00ABCDEF, 2, 4, 0xFFFFFFFF, 0xFFFF, 0, SEARCH, 1))
    capture.udp(SLAVE, MASTER, SEARCH, answer(found, serial=1), source_port=SEARCH)
    capture.udp(MASTER, EVERYONE, SEARCH, ask(0x0E31, reversed_bytes(MASTER) + bytes(28), 2),
                source_port=SEARCH)
    capture.udp(SLAVE, MASTER, SEARCH, answer(reversed_bytes(MASTER)[:6], serial=2), source_port=SEARCH)
    for end in (0, 0xCFF0):
        request = struct.pack("<HHH14x", 1, 0, 36) + bytes(12 + 20 + 4 + 64 + 8)
        capture.udp(MASTER, EVERYONE, CYCLIC, ask(0x0E70, request), source_port=CYCLIC)
        notification = struct.pack("<HHIHHHHI", 0x1234, 0, 0x00ABCDEF, 2, 0, 1, 0, 0)
        reply = struct.pack("<HHH14x", 1, end, 40) + notification + bytes(8 + 64 + 8)
        capture.udp(SLAVE, MASTER, CYCLIC, answer(reply), source_port=CYCLIC)
    return capture


def foreign_on_the_port():
    """A web client, and text that begins with a digit of a subheader: nothing here is SLMP."""
    capture = wire.Capture()
    for text in (b"GET / HTTP/1.1\r\nHost: plc.example\r\n\r\n", b"5 lines follow\r\n", b"DESCRIBE x RTSP/1.0\r\n\r\n"):
        session = capture.tcp(HMI, PLC, PORT)
        session.client(text)
        session.close()
    return capture


def hostile_lengths():
    """Lengths that no frame has, a module that no rack has; the last session is sound."""
    capture = wire.Capture()
    good = ask(0x0401)
    for broken in (good[:7] + b"\xff\xff" + good[9:], good[:7] + b"\5\0" + good[9:], good[:4] + b"\0\7" + good[6:]):
        session = capture.tcp(HMI, PLC, PORT)
        session.client(good)
        session.client(broken)
        session.close()
    session = capture.tcp(HMI, PLC, PORT)
    session.client(ask(0x1002))
    session.close()
    return capture


def captures():
    yield "every-command", every_command()
    yield "identity", identity()
    yield "refusals", refusals()
    yield "ascii-code", ascii_code()
    yield "serial-numbers", serial_numbers()
    yield "datagrams", datagrams()
    yield "midstream", midstream()
    yield "node-search", node_search()
    yield "foreign-on-the-port", foreign_on_the_port()
    yield "hostile-lengths", hostile_lengths()
