"""NTP: a controller asks a time server; another server is not synchronised."""
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
