"""Synchrophasors: a session over TCP, announcements over UDP, configuration 3, test mode, damage."""
import struct

import wire

CONCENTRATOR, UNIT, LAB = wire.Host("10.41.9.10"), wire.Host("10.41.9.20"), wire.Host("10.41.9.30")
DATA, HEADER, CFG_1, CFG_2, COMMAND, CFG_3 = range(6)
OFF, ON, SEND_HEADER, SEND_CFG_1, SEND_CFG_2, SEND_CFG_3, EXTENDED = 1, 2, 3, 4, 5, 6, 8


def checksum(data):
    """Bit by bit, unlike the dissector."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def frame(kind, body, stream=60, quality=0, version=1, second=wire.START):
    head = struct.pack("!BBHHII", 0xAA, kind << 4 | version, 16 + len(body), stream, second, quality << 24)
    return head + body + struct.pack("!H", checksum(head + body))


def command(number, extension=b"", stream=60):
    return frame(COMMAND, struct.pack("!H", number) + extension, stream)


def name(text):
    return text.encode().ljust(16)


def unit(station, number):
    """Two phasors, one analog value, one word of digital ones."""
    names = [name(f"CH{n}") for n in range(2 + 1 + 16)]
    return name(station) + struct.pack("!HHHHH", number, 0, 2, 1, 1) + b"".join(names) + bytes(4 * 4) + b"\0\1\0\7"


def configuration(*units, kind=CFG_2, stream=60):
    return frame(kind, struct.pack("!IH", 1000000, len(units)) + b"".join(units) + b"\0\x32", stream)


def pascal(text):
    return bytes([len(text)]) + text.encode()


def unit_3(station, number, latitude, longitude):
    names = b"".join(pascal(f"channel {n}") for n in range(1 + 0 + 16))
    counts = struct.pack("!HHHH", 0, 1, 0, 1)
    place = struct.pack("!fff", latitude, longitude, 110.0)
    return (pascal(station) + struct.pack("!H", number) + bytes(range(16)) + counts + names + bytes(12 + 4) +
            place + b"M" + bytes(4 + 4) + b"\0\1\0\7")


def configuration_3(index, *units, stream=61):
    return frame(CFG_3, struct.pack("!HIH", index, 1000000, len(units)) + b"".join(units) + b"\0\x32", stream, version=2)


def data(status=0, stream=60, quality=0):
    return frame(DATA, struct.pack("!HhhhhhhHH", status, 100, -5, 90, 4, 0, 0, 17, 1), stream, quality)


def session():
    capture = wire.Capture()
    stream = capture.tcp(CONCENTRATOR, UNIT, 4712)
    stream.client(command(SEND_HEADER))
    stream.server(frame(HEADER, b"PMU of feeder 7, firmware 2.1"))
    stream.client(command(SEND_CFG_1))
    stream.server(configuration(unit("Feeder 7", 60), kind=CFG_1))
    stream.client(command(SEND_CFG_2))
    stream.server(configuration(unit("Feeder 7", 60)), cuts=[3, 100])
    stream.client(command(ON))
    stream.server(data() + data() + data(0x2000), cuts=[45])
    stream.server(data(0x8000))
    stream.server(data(0, quality=0x0F))
    stream.client(command(EXTENDED, b"abcd") + command(OFF))
    stream.close()
    return capture


def announcements():
    """Configurations that nobody asked for, of a concentrator with two units; data of both streams."""
    capture = wire.Capture()
    capture.udp(CONCENTRATOR, UNIT, 4713, command(SEND_CFG_3, stream=61), 49200)
    capture.udp(UNIT, CONCENTRATOR, 49200, configuration_3(0, unit_3("Substation North", 611, 48.137, 11.575)), 4713)
    capture.udp(UNIT, CONCENTRATOR, 49200, configuration_3(1, unit_3("Substation South", 612, float("inf"), 0)), 4713)
    capture.udp(UNIT, CONCENTRATOR, 49200, configuration_3(0xFFFF), 4713)
    capture.udp(UNIT, CONCENTRATOR, 49200, configuration(unit("North", 621), unit("South", 622), stream=62), 4713)
    capture.udp(UNIT, CONCENTRATOR, 49200, data(0x4000, 62), 4713)
    return capture


def midway():
    """Begun midway on another port: the checksum proves it; then a wrong one, and foreign text."""
    capture = wire.Capture()
    stream = capture.tcp(CONCENTRATOR, UNIT, 8899, handshake=False)
    stream.server(data())
    stream.client(command(ON))
    wrong = bytearray(data())
    wrong[20] ^= 1
    stream.server(bytes(wrong))
    stream.server(data())
    foreign = capture.tcp(LAB, UNIT, 4712)
    foreign.client(b"GET / HTTP/1.0\r\n\r\n")
    foreign.close()
    capture.udp(LAB, UNIT, 4713, frame(HEADER, b"x")[:10], 49300)
    capture.udp(LAB, UNIT, 4713, struct.pack("!BBHHII", 0xAA, 0x41, 15, 1, 0, 0) + b"\0\0", 49301)
    return capture


def captures():
    yield "session", session()
    yield "announcements", announcements()
    yield "midway-and-foreign", midway()
