"""SSH: the version exchange, and encrypted bytes behind it."""
import wire


def captures():
    station, server = wire.Host("10.41.1.11"), wire.Host("10.41.1.6")
    capture = wire.Capture()
    talk = capture.tcp(station, server, 22)
    talk.server(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", cuts=[10])
    talk.client(b"SSH-2.0-PuTTY_Release_0.78\r\n")
    talk.client(bytes.fromhex("0000000c0a15") + bytes(10))
    talk.close()
    yield "version-exchange", capture
