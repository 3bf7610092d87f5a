"""ONC RPC: the port mapper, mounts and files of NFS over UDP and TCP, an instrument, damage.

Source: RFC 5531, 8; RFC 1833, 3; RFC 1813, 3 and 5.
"""
import struct

import wire

MAPPER, NFS, MOUNT, INSTRUMENT = 100000, 100003, 100005, 395183


def text(words):
    data = words.encode() if isinstance(words, str) else words
    return struct.pack("!I", len(data)) + data + bytes(-len(data) % 4)


def numbers(*values):
    return struct.pack(f"!{len(values)}I", *values)


def user(name):
    """AUTH_SYS: the client says who its user is."""
    inner = numbers(0x1234) + text(name) + numbers(1000, 1000, 1, 1000)
    return numbers(1) + text(inner) + numbers(0, 0)


NOBODY = numbers(0, 0, 0, 0)


def call(number, program, version, procedure, body=b"", who=NOBODY):
    return numbers(number, 0, 2, program, version, procedure) + who + body


def reply(number, body=b"", state=0):
    return numbers(number, 1, 0, 0, 0, state) + body


def denied(number):
    return numbers(number, 1, 1, 1, 5)


def record(message):
    return numbers(0x80000000 | len(message)) + message


def captures():
    station, server, scope = wire.Host("10.41.1.11"), wire.Host("10.41.1.6"), wire.Host("10.41.1.30")
    plant = wire.Capture()

    def ask(port, question, *answers):
        plant.udp(station, server, port, question, 800)
        for answer in answers:
            plant.udp(server, station, 800, answer, port)

    listed = [(MAPPER, 2, 6, 111), (NFS, 3, 6, 2049), (MOUNT, 3, 17, 20048), (536870919, 1, 17, 900)]
    ask(111, call(1, MAPPER, 2, 4), reply(1, b"".join(numbers(1, *row) for row in listed) + numbers(0)))
    ask(111, call(2, MAPPER, 2, 3, numbers(MOUNT, 3, 17, 0)), reply(2, numbers(20048)))
    ask(111, call(3, MAPPER, 2, 1, numbers(MOUNT, 3, 17, 99)), denied(3))
    ask(20048, call(4, MOUNT, 3, 5), reply(4, numbers(1) + text("/srv/recipes") + numbers(1) + text("*") + numbers(0) +
                                           numbers(1) + text("/srv/backup") + numbers(0, 0)))
    ask(20048, call(5, MOUNT, 3, 1, text("/srv/recipes"), user("es-1")), reply(5, numbers(0) + text(b"\1" * 32)))
    ask(20048, call(6, MOUNT, 3, 1, text("/etc"), user("es-1")), reply(6, numbers(13)))

    talk = plant.tcp(station, server, 2049)

    def file(number, procedure, body, status, results=b"", cuts=()):
        talk.client(record(call(number, NFS, 3, procedure, text(b"\1" * 32) + body, user("es-1"))), cuts=cuts)
        talk.server(record(reply(number, numbers(status) + results)))

    file(1, 4, numbers(31), 0, bytes(12), cuts=[3, 60])
    file(2, 7, numbers(0, 0, 20000, 2) + text(b"\x80\0\0\x28" * 5000), 0, cuts=range(1400, 20000, 1400))
    file(3, 6, numbers(0, 0, 16000), 0, text(b"\xab" * 16000))
    file(4, 12, text("old.csv"), 13)
    talk.client(record(call(5, NFS, 4, 1, text("") + numbers(0, 0))) + record(call(6, NFS, 4, 0)))
    talk.server(record(reply(5, numbers(0))) + record(reply(6)))
    talk.close()
    yield "files", plant

    bench = wire.Capture()
    talk = bench.tcp(station, scope, 1024)  # a port that a port mapper gave
    talk.client(record(call(1, INSTRUMENT, 1, 10, numbers(0, 0, 0) + text("inst0"))))
    talk.server(record(reply(1, numbers(0, 1, 0, 1024))))
    talk.client(record(call(2, INSTRUMENT, 1, 11, numbers(1, 0, 0, 8) + text("*IDN?\n"))))
    talk.server(record(reply(2, numbers(0, 6))))
    talk.close()
    yield "instrument", bench

    odd = wire.Capture()
    odd.udp(station, server, 111, call(1, MAPPER, 2, 4), 801)
    odd.udp(server, station, 801, reply(1, numbers(1, NFS, 3, 6, 2049) * 3)[:-3], 111)
    odd.udp(station, server, 111, call(2, MOUNT, 3, 5), 801)
    odd.udp(server, station, 801, reply(2, numbers(1, 0xFFFFFFFF)), 111)
    odd.udp(station, server, 111, call(3, NFS, 3, 0, who=numbers(1, 400) + b"short"), 801)
    odd.udp(station, server, 111, b"\0" * 60, 802)
    talk = odd.tcp(station, server, 2049, handshake=False)
    talk.client(b"\xff\xff\xff\xff" + call(4, NFS, 3, 0))
    talk.client(record(call(5, NFS, 3, 0)))
    talk.server(record(reply(5, state=2)))
    yield "hostile-lengths", odd
