"""Beckhoff ADS over AMS/TCP, and the UDP service of TwinCAT routers: what each capture shows is in
its name.

Source: Beckhoff Information System, TwinCAT ADS/AMS specification; for UDP the tags as routers send
them.
"""
import struct

import wire

HMI, STATION, PLC = (wire.Host(f"10.41.1.{host}") for host in (10, 11, 20))
EVERYONE = wire.Host("10.41.1.255", "ff:ff:ff:ff:ff:ff")
PORT, UDP = 48898, 48899
READ_INFO, READ, WRITE, READ_STATE, CONTROL, ADD, DELETE, NOTE, READ_WRITE = range(1, 10)
RUNTIME, SYSTEM = 851, 10000


def net_id(host):
    return bytes(int(part) for part in host.ip.split(".")) + b"\1\1"


class Router:
    """Both directions of one connection; invoke ids count up."""

    def __init__(self, session, client, server, port=RUNTIME):
        self.session, self.invoke, self.port = session, 0, port
        self.client, self.server = net_id(client), net_id(server)

    def message(self, to_server, command, data, flags, error=0, invoke=None):
        server, client = self.server + struct.pack("<H", self.port), self.client + struct.pack("<H", 32905)
        ends = server + client if to_server else client + server
        number = self.invoke if invoke is None else invoke
        head = ends + struct.pack("<HHIII", command, flags, len(data), error, number)
        return struct.pack("<HI", 0, len(head + data)) + head + data

    def ask(self, command, data=b""):
        self.invoke += 1
        return self.message(True, command, data, 4)

    def answer(self, command, data=b"", result=0, error=0, invoke=None):
        return self.message(False, command, struct.pack("<I", result) + data, 5, error, invoke)

    def both(self, command, data=b"", reply=b"", result=0, error=0):
        self.session.client(self.ask(command, data))
        self.session.server(self.answer(command, reply, result, error))


def group(number, length=4, offset=0):
    return struct.pack("<III", number, offset, length)


def read_write(number, data, length=4):
    return struct.pack("<IIII", number, 0, length, len(data)) + data


def info(name, version=(3, 1, 4024)):
    return struct.pack("<BBH", *version) + name.encode().ljust(16, b"\0")


def control(state):
    return struct.pack("<HHI", state, 0, 0)


READS = [0x4020, 0xF00B, 0xF00C, 0xF00E, 0xF00F, 0xF005, 0xF020, 0xF021, 0xF030, 0xF031, 0x9999]
WRITES = [0x4020, 0xF005, 0xF006, 0xF020, 0xF021, 0xF030, 0xF031, 0x9999]
BOTH = [0xF003, 0xF004, 0xF007, 0xF009, 0xF080, 0xF081, 0xF082, 0xF083, 0xF084, 0xF085, 0xF086, 0x9999]
SERVICE_BOTH = [120, 121, 122, 123, 131, 132, 133, 200]


def every_command():
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    talk = Router(session, STATION, PLC)
    for number in READS:
        talk.both(READ, group(number), struct.pack("<II", 4, 7))
    for number in WRITES:
        talk.both(WRITE, group(number) + bytes(4))
    for number in BOTH:
        talk.both(READ_WRITE, read_write(number, b"MAIN.level\0"), struct.pack("<II", 4, 7))
    talk.both(ADD, group(0xF005) + bytes(28), bytes(4))
    session.server(talk.message(False, NOTE, struct.pack("<II", 4, 0), 4))
    talk.both(DELETE, bytes(4))
    for state in (1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14, 15, 16, 99):
        talk.both(CONTROL, control(state))
    service = Router(session, STATION, PLC, SYSTEM)
    for number in SERVICE_BOTH:
        service.both(READ_WRITE, read_write(number, b"/boot/x\0"), struct.pack("<II", 4, 7))
    service.both(READ, group(700), struct.pack("<II", 4, 7))
    for number in (121, 200, 500, 801, 802):
        service.both(WRITE, group(number) + bytes(4))
    for state in (2, 5, 6, 12, 15, 16):
        service.both(CONTROL, control(state))
    session.close()
    return capture


def identity():
    """The device by its system service, and two programs on it."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    for port, name, state in ((SYSTEM, "TwinCAT System", 15), (RUNTIME, "Plc30 App", 5), (300, "I/O Server", 6)):
        talk = Router(session, STATION, PLC, port)
        talk.both(READ_INFO, b"", info(name))
        talk.both(READ_STATE, b"", struct.pack("<HH", state, 0))
    session.close()
    return capture


def refusals():
    """By the router, by the device, and answered out of order."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    talk = Router(session, STATION, PLC)
    talk.both(CONTROL, control(6), result=0x704)
    talk.both(READ_WRITE, read_write(0xF003, b"MAIN.none\0"), result=0x710)
    session.client(talk.ask(READ_INFO))
    session.server(talk.message(False, READ_INFO, b"", 5, 7))
    first, second = talk.ask(WRITE, group(0xF005) + bytes(4)), talk.ask(READ, group(0x4020))
    session.client(first + second)
    session.server(talk.answer(READ, bytes(8)) + talk.answer(WRITE, result=0x745, invoke=talk.invoke - 1))
    session.close()
    return capture


