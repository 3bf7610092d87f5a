"""SSH: version exchanges, the exchange of keys in pieces, version 1, and what is none."""
import struct

import wire


def text(value):
    return struct.pack("!I", len(value)) + value


def packet(kind, body):
    padding = 8 - (len(body) + 6) % 8 + 4
    return struct.pack("!IBB", len(body) + 2 + padding, padding, kind) + body + bytes(padding)


def algorithms(exchange, host_key, cipher, mac, compression=b"none"):
    lists = (exchange, host_key, cipher, cipher, mac, mac, compression, compression, b"", b"")
    return packet(20, b"\x42" * 16 + b"".join(map(text, lists)) + bytes(5))


KEY = text(b"ssh-ed25519") + text(b"\x5a" * 32)
REPLY = packet(31, text(KEY) + text(b"\x11" * 32) + text(text(b"ssh-ed25519") + text(b"\x22" * 64)))
NEW_KEYS = packet(21, b"")


def captures():
    station, server = wire.Host("10.41.1.11"), wire.Host("10.41.1.6")
    capture = wire.Capture()
    talk = capture.tcp(station, server, 22)
    talk.server(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", cuts=[10])
    talk.client(b"SSH-2.0-PuTTY_Release_0.78\r\n")
    talk.client(bytes.fromhex("0000000c0a15") + bytes(10))
    talk.close()
    yield "version-exchange", capture

    # The whole exchange, cut and joined; behind the new keys are bytes that look like packets.
    whole = wire.Capture()
    talk = whole.tcp(station, server, 2222)
    talk.client(b"SSH-2.0-PuTTY_Release_0.78\r\n")
    talk.server(b"SSH-2.0-dropbear_2012.55\r\n" +
                algorithms(b"diffie-hellman-group1-sha1,curve25519-sha256", b"ssh-dss,ssh-ed25519",
                           b"aes128-ctr,arcfour,3des-cbc", b"hmac-sha1"), cuts=[20, 60, 150])
    talk.client(algorithms(b"curve25519-sha256", b"ssh-ed25519", b"aes256-ctr", b"hmac-sha2-256", b"none,zlib"),
                cuts=[2])
    talk.client(packet(30, text(b"\x33" * 32)))
    talk.server(REPLY + NEW_KEYS, cuts=[100])
    talk.client(NEW_KEYS + b"\x9d" * 60)
    talk.server(packet(31, text(text(b"ssh-rsa") + text(b"no key of anyone"))))
    talk.close()
    yield "key-exchange", whole

    # A longer exchange: message 31 is a group, 33 the key; and a server of version 1.
    group = wire.Capture()
    talk = group.tcp(station, server, 22)
    talk.server(b"SSH-1.99-Cisco-1.25\r\n")
    talk.client(b"SSH-2.0-OpenSSH_for_Windows_8.1\r\n")
    talk.server(packet(31, text(b"\0" + b"\xc5" * 64) + text(b"\2")))
    talk.server(packet(33, text(text(b"ssh-rsa") + text(b"\1\0\1") + text(b"\0" + b"\xc7" * 64)) + text(b"\7")))
    talk = group.tcp(station, wire.Host("10.41.1.9"), 22)
    talk.server(b"SSH-1.5-1.2.27\n")
    talk.client(b"SSH-1.5-old client\n")
    yield "version-1", group

    odd = wire.Capture()
    talk = odd.tcp(station, server, 22, handshake=False)
    talk.client(b"\x8a" * 60)
    talk = odd.tcp(wire.Host("10.41.1.12"), server, 22)
    talk.server(b"SSH-2.0-x\r\n" + struct.pack("!IB", 0x7FFFFFFF, 4) + b"\x14" * 40)
    talk.client(b"SSH-2.0-y\r\n" + struct.pack("!IBB", 12, 200, 20) + bytes(10))
    talk.client(packet(20, b"\x42" * 16 + struct.pack("!I", 0xFFFFFFFF)))
    talk.server(b"SSH-2.0-" + b"z" * 600)
    yield "hostile-lengths", odd
