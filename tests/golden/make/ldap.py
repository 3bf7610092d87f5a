"""LDAP: log-ins of every kind, the directory's own words, changes, StartTLS, protected messages, UDP.

Source: RFC 4511, 4; [MS-ADTS] 6.3.3 (looking for a domain controller).
"""
import struct

import kerberos
import ntlm
import tls
import wire
from asn1 import integer, oid, value
from der import enumerated, octets, sequence

BASE, SUBTREE = 0, 2
SUCCESS, STRONGER, IN_PROGRESS, NO_OBJECT, WRONG_PASSWORD = 0, 8, 14, 32, 49


def text(words, tag=4):
    return value(tag, words.encode() if isinstance(words, str) else words)


def message(number, operation):
    return sequence(integer(number), operation)


def as_windows(data):
    """The outermost length in four bytes, as Windows writes it."""
    contents = data[2:] if data[1] < 0x80 else data[2 + (data[1] & 0x7F):]
    return data[:1] + b"\x84" + struct.pack("!I", len(contents)) + contents


def bind(number, name, proof):
    return message(number, value(0x60, integer(3), text(name), proof))


def simple(number, name, password):
    return bind(number, name, text(password, 0x80))


def sasl(number, mechanism, token):
    return bind(number, "", value(0xA3, text(mechanism), octets(token)))


def result(number, tag, code, *more, name=""):
    return message(number, value(tag, enumerated(code), text(name), text(""), *more))


def equal(attribute, wanted):
    return value(0xA3, text(attribute), text(wanted))


def search(number, base, scope, asked=(), filter=None):
    return message(number, value(0x63, text(base), enumerated(scope), enumerated(0), integer(0), integer(30),
                                 value(1, b"\0"), filter or text("objectClass", 0x87),
                                 sequence(*map(text, asked))))


def entry(number, name, **attributes):
    rows = [sequence(text(key), value(0x31, *map(text, values))) for key, values in attributes.items()]
    return message(number, value(0x64, text(name), sequence(*rows)))


def ping(number, domain, host):
    return search(number, "", BASE, ("Netlogon",), value(
        0xA0, equal("DnsDomain", domain), equal("Host", host), equal("NtVer", b"\x16\0\0\0")))


def labels(name):
    return b"".join(bytes([len(part)]) + part.encode() for part in name.split(".")) + b"\0"


def netlogon(site="Plant-West"):
    """The newer answer: the forest's name is written once, the others point back at it."""
    head = struct.pack("<HHI16s", 23, 0, 0x3FD, b"\x5d" * 16)
    forest = len(head)
    names = labels("plant.example") + struct.pack("!H", 0xC000 | forest)
    names += b"\4dc-1" + struct.pack("!H", 0xC000 | forest) + labels("PLANT") + labels("DC-1") + b"\0" + labels(site)
    return head + names + labels(site) + struct.pack("<IHH", 5, 0xFFFF, 0xFFFF)


def older_netlogon():
    return struct.pack("<H", 19) + "\\\\DC-1\0\0PLANT\0".encode("utf-16-le") + struct.pack("<IHH", 1, 0xFFFF, 0xFFFF)


ROOT = {
    "defaultNamingContext": ["DC=plant,DC=example"],
    "namingContexts": ["DC=plant,DC=example", "CN=Configuration,DC=plant,DC=example",
                       "DC=DomainDnsZones,DC=plant,DC=example"],
    "dnsHostName": ["dc-1.plant.example"],
    "supportedCapabilities": ["1.2.840.113556.1.4.800", "1.2.840.113556.1.4.1670"],
    "domainControllerFunctionality": ["6"],
}
VENDOR = {"vendorName": ["Example Directories"], "vendorVersion": ["2.6.7"], "namingContexts": ["o=plant"]}


def ticket(host, cipher=18):
    """AP-REQ in the frame of GSS-API."""
    part = kerberos.part
    inner = sequence(part(0, integer(5)), part(1, general("PLANT.EXAMPLE")),
                     part(2, kerberos.name(2, "ldap", host, "plant.example")), part(3, kerberos.encrypted(cipher)))
    request = value(0x6E, sequence(part(0, integer(5)), part(1, integer(14)), part(2, value(3, b"\0" * 5)),
                                   part(3, value(0x61, inner)), part(4, kerberos.encrypted(cipher))))
    return value(0x60, oid("1.2.840.113554.1.2.2"), b"\1\0", request)


def general(name):
    return value(0x1B, name.encode())


def protected(token):
    return struct.pack("!I", len(token)) + token


