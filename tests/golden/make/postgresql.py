"""PostgreSQL: a password in clear text, a refusal, TLS asked for and given or not, a long statement, damage.

Source: PostgreSQL documentation, 55.7 (message formats).
"""
import struct

import tls
import wire


def start(code, data=b""):
    return struct.pack("!II", 8 + len(data), code) + data


def session(**parameters):
    return start(0x30000, b"".join(f"{key}\0{value}\0".encode() for key, value in parameters.items()) + b"\0")


def message(letter, data=b""):
    return letter + struct.pack("!I", 4 + len(data)) + data


def status(name, value):
    return message(b"S", f"{name}\0{value}\0".encode())


ASK_TLS, ASK_GSS, CANCEL = (start(80877100 + n) for n in (3, 4, 2))
READY = message(b"Z", b"I")


def captures():
    client, server, other = wire.Host("10.41.1.11"), wire.Host("10.41.1.6"), wire.Host("10.41.1.7")
    plain = wire.Capture()
    talk = plain.tcp(client, server, 5432)
    talk.client(ASK_GSS)
    talk.server(b"N")
    talk.client(ASK_TLS, cuts=[3])
    talk.server(b"N")
    talk.client(session(user="scada", database="history", application_name="Example SCADA"), cuts=[9, 30])
    talk.server(message(b"R", struct.pack("!I", 3)))
    talk.client(message(b"p", b"not to be kept\0"))
    talk.server(message(b"R", bytes(4)) + status("server_version", "15.4 (Debian 15.4-1)") + status("TimeZone", "UTC") +
                message(b"K", bytes(8)) + READY, cuts=[30])
    talk.client(message(b"Q", b"s" * 20000 + b"\0"), cuts=range(1400, 20000, 1400))
    talk.server(message(b"T", bytes(30)) + message(b"D", b"x" * 9000) + message(b"C", b"SELECT 1\0") + READY)
    talk.client(message(b"P", b"\0x\0\0\0") + message(b"B", bytes(8)) + message(b"E", bytes(5)) + message(b"S"))
    talk.server(message(b"E", b"SERROR\0\0"))
    talk.client(message(b"X"))
    talk.close()
    talk = plain.tcp(client, server, 5432)
    talk.client(session(user="nobody"))
    talk.server(message(b"E", b"SFATAL\0\0"))
    talk.close()
    talk = plain.tcp(client, server, 5432)
    talk.client(start(80877102, bytes(8)))
    talk.close()
    yield "clear-text", plain

    closed = wire.Capture()
    talk = closed.tcp(client, other, 5432)
    talk.client(ASK_TLS)
    talk.server(b"S")
    talk.client(tls.record(22, tls.client_hello(b"hist-2.plant.example")))
    talk.server(tls.record(22, tls.server_hello(0x0303, 0xC02F)))
    talk.close()
    yield "encrypted", closed

    odd = wire.Capture()
    talk = odd.tcp(client, server, 54320)  # not its own port
    talk.client(session(user="x" * 400) )
    talk.server(b"S\0\0\0\x0cserver_v" + b"R\0\0\0\3")
    talk.client(b"Q\xff\xff\xff\xff")
    talk.close()
    yield "hostile-lengths", odd
