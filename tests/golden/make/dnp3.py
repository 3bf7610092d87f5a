"""DNP3 over TCP and UDP: a master and outstations, with every checksum right.

Source: IEEE 1815-2012, 4 (application), 8 (transport), 9 (link), 13 (IP networks).
"""
import struct

import wire

SCADA, RTU, ENGINEER = (wire.Host(f"10.41.1.{host}") for host in (10, 40, 12))
PORT = 20000
MASTER, STATION = 1, 10
TRANSPORT_MOST = 249  # application bytes in one link frame


def checksum(block):
    crc = 0
    for byte in block:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA6BC if crc & 1 else 0)
    return struct.pack("<H", ~crc & 0xFFFF)


def link(control, target, source, user=b""):
    header = struct.pack("<BBBBHH", 5, 0x64, 5 + len(user), control, target, source)
    blocks = [user[at:at + 16] for at in range(0, len(user), 16)]
    return b"".join(block + checksum(block) for block in [header, *blocks])


class Side:
    """Master or outstation: wraps application fragments in transport and link."""

    def __init__(self, control, source, target):
        self.control, self.source, self.target, self.sequence = control, source, target, 0

    def frames(self, fragment, most=TRANSPORT_MOST, target=None):
        """Link frames of one application fragment, `most` bytes of it in each."""
        if isinstance(fragment, str):
            fragment = wire.octets(fragment)
        parts = [fragment[at:at + most] for at in range(0, len(fragment), most)]
        out = []
        for number, part in enumerate(parts):
            first, final = number == 0, number == len(parts) - 1
            transport = final << 7 | first << 6 | self.sequence
            self.sequence = (self.sequence + 1) % 64
            out.append(link(self.control, self.target if target is None else target, self.source,
                            bytes([transport]) + part))
        return out


def pair(station=STATION):
    return Side(0xC4, MASTER, station), Side(0x44, station, MASTER)


def attribute(variation, text):
    return bytes([0, variation, 0, 0, 0, 1, len(text)]) + text.encode()


def dialogue(capture, exchanges, client=SCADA):
    """Request and answer fragments in readable hex; no answer is None."""
    session = capture.tcp(client, RTU, PORT)
    master, station = pair()
    for request, answer in exchanges:
        session.client(b"".join(master.frames(request)))
        if answer is not None:
            session.server(b"".join(station.frames(answer)))
    session.close()


def polling_with_events():
    capture = wire.Capture()
    session = capture.tcp(SCADA, RTU, PORT)
    master, station = pair()
    session.client(link(0xC0, STATION, MASTER))  # reset link states
    session.server(link(0x00, MASTER, STATION))  # acknowledged
    session.server(station.frames("f1 82 9000")[0])  # it has restarted
    session.client(master.frames("d1 00")[0])
    session.client(master.frames("c0 02 50 01 00 07 07 00")[0])
    session.server(station.frames("c0 81 0000")[0])
    session.client(master.frames("c1 01 3c02 06 3c03 06 3c04 06 3c01 06")[0])
    session.server(station.frames("e1 81 0000 0102 00 0003 81 01 01 81")[0])
    session.client(master.frames("c1 00")[0])
    session.client(master.frames("c2 14 3c02 06 3c03 06 3c04 06")[0])
    session.server(station.frames("c2 81 0000")[0])
    session.server(station.frames("f2 82 0000 0202 17 01 03 81 000000000000")[0], cuts=[10])
    session.client(master.frames("d2 00")[0])
    session.client(link(0xC9, STATION, MASTER))  # link status?
    session.server(link(0x0B, MASTER, STATION))
    session.close()
    return capture


CLOSE = "0c01 28 0100 0700 41 01 e8030000 00000000 "


def controls():
    """Select, operate, direct; one point does not exist, one set point is refused."""
    capture = wire.Capture()
    dialogue(capture, [
        ("c1 03" + CLOSE + "00", "c1 81 0000" + CLOSE + "00"),
        ("c2 04" + CLOSE + "00", "c2 81 0000" + CLOSE + "00"),
        ("c3 05" + CLOSE + "00", "c3 81 0000" + CLOSE + "04"),
        ("c4 05 2902 17 01 07 1027 00", "c4 81 0002"),
        ("c5 06" + CLOSE + "00", None),
    ])
    return capture


def engineering():
    """Restarts, applications, configuration: some refused."""
    capture = wire.Capture()
    dialogue(capture, [
        ("c1 0d", "c1 81 0000 3402 07 01 1027"),
        ("c2 0e", "c2 81 0000 3402 07 01 e803"),
        ("c3 12 5a01 5b 01 0400 50554d50", "c3 81 0000"),
        ("c4 11 5a01 5b 01 0400 50554d50", "c4 81 0001"),
        ("c5 15 3c02 06", "c5 81 0000"),
        ("c6 16 3c02 06 1e00 06", "c6 81 0004"),
        ("c7 13", "c7 81 0001"),
        ("c8 1f", "c8 81 0001"),
    ], ENGINEER)
    return capture


