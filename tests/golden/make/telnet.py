"""Telnet: a serial server's console."""
import wire


def captures():
    station, gateway = wire.Host("10.41.1.11"), wire.Host("10.41.1.40", "00:90:e8:41:00:28")
    capture = wire.Capture()
    talk = capture.tcp(station, gateway, 23)
    talk.server(b"\xff\xfb\x01\xff\xfb\x03")
    talk.client(b"\xff\xfd\x01\xff\xfd\x03")
    talk.server(b"\r\nNPort 5110 Console\r\nPassword:")
    talk.client(b"never-kept\r\n")
    talk.close()
    yield "console", capture
