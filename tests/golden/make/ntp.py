"""NTP: a controller asks a time server; another server is not synchronised; questions about the server itself."""
import struct

import wire


def ntp(first, stratum):
    return bytes([first, stratum, 6, 0xEC]) + bytes(44)


def captures():
    plc, clock, lost = wire.Host("10.41.1.20"), wire.Host("10.41.1.7"), wire.Host("10.41.1.8")
    capture = wire.Capture()
    capture.udp(plc, clock, 123, ntp(0x23, 0))
    capture.udp(clock, plc, 123, ntp(0x24, 2))
    capture.udp(plc, lost, 123, ntp(0xE3, 0))
    capture.udp(lost, plc, 123, ntp(0xE4, 16))
    yield "two-servers", capture

    asked = wire.Capture()
    tool = wire.Host("10.41.1.90")

    def control(operation, data=b"", reply=0, status=0, offset=0):
        return struct.pack("!BBHHHHH", 0x16, reply | operation, 1, status, 0, offset, len(data)) + data + bytes(-len(data) % 4)

    def both(question, *answers):
        asked.udp(tool, clock, 123, question, 40123)
        for answer in answers:
            asked.udp(clock, tool, 40123, answer, 123)

    told = b'version="ntpd 4.2.8p15@1.3728-o, patched", processor="armv7l",\r\nsystem="Linux/5.10.0", leap=0, stratum=2'
    both(control(2), control(2, told, 0xA0), control(2, b"refid=GPS", 0x80, offset=len(told)))
    both(control(8, b"server 10.41.1.66"), control(8, b"", 0xC0, 0x100))
    both(bytes([0x17, 0, 3, 42]) + bytes(4), bytes([0xD7, 0, 3, 42]) + struct.pack("!HH", 1, 72) + bytes(72))
    both(bytes([0x17, 0, 3, 10]) + bytes(4), bytes([0x97, 0, 3, 10]) + struct.pack("!HH", 0x7000, 0))
    asked.udp(tool, clock, 123, control(2)[:11], 40124)  # too short
    asked.udp(clock, tool, 40125, control(2, b"version=", 0x80)[:-4] + b"\xff", 123)
    yield "asked-about-itself", asked
