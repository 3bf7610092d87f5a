"""CC-Link IE: frames are counted by their type."""
import wire


def captures():
    capture = wire.Capture()
    for kind in (0x01, 0x01, 0x10):
        capture.frame(wire.ethernet("00:26:92:41:0c:01", "ff:ff:ff:ff:ff:ff", 0x890F, bytes([kind]) + bytes(45)))
    yield "frames", capture
