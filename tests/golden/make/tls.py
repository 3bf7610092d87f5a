"""TLS: handshakes of several versions with their certificates, refusals, and what is none."""
import struct

import der
import wire

RANDOM = bytes(range(32))
SHA1_RSA, SHA256_RSA, SHA256_EC = "1.2.840.113549.1.1.5", "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"


def record(kind, body, version=0x0303):
    return struct.pack("!BHH", kind, version, len(body)) + body


def records(kind, body, most, version=0x0303):
    return b"".join(record(kind, body[at:at + most], version) for at in range(0, len(body), most))


def hello(kind, body):
    return bytes([kind]) + struct.pack("!I", len(body))[1:] + body


def extension(kind, body):
    return struct.pack("!HH", kind, len(body)) + body


def part(form, body):
    return struct.pack(form, len(body)) + body


def numbers(*values):
    return struct.pack(f"!{len(values)}H", *values)


def client_hello(name, version=0x0303, ciphers=(0x1301,), *extensions):
    host = extension(0, part("!H", b"\0" + part("!H", name))) if name else b""
    return hello(1, numbers(version) + RANDOM + part("!B", b"") + part("!H", numbers(*ciphers)) +
                 part("!B", b"\0") + part("!H", host + b"".join(extensions)))


def server_hello(version, cipher, *extensions):
    return hello(2, numbers(version) + RANDOM + part("!B", b"") + numbers(cipher) + b"\0" +
                 part("!H", b"".join(extensions)))


def certificates(*chain):
    rows = b"".join(struct.pack("!I", len(one))[1:] + one for one in chain)
    return hello(11, struct.pack("!I", len(rows))[1:] + rows)


VERSION_13 = extension(43, b"\x02\x03\x04")
DONE = hello(14, b"")


def old_controller():
    """Its own certificate: expired, signed by itself with SHA-1, with a short key."""
    who = der.name(("C", "DE"), ("O", "Example Works"), ("OU", "Cell 7"), ("CN", "plc-7.plant.example"),
                   ("serialNumber", "SN-4711"))
    return der.certificate(who, who, ("090101000000Z", "190101000000Z"), der.rsa_key(1024), SHA1_RSA,
                           der.alternatives("plc-7.plant.example", "plc-7", "10.41.1.7", "fd00::7"))


def gateway_chain():
    root = der.name(("CN", "Example Root"))
    gateway = der.name(("O", "Example Works"), ("CN", "gw Ä".encode("utf-16-be")))
    return [der.certificate(gateway, root, ("250601000000Z", "20551231235959Z"),
                            der.ec_key("1.2.840.10045.3.1.7"), SHA256_EC),
            der.certificate(root, root, ("200101000000Z", "400101000000Z"), der.rsa_key(4096), SHA256_RSA)]


def captures():
    panel, server = wire.Host("10.41.1.10"), wire.Host("10.41.1.6")
    fine = wire.Capture()
    talk = fine.tcp(panel, server, 443)
    talk.client(record(22, client_hello(b"historian.plant.example", 0x0303, (0x1301,), VERSION_13), 0x0301),
                cuts=[40])
    talk.server(record(22, server_hello(0x0303, 0x1301, extension(43, b"\x03\x04"))) + record(20, b"\1") +
                record(23, b"\xa5" * 3000), cuts=[200, 1400])
    talk.client(record(23, b"\x5a" * 80))
    talk.close()
    yield "version-1-3", fine

    refused = wire.Capture()
    talk = refused.tcp(panel, server, 8443)
    talk.client(record(22, client_hello(b"plc.plant.example", 0x0303, (0x1301,), VERSION_13), 0x0301))
    talk.server(record(21, b"\x02\x46"))
    yield "refused", refused

    # An old controller: one handshake whose server messages are cut over records and segments.
    old = wire.Capture()
    plc = wire.Host("10.41.1.7")
    talk = old.tcp(panel, plc, 4840)
    talk.client(record(22, client_hello(b"", 0x0301, (0x0005, 0x000A, 0x002F)), 0x0301))
    answer = server_hello(0x0301, 0x0005) + certificates(old_controller()) + DONE
    talk.server(records(22, answer, 150, 0x0301), cuts=[3, 170, 500])
    talk.client(record(22, hello(16, b"\x33" * 130), 0x0301) + record(20, b"\1", 0x0301) +
                record(22, b"\x9c" * 36, 0x0301))
    talk.server(record(20, b"\1", 0x0301) + record(22, b"\x0b\0\0\x10" + b"\x41" * 32, 0x0301))
    talk.client(record(23, b"\x5a" * 40, 0x0301))
    talk.close()
    yield "old-controller", old

    # What clients offer: tolerance values, two versions, two protocols; a chain of two certificates.
    modern = wire.Capture()
    gateway = wire.Host("10.41.1.8")
    talk = modern.tcp(panel, gateway, 443)
    offer = (extension(0x2A2A, b"") + extension(10, part("!H", numbers(29, 23))) +
             extension(13, part("!H", numbers(0x0403, 0x0804, 0x0401))) +
             extension(16, part("!H", part("!B", b"h2") + part("!B", b"http/1.1"))) +
             extension(43, part("!B", numbers(0x3A3A, 0x0304, 0x0303))))
    talk.client(record(22, client_hello(b"gw.plant.example", 0x0303,
                                        (0x1A1A, 0x1301, 0x1302, 0xC02B, 0xC02F, 0x009C), offer), 0x0301))
    talk.server(record(22, server_hello(0x0303, 0xC02B, extension(16, part("!H", part("!B", b"h2"))))) +
                record(22, certificates(*gateway_chain())) + record(22, DONE))
    talk.client(record(21, b"\x02\x30"))
    talk.close()
    yield "chain", modern

    # A retry: both hellos come twice, the second ones behind a change of cipher.
    retry = wire.Capture()
    talk = retry.tcp(panel, gateway, 443)
    first = record(22, client_hello(b"gw.plant.example", 0x0303, (0x1301,), VERSION_13), 0x0301)
    talk.client(first)
    answer = record(22, server_hello(0x0303, 0x1301, extension(43, b"\x03\x04")))
    talk.server(answer + record(20, b"\1"))
    talk.client(record(20, b"\1") + first)
    talk.server(answer + record(23, b"\xa5" * 600))
    yield "retry", retry

    # From the middle, and bytes that are no TLS on its port.
    middle = wire.Capture()
    talk = middle.tcp(panel, server, 443, handshake=False)
    talk.client(record(23, b"\x11" * 90))
    talk.server(record(23, b"\x22" * 900))
    talk = middle.tcp(wire.Host("10.41.1.11"), server, 443)
    talk.client(b"hello, is this a chat?\r\n")
    talk.server(b"yes, and no TLS at all\r\n")
    yield "mid-stream", middle

    # Lengths that cannot be: inside a hello, in a certificate list, in the certificate.
    hostile = wire.Capture()
    talk = hostile.tcp(panel, server, 443)
    long_list = bytearray(client_hello(b"", 0x0303, (0x1301,), VERSION_13))
    long_list[4 + 2 + 32 + 1] = 0xFF
    talk.client(record(22, bytes(long_list)))
    broken = bytearray(certificates(old_controller()))
    broken[7] = 0xFF
    talk.server(record(22, server_hello(0x0303, 0x002F)) + record(22, bytes(broken)))
    talk.server(record(22, certificates(old_controller()[:200])))
    yield "hostile-lengths", hostile