def time_and_files():
    name = b"conf.txt"
    opened = struct.pack("<HHH", 26, len(name), 0) + bytes(20) + name
    delete = b"\xc5\x1b\x46\x03\x5b\x01" + struct.pack("<H", len(opened)) + opened
    capture = wire.Capture()
    dialogue(capture, [
        ("c1 17", "c1 81 0000 3402 07 01 0000"),
        ("c2 02 3201 07 01 0068c0a49a01", "c2 81 0000"),
        ("c3 18", "c3 81 0000"),
        ("c4 02 3203 07 01 0068c0a49a01", "c4 81 0000"),
        (delete, "c5 81 0001"),
        # A binary output hides behind the time.
        ("c6 02 3201 07 01 0068c0a49a01 0a01 00 0000 01", "c6 81 0000"),
    ])
    return capture


def device_attributes():
    """All attributes in one answer, over several link frames that cut them anywhere."""
    texts = {252: "Example Grid", 250: "RTU-7", 249: "2:2012", 248: "EG-004711", 247: "Feeder 12",
             246: "F12", 245: "Substation North, bay 12", 243: "C2", 242: "3.2.1",
             208: "North ring", 207: "Grid company", 206: "Service company"}
    answer = b"\xc1\x81\0\0" + b"".join(attribute(v, text) for v, text in texts.items())
    capture = wire.Capture()
    session = capture.tcp(ENGINEER, RTU, PORT)
    master, station = pair()
    session.client(master.frames("c1 01 00fe 00 00 00")[0])
    for frame in station.frames(answer, most=50):
        session.server(frame)
    session.close()
    return capture


def long_answer():
    """One answer of two application fragments, each of several segments."""
    capture = wire.Capture()
    session = capture.tcp(SCADA, RTU, PORT)
    master, station = pair()
    session.client(master.frames("c3 01 3c01 06")[0])
    for head in ("a3 81 0000", "64 81 0000"):
        body = wire.octets(head + "1e02 00 0063") + bytes(300)
        session.server(b"".join(station.frames(body)), cuts=[100, 292])
        session.client(master.frames(f"{0xC0 | int(head[1], 16):02x} 00")[0])
    session.close()
    return capture


def header_in_two_segments():
    """The function code only comes with the second link frame."""
    capture = wire.Capture()
    session = capture.tcp(ENGINEER, RTU, PORT)
    master, station = pair()
    session.client(b"".join(master.frames("c1 0d", most=1)))
    session.server(b"".join(station.frames("c1 81 0001", most=3)))
    session.close()
    return capture


def stations_behind_a_terminal_server():
    capture = wire.Capture()
    session = capture.tcp(SCADA, RTU, PORT)
    for number in (10, 11, 12):
        master, station = pair(number)
        session.client(master.frames("c5 01 3c01 06")[0])
        session.server(station.frames("c5 81 0000")[0])
    session.close()
    return capture


def datagrams():
    """Both ends on port 20000: only the functions say who asks; one broadcast."""
    capture = wire.Capture()
    master, station = pair()
    capture.udp(RTU, SCADA, PORT, station.frames("f0 82 8000")[0])
    capture.udp(SCADA, RTU, PORT, master.frames("d0 00")[0])
    capture.udp(SCADA, RTU, PORT, master.frames("c1 15 3c02 06", target=0xFFFF)[0])
    capture.udp(SCADA, RTU, PORT, master.frames("c2 01 3c01 06")[0])
    capture.udp(RTU, SCADA, PORT, station.frames("c2 81 0100")[0])
    return capture


def authenticated():
    """An outstation that has restarted challenges an operation; later it is in trouble."""
    capture = wire.Capture()
    challenge = "78 01 5b 01 0e 00 01 00 00 00 01 00 04 01 11 22 33 44 55 66"
    proof = "78 02 5b 01 16 00 01 00 00 00 01 00" + " a5" * 16
    dialogue(capture, [("c3 01 3c 02 06", "c3 81 80 00"),
                       ("c4 05 0c 01 28 01 00 00 00 03 01 64 00 00 00 64 00 00 00 00", "c4 83 00 00 " + challenge),
                       ("c4 20 " + proof, "c4 81 00 00 0c 01 28 01 00 00 00 03 01 64 00 00 00 64 00 00 00 00"),
                       ("c5 01 3c 02 06", "c5 81 40 08")])
    return capture


def damaged():
    """A wrong checksum in a block, then a frame that is right."""
    capture = wire.Capture()
    session = capture.tcp(SCADA, RTU, PORT)
    master, station = pair()
    broken = bytearray(master.frames("c1 0d")[0])
    broken[11] ^= 0x40
    session.client(bytes(broken))
    session.client(master.frames("c2 01 3c01 06")[0])
    session.server(station.frames("c2 81 0000")[0])
    session.close()
    return capture


def captures():
    yield "polling-with-events", polling_with_events()
    yield "controls", controls()
    yield "engineering", engineering()
    yield "time-and-files", time_and_files()
    yield "device-attributes", device_attributes()
    yield "long-answer", long_answer()
    yield "header-in-two-segments", header_in_two_segments()
    yield "stations-behind-a-terminal-server", stations_behind_a_terminal_server()
    yield "datagrams", datagrams()
    yield "authenticated", authenticated()
    yield "damaged", damaged()
