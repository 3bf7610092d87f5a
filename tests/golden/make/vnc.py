"""VNC: an operator panel whose screen anybody may take over, and one with a password.

Source: RFC 6143.
"""
import wire

VIEWER, PANEL = wire.Host("10.30.0.30"), wire.Host("10.41.1.20", "28:63:36:41:01:20")
GREETING = b"RFB 003.008\n"
PIXELS = bytes.fromhex("20180001 00ff00ff00ff1008000000 00".replace(" ", ""))


def begin(capture, security):
    talk = capture.tcp(VIEWER, PANEL, 5900)
    talk.server(GREETING)
    talk.client(GREETING)
    talk.server(bytes([len(security), *security]))
    return talk


def captures():
    capture = wire.Capture()
    talk = begin(capture, [1, 2])
    talk.client(b"\x01")
    talk.server(bytes(4))
    talk.client(b"\x01")
    talk.server(bytes.fromhex("0400 0300") + PIXELS + (5).to_bytes(4, "big") + b"hmi-a")
    talk.client(bytes.fromhex("0000 0000") + PIXELS + bytes.fromhex("0200 0001 0000 0000"))
    talk.client(bytes.fromhex("03 00 0000 0000 0400 0300") + bytes.fromhex("05 01 0010 0020"))
    talk.client(bytes.fromhex("04 01 0000 00000041"))
    talk.server(bytes.fromhex("00 00 0000"))
    talk.close()
    yield "screen-without-a-password", capture

    capture = wire.Capture()
    talk = begin(capture, [2])
    talk.client(b"\x02")
    talk.server(bytes(range(16)))
    talk.client(bytes(range(16, 32)))
    talk.server((1).to_bytes(4, "big") + (6).to_bytes(4, "big") + b"no way")
    talk.close()
    yield "password-refused", capture