def operator_station(capture, station, server):
    """An application that logs in with its password as it is."""
    talk = capture.tcp(station, server, 389)
    talk.client(simple(1, "cn=scada,ou=services,dc=plant,dc=example", "do not keep me"), cuts=[1, 7])
    talk.server(result(1, 0x61, WRONG_PASSWORD))
    talk.client(simple(2, "cn=scada,ou=services,dc=plant,dc=example", "nor me"))
    talk.server(result(2, 0x61, SUCCESS))
    talk.client(search(3, "ou=people,dc=plant,dc=example", SUBTREE, ("cn", "memberOf")))
    talk.server(entry(3, "cn=op1,ou=people,dc=plant,dc=example", cn=["op1"], photo=[b"\xff\xd8" * 12000]) +
                entry(3, "cn=op2,ou=people,dc=plant,dc=example", cn=["op2"]) + result(3, 0x65, SUCCESS),
                cuts=range(1400, 24000, 1400))
    talk.client(search(4, "ou=none,dc=plant,dc=example", SUBTREE))
    talk.server(result(4, 0x65, NO_OBJECT))
    talk.client(message(5, value(0x66, text("cn=op1,dc=plant,dc=example"), sequence())) +
                message(6, value(0x68, text("cn=op3,dc=plant,dc=example"), sequence())) +
                message(7, text("cn=op2,dc=plant,dc=example", 0x4A)) +
                message(8, value(0x6E, text("cn=op1,dc=plant,dc=example"), sequence(text("cn"), text("op1")))))
    talk.server(result(5, 0x67, SUCCESS) + result(6, 0x69, 50) + result(7, 0x6B, SUCCESS) + result(8, 0x6F, 6))
    talk.client(message(9, value(0x50, b"\3")) + message(10, value(0x42)))
    talk.close()


def domain_member(capture, station, server):
    """Windows: what the server is, then Kerberos, then only protected messages."""
    talk = capture.tcp(station, server, 389)
    talk.client(as_windows(search(1, "", BASE, ("supportedCapabilities", "dnsHostName"))))
    talk.server(as_windows(entry(1, "", **ROOT)) + as_windows(result(1, 0x65, SUCCESS)))
    init = value(0x60, oid("1.3.6.1.5.5.2"), value(0xA0, sequence(
        value(0xA0, sequence(oid("1.2.840.48018.1.2.2"))), value(0xA2, octets(ticket("dc-1.plant.example", 23))))))
    talk.client(as_windows(sasl(2, "GSS-SPNEGO", init)))
    talk.server(as_windows(result(2, 0x61, SUCCESS, text(ntlm.later_token(b""), 0x87))))
    talk.client(protected(b"\5\4\6\xff" + b"\x5a" * 90), cuts=[2, 6])
    talk.server(protected(b"\5\4\5\xff" + b"\x5a" * 3000), cuts=[1400, 2800])
    talk.close()


def by_ntlm(capture, station, server):
    windows = ntlm.windows(10, 0, 19041)
    challenge = ntlm.challenge([(2, "PLANT"), (1, "DC-1"), (4, "plant.example"), (3, "dc-1.plant.example")],
                               ntlm.windows(10, 0, 17763))
    talk = capture.tcp(station, server, 3268)
    talk.client(sasl(1, "GSS-SPNEGO", ntlm.first_token(ntlm.negotiate(windows))))
    talk.server(result(1, 0x61, IN_PROGRESS, text(ntlm.later_token(challenge), 0x87)))
    talk.client(sasl(2, "GSS-SPNEGO", ntlm.later_token(ntlm.authenticate("PLANT", "engineer", "ES-1", windows))))
    talk.server(result(2, 0x61, STRONGER))
    talk.client(bind(3, "NTLM", text(ntlm.negotiate(windows), 0x8A)))
    talk.server(result(3, 0x61, SUCCESS, name=challenge))
    talk.close()


def captures():
    station, hmi, server, other = (wire.Host(f"10.41.1.{n}") for n in (11, 12, 5, 7))
    plain = wire.Capture()
    operator_station(plain, hmi, other)
    yield "clear-text", plain

    windows = wire.Capture()
    for number, answer in ((1, netlogon()), (2, older_netlogon())):
        windows.udp(station, server, 389, as_windows(ping(number, "plant.example", "ES-1")), 49300)
        windows.udp(server, station, 49300, entry(number, "", Netlogon=[answer]) + result(number, 0x65, SUCCESS), 389)
    domain_member(windows, station, server)
    by_ntlm(windows, station, server)
    yield "active-directory", windows

    encrypted = wire.Capture()
    talk = encrypted.tcp(hmi, other, 389)
    talk.client(search(1, "", BASE))
    talk.server(entry(1, "", **VENDOR) + result(1, 0x65, SUCCESS))
    talk.client(simple(2, "", ""))
    talk.server(result(2, 0x61, SUCCESS))
    talk.client(message(3, value(0x77, text("1.3.6.1.4.1.1466.20037", 0x80))))
    talk.server(result(3, 0x78, SUCCESS, text("1.3.6.1.4.1.1466.20037", 0x8A)))
    talk.client(tls.record(22, tls.client_hello(b"ldap.plant.example")), cuts=[20])
    talk.server(tls.record(22, tls.server_hello(0x0303, 0xC02F)))
    talk.close()
    yield "start-tls", encrypted

    odd = wire.Capture()
    talk = odd.tcp(hmi, server, 3890)  # not its own port
    talk.client(sequence(integer(1), value(0x60, integer(3), b"\x04\x7fcn=")))
    talk.server(b"\x30\x84\xff\xff\xff\xff\2\1\1\x64" + b"\x41" * 60)
    talk = odd.tcp(hmi, server, 389, handshake=False)
    talk.client(b"\0\0\0\x10" + b"\1\0\0\0" * 4)
    talk.server(b"\x30\x80\2\1\1" + b"\0" * 20)
    odd.udp(hmi, server, 389, entry(1, "", Netlogon=[struct.pack("<HHI16s", 23, 0, 0, b"\0" * 16) + b"\xc0\x18" * 9]))
    odd.udp(hmi, server, 389, b"\x30\x05\2\1\1\x63\x7f")
    yield "hostile-lengths", odd
