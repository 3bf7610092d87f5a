"""DHCP: a whole lease, one with its options in the header's fields, and a refusal."""
import struct

import wire

CLIENT, SERVER = "00:0e:8c:41:00:1e", wire.Host("10.41.1.1", "00:80:63:41:00:01")
NOBODY = wire.Host("0.0.0.0", CLIENT)
ALL = wire.Host("255.255.255.255", "ff:ff:ff:ff:ff:ff")
REQUEST, REPLY = 1, 2
DISCOVER, OFFER, WANT, ACK, NAK = 1, 2, 3, 5, 6


def option(code, value):
    return bytes([code, len(value)]) + value


def dhcp(operation, kind, options, given="0.0.0.0", sname=b"", file=b""):
    address = bytes(int(part) for part in given.split("."))
    head = struct.pack("!BBBBIHH4x4s4x4x16s64s128s", operation, 1, 6, 0, 0x41424344, 0, 0x8000,
                       address, wire.mac(CLIENT), sname, file)
    return head + b"\x63\x82\x53\x63" + option(53, bytes([kind])) + options + b"\xff"


def relayed(message, relay, client="0.0.0.0"):
    """The same with the address that the client has, and that of its relay."""
    four = [bytes(int(part) for part in text.split(".")) for text in (client, relay)]
    return message[:12] + four[0] + message[16:24] + four[1] + message[28:]


def say(capture, sender, message):
    from_client = sender is NOBODY
    capture.udp(sender, ALL, 67 if from_client else 68, message, 68 if from_client else 67)


def captures():
    asks = (option(12, b"hmi-7") + option(60, b"MSFT 5.0") + option(55, bytes([1, 3, 6, 15])) +
            option(81, b"\x00\x00\x00hmi-7.plant.example"))
    gives = option(3, bytes([10, 41, 1, 1])) + option(15, b"plant.example")
    lease = wire.Capture()
    say(lease, NOBODY, dhcp(REQUEST, DISCOVER, asks))
    say(lease, SERVER, dhcp(REPLY, OFFER, gives, "10.41.1.30"))
    say(lease, NOBODY, dhcp(REQUEST, WANT, asks))
    say(lease, SERVER, dhcp(REPLY, ACK, gives, "10.41.1.30"))
    yield "lease", lease

    overload = wire.Capture()
    say(overload, NOBODY, dhcp(REQUEST, DISCOVER, option(52, b"\x03"),
                               sname=option(60, b"S7-1200") + b"\xff",
                               file=option(12, b"plc-3") + b"\xff"))
    say(overload, SERVER, dhcp(REPLY, NAK, b""))
    yield "overload-and-refusal", overload

    renewal = wire.Capture()
    panel, relay = wire.Host("10.41.1.30", CLIENT), wire.Host("10.41.2.1")
    asks = option(77, b"\x05plant") + option(82, b"\x01\x06port-3\x02\x06" + wire.mac(relay.mac))
    renewal.udp(panel, SERVER, 67, relayed(dhcp(REQUEST, WANT, option(77, b"line 4")), "0.0.0.0", "10.41.1.30"), 68)
    renewal.udp(relay, SERVER, 67, relayed(dhcp(REQUEST, WANT, asks), "10.41.2.1"), 67)
    renewal.udp(SERVER, relay, 67, relayed(dhcp(REPLY, NAK, b""), "10.41.2.1"), 67)
    yield "renewal-and-relay", renewal
