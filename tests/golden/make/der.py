"""der.py - certificates, and the values of ASN.1 that they and log-ins are made of.

Source: ITU-T X.690, 10; RFC 5280, 4.1.
"""
import ipaddress

from asn1 import integer, oid, value


def sequence(*parts):
    return value(0x30, *parts)


def enumerated(number):
    return value(10, bytes([number]))


def octets(data):
    return value(4, data)


def general(name):
    return value(0x1B, name.encode())


ATTRIBUTES = {"CN": "2.5.4.3", "serialNumber": "2.5.4.5", "C": "2.5.4.6", "O": "2.5.4.10", "OU": "2.5.4.11"}
PRINTABLE = ("C", "serialNumber")


def name(*pairs):
    """name(("CN", "plc-1"), ...); bytes are written as a BMPString."""
    rows = []
    for label, shown in pairs:
        tag = 0x1E if isinstance(shown, bytes) else 0x13 if label in PRINTABLE else 0x0C
        text = value(tag, shown if isinstance(shown, bytes) else shown.encode())
        rows.append(value(0x31, sequence(oid(ATTRIBUTES[label]), text)))
    return sequence(*rows)


def rsa_key(bits):
    modulus = value(2, b"\0" + b"\xc5" * (bits // 8))
    return sequence(sequence(oid("1.2.840.113549.1.1.1"), value(5)),
                    value(3, b"\0" + sequence(modulus, integer(65537))))


def ec_key(curve):
    return sequence(sequence(oid("1.2.840.10045.2.1"), oid(curve)), value(3, b"\0\4" + b"\x5a" * 64))


def alternatives(*names):
    rows = []
    for one in names:
        try:
            rows.append(value(0x87, ipaddress.ip_address(one).packed))
        except ValueError:
            rows.append(value(0x82, one.encode()))
    return sequence(oid("2.5.29.17"), octets(sequence(*rows)))


def certificate(subject, issuer, times, key, signature, *extensions):
    """Its signature is made up: nobody verifies it."""
    algorithm = sequence(oid(signature), value(5))
    first, last = (value(0x17 if len(at) == 13 else 0x18, at.encode()) for at in times)
    more = [value(0xA3, sequence(*extensions))] if extensions else []
    body = sequence(value(0xA0, integer(2)), integer(0x1234), algorithm, issuer, sequence(first, last),
                    subject, key, *more)
    return sequence(body, algorithm, value(3, b"\0" + b"\x77" * 128))
