"""TNS: a session, a refusal that tells the version, a redirection, damage.

Source: the packets as other readers of the protocol describe them.
"""
import struct

import wire

CONNECT, ACCEPT, REFUSE, REDIRECT, DATA = 1, 2, 4, 5, 6


def packet(kind, data):
    return struct.pack("!HHBBH", 8 + len(data), 0, kind, 0, 0) + data


def connect(descriptor):
    head = struct.pack("!HHHHHHHHHHIBBQQQ", 314, 300, 0, 8192, 32767, 32519, 0, 1, len(descriptor), 58, 2048, 0x41, 0x41, 0, 0, 0)
    return packet(CONNECT, head[:50] + descriptor)


def descriptor(service, user=b"operator"):
    return (b"(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=10.41.1.6)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=" + service +
            b")(CID=(PROGRAM=scada.exe)(HOST=ES-1)(USER=" + user + b"))))")


def captures():
    client, server = wire.Host("10.41.1.11"), wire.Host("10.41.1.6")
    plant = wire.Capture()
    talk = plant.tcp(client, server, 1521)
    talk.client(connect(descriptor(b"HISTORY")), cuts=[5, 60])
    talk.server(packet(ACCEPT, bytes(24)))
    talk.client(packet(DATA, b"\0\0" + b"\xde\xad\xbe\xef" * 20) + packet(DATA, bytes(8160) + b"x" * 900), cuts=[2000])
    talk.server(packet(DATA, bytes(200)))
    talk.client(struct.pack("!IBBH", 8 + 30, DATA, 0, 0) + bytes(30))
    talk.close()
    talk = plant.tcp(client, server, 1521)
    talk.client(connect(descriptor(b"NO_SUCH")))
    refusal = b"(DESCRIPTION=(TMP=)(VSNNUM=186647552)(ERR=12514)(ERROR_STACK=(ERROR=(CODE=12514)(EMFI=4))))"
    talk.server(packet(REFUSE, struct.pack("!BBH", 0x22, 0, len(refusal)) + refusal))
    talk.close()
    talk = plant.tcp(client, server, 1522)  # not its own port
    talk.client(connect(descriptor(b"HISTORY")))
    talk.server(packet(REDIRECT, b"\0\x10(ADDRESS=(HOST=x"))
    talk.close()
    yield "sessions", plant

    odd = wire.Capture()
    talk = odd.tcp(client, server, 1521)
    talk.client(packet(CONNECT, b"\xff" * 40 + b"(CONNECT_DATA=(CID=(HOST="))
    talk.server(packet(REFUSE, b"(VSNNUM=99999999999999999999)"))
    talk.client(b"\0\7\0\0\1\0\0\0")
    talk.close()
    yield "hostile-lengths", odd
