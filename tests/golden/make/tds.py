"""TDS: a client in clear text, one with encryption, a refusal, a long statement, damage.

Source: [MS-TDS] 2.2.3.1, 2.2.6.4, 2.2.6.5.
"""
import struct

import ntlm
import tls
import wire

PRE_LOGIN, LOGIN, STATEMENT, RESULT = 0x12, 0x10, 0x01, 0x04
OFF, ON, NOT_SUPPORTED = 0, 1, 2


def packet(kind, data, last=True, number=1):
    return struct.pack("!BBHHBB", kind, last, 8 + len(data), 0, number, 0) + data


def pre_login(version, encryption, instance=b"\0"):
    options = [(0, struct.pack("!BBHH", *version, 0)), (1, bytes([encryption])), (2, instance)]
    at, table, body = 5 * len(options) + 1, b"", b""
    for kind, data in options:
        table += struct.pack("!BHH", kind, at + len(body), len(data))
        body += data
    return table + b"\xff" + body


def login(host, user, password, program, server, token=b""):
    texts = [ntlm.wide(one) for one in (host, user, password, program, server, "", "ODBC", "", "history")]
    at, table, body = 36 + 9 * 4 + 6 + 3 * 4 + 4, b"", b""
    for one in texts:
        table += struct.pack("<HH", at + len(body), len(one) // 2)
        body += one
    table += b"\0\x1b\x1b\0\0\1" + struct.pack("<HH", at + len(body), len(token))
    table += struct.pack("<HHHHI", 0, 0, 0, 0, 0)
    body += token
    head = struct.pack("<IIIIII4sII", at + len(body), 0x74000004, 4096, 7, 1234, 0, b"\xe0\3\0\0", 0, 0x409)
    return head + table + body


DONE = b"\xfd" + bytes(12)


def captures():
    client, server, other = wire.Host("10.41.1.11"), wire.Host("10.41.1.6"), wire.Host("10.41.1.7")
    plain = wire.Capture()
    talk = plain.tcp(client, server, 1433)
    talk.client(packet(PRE_LOGIN, pre_login((8, 0, 2039), NOT_SUPPORTED, b"HIST\0")), cuts=[5])
    talk.server(packet(RESULT, pre_login((8, 0, 2039), NOT_SUPPORTED)))
    talk.client(packet(LOGIN, login("ES-1", "sa", "not to be kept", "Example SCADA", "hist-1")))
    talk.server(packet(RESULT, b"\xaa" + bytes(40)))
    token = ntlm.negotiate(ntlm.windows(10, 0, 19041))
    talk.client(packet(LOGIN, login("ES-1", "", "", "Example SCADA", "hist-1", token)))
    talk.server(packet(RESULT, b"\xe3" + bytes(60)))
    talk.client(packet(STATEMENT, b"s\0" * 3000, False) + packet(STATEMENT, b"t\0" * 100, True, 2), cuts=range(1400, 6000, 1400))
    talk.server(packet(RESULT, DONE * 700, False) + packet(RESULT, DONE, True, 2), cuts=[4000])
    talk.close()
    yield "clear-text", plain

    closed = wire.Capture()
    talk = closed.tcp(client, other, 1433)
    talk.client(packet(PRE_LOGIN, pre_login((17, 0, 0), ON)))
    talk.server(packet(RESULT, pre_login((15, 0, 2000), ON)))
    talk.client(packet(PRE_LOGIN, tls.record(22, tls.client_hello(b"hist-2.plant.example"))))
    talk.server(packet(PRE_LOGIN, tls.record(22, tls.server_hello(0x0303, 0xC02F))))
    talk.client(tls.record(23, b"\x5a" * 200))
    talk.server(tls.record(23, b"\x5a" * 900), cuts=[300])
    talk.close()
    yield "encrypted", closed

    odd = wire.Capture()
    talk = odd.tcp(client, server, 14330)  # not its own port
    talk.client(packet(PRE_LOGIN, pre_login((11, 0, 1), ON)))
    talk.server(packet(RESULT, b"\0\0\x0b\0\6\1\xff\xff\xff\xff" + bytes(30)))
    talk.client(packet(LOGIN, bytes(36) + b"\xff" * 60))
    talk.server(b"\4\1\0\7\0\0\1\0")
    talk.close()
    yield "hostile-lengths", odd
