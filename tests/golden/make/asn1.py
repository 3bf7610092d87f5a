"""asn1.py - values in the basic encoding rules, for the protocols that speak them.

    asn1.value(0x30, asn1.integer(7), asn1.value(0xBF48, b"..."))

A tag is written as its bytes stand on the wire.  Source: ITU-T X.690, 8.1, 8.3, 8.19.
"""


def value(tag, *parts):
    """A tag of one byte or more, its length in as few bytes as it takes, the parts."""
    contents = b"".join(parts)
    head = tag.to_bytes((tag.bit_length() + 7) // 8 or 1, "big")
    if len(contents) < 128:
        return head + bytes([len(contents)]) + contents
    length = len(contents).to_bytes((len(contents).bit_length() + 7) // 8, "big")
    return head + bytes([0x80 | len(length)]) + length + contents


def integer(number, tag=2):
    """Two's complement in as few bytes as it takes; `tag` where it is implicit."""
    return value(tag, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))


def oid(text, tag=6):
    first, second, *rest = map(int, text.split("."))
    out = b""
    for arc in [first * 40 + second, *rest]:
        part = bytes([arc & 0x7F])
        while arc := arc >> 7:
            part = bytes([0x80 | arc & 0x7F]) + part
        out += part
    return value(tag, out)
