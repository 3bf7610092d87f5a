"""Kerberos: a log-in over UDP and over TCP, a ticket, refusals, and what is none."""
import struct

import wire
from asn1 import integer, value
from der import general, octets, sequence

PRINCIPAL, HOST = 1, 2


def part(number, *inner):
    return value(0xA0 | number, *inner)


def name(kind, *words):
    return sequence(part(0, integer(kind)), part(1, sequence(*map(general, words))))


def time(text="20370913024805Z"):
    return value(0x18, text.encode())


def request(kind, client, realm, service, ciphers=(18, 17, 23)):
    who = [part(1, name(PRINCIPAL, client))] if client else []
    body = sequence(part(0, value(3, b"\0\x40\x81\x00\x10")), *who, part(2, general(realm)),
                    part(3, name(HOST, *service)), part(5, time()), part(7, integer(0x1234567)),
                    part(8, sequence(*map(integer, ciphers))))
    return value(0x60 | kind, sequence(part(1, integer(5)), part(2, integer(kind)), part(4, body)))


def encrypted(cipher):
    return sequence(part(0, integer(cipher)), part(1, integer(2)), part(2, octets(b"\x5a" * 80)))


def answer(kind, client, realm, service, cipher):
    ticket = value(0x61, sequence(part(0, integer(5)), part(1, general(realm)), part(2, name(HOST, *service)),
                                  part(3, encrypted(18))))
    return value(0x60 | kind, sequence(part(0, integer(5)), part(1, integer(kind)), part(3, general(realm)),
                                       part(4, name(PRINCIPAL, client)), part(5, ticket), part(6, encrypted(cipher))))


def error(code, realm, service):
    return value(0x7E, sequence(part(0, integer(5)), part(1, integer(30)), part(4, time("20260101080000Z")),
                                part(5, integer(1)), part(6, integer(code)), part(9, general(realm)),
                                part(10, name(HOST, *service))))


def framed(message):
    return struct.pack("!I", len(message)) + message


REALM = "PLANT.EXAMPLE"
GRANTING = ("krbtgt", REALM)
FILES = ("cifs", "hist-1.plant.example")


def captures():
    station, domain = wire.Host("10.41.1.11"), wire.Host("10.41.1.5")
    fine = wire.Capture()

    def both(ask, reply, port=49200):
        fine.udp(station, domain, 88, ask, port)
        fine.udp(domain, station, port, reply, 88)

    both(request(10, "engineer", REALM, GRANTING), error(25, REALM, GRANTING))
    both(request(10, "engineer", REALM, GRANTING), answer(11, "engineer", REALM, GRANTING, 18))
    both(request(10, "ES-1$", REALM, GRANTING), error(24, REALM, GRANTING), 49201)
    talk = fine.tcp(station, domain, 88)
    talk.client(framed(request(12, "", REALM, FILES)), cuts=[3, 60])
    talk.server(framed(answer(13, "engineer", REALM, FILES, 23)), cuts=[100, 200])
    talk.client(framed(request(12, "", REALM, ("http", "no-such"))) + framed(request(12, "", REALM, FILES)))
    talk.server(framed(error(7, REALM, ("http", "no-such"))))
    talk.server(framed(answer(13, "engineer", REALM, FILES, 18)))
    talk.close()
    yield "log-in", fine

    odd = wire.Capture()
    odd.udp(station, domain, 88, b"\x6a\x82\xff\xff" + bytes(40), 49300)
    odd.udp(station, domain, 88, b"no ticket at all", 49301)
    talk = odd.tcp(station, domain, 8888)  # not its own port
    talk.client(framed(request(10, "x" * 300, REALM, GRANTING)))
    talk.server(struct.pack("!I", 0x00FFFFFF) + b"\x6b" * 60)
    yield "hostile-lengths", odd