def long_transfer():
    """A file of 9000 bytes in one message, split and joined with what follows."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    talk = Router(session, STATION, PLC, SYSTEM)
    data = talk.ask(READ_WRITE, read_write(123, bytes(9000)))
    session.client(data + talk.ask(READ_STATE), cuts=[3, 50, 200, 1600, 3000, 4400, 5800, 7200, 8600])
    session.server(talk.answer(READ_WRITE, bytes(4), invoke=1) + talk.answer(READ_STATE, struct.pack("<HH", 5, 0)),
                   cuts=[30])
    session.close()
    return capture


def midstream():
    """An answer first, on a port that says nothing; then the controller asks its client."""
    capture = wire.Capture()
    session = capture.tcp(HMI, PLC, 58898, handshake=False)
    talk = Router(session, HMI, PLC)
    session.server(talk.answer(READ_STATE, struct.pack("<HH", 5, 0), invoke=7))
    talk.both(CONTROL, control(6))
    back = Router(session, PLC, HMI)
    session.server(back.ask(READ_STATE))
    session.client(back.answer(READ_STATE, struct.pack("<HH", 15, 0)))
    return capture


def tag(number, data):
    return struct.pack("<HH", number, len(data)) + data


def datagram(service, host, tags=()):
    return (struct.pack("<III", 0x71146603, 0, service) + net_id(host) + struct.pack("<HI", SYSTEM, len(tags))
            + b"".join(tags))


def search():
    """Who is there, a route with a password, the same refused, and the route taken away."""
    capture = wire.Capture()
    capture.udp(STATION, EVERYONE, UDP, datagram(1, STATION), source_port=49200)
    system = struct.pack("<IIIII", 276, 10, 0, 19045, 2) + bytes(256)
    found = [tag(5, b"CX-MIX-1\0"), tag(4, system), tag(3, struct.pack("<BBH", 3, 1, 4024)), tag(0x12, b"ab12" * 16)]
    capture.udp(PLC, STATION, 49200, datagram(0x80000001, PLC, found), source_port=UDP)
    route = [tag(12, b"EWS1\0"), tag(7, net_id(STATION)), tag(13, b"Administrator\0"), tag(2, b"secret\0"),
             tag(5, b"10.41.1.11\0")]
    for status in (0, 0x704):
        capture.udp(STATION, PLC, UDP, datagram(6, STATION, route), source_port=49201)
        capture.udp(PLC, STATION, 49201, datagram(0x80000006, PLC, [tag(1, struct.pack("<I", status))]), source_port=UDP)
    capture.udp(STATION, PLC, UDP, datagram(7, STATION, route[:1]), source_port=49201)
    return capture


def foreign_on_the_port():
    """A web client, and lengths that contradict each other."""
    capture = wire.Capture()
    session = capture.tcp(STATION, PLC, PORT)
    good = Router(session, STATION, PLC).ask(READ_STATE)
    for text in (b"GET / HTTP/1.0\r\n\r\n", b"\0\0\xff\xff\xff\xff" + good[6:], b"\0\0\x1f\0\0\0" + good[6:]):
        session = capture.tcp(STATION, PLC, PORT)
        session.client(text)
        session.close()
    capture.udp(STATION, PLC, UDP, struct.pack("<III", 0x71146603, 0, 1), source_port=49202)
    return capture


def hostile_tags():
    """More tags announced than there are, and one that is longer than the datagram."""
    capture = wire.Capture()
    found = datagram(0x80000001, PLC, [tag(5, b"CX-MIX-1\0")])
    capture.udp(PLC, STATION, 49200, found[:20] + b"\xff\xff\xff\xff" + found[24:], source_port=UDP)
    capture.udp(PLC, STATION, 49200, found + struct.pack("<HH", 3, 0xFFFF) + b"\3\1", source_port=UDP)
    return capture


def captures():
    yield "every-command", every_command()
    yield "identity", identity()
    yield "refusals", refusals()
    yield "long-transfer", long_transfer()
    yield "midstream", midstream()
    yield "search", search()
    yield "foreign-on-the-port", foreign_on_the_port()
    yield "hostile-tags", hostile_tags()
