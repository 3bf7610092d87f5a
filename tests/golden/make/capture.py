"""Files, link layers, fragments and segments: the same Modbus dialogue each time, so that what
goes missing on the way shows in its counts.

Each dialogue is a handshake, three reads and one refused write, and the end.

Source: RFC 791, 3.2; RFC 8200, 4.5; RFC 9293, 3.4; IEEE 802.1Q, 9.6.
"""
import struct

import container
import wire

HMI, PLC = wire.Host("10.41.1.10"), wire.Host("10.41.1.20")
HMI6, PLC6 = wire.Host("fd41::10"), wire.Host("fd41::20")
PORT = 502
READ, WRITE = "03 0000 0002", "06 0064 0190"
FRAGMENT, MORE = 44, 0x2000


def ask(transaction, pdu=READ):
    body = b"\x01" + wire.octets(pdu)
    return struct.pack("!HHH", transaction, 0, len(body)) + body


def answer(transaction, pdu="03 04 0001 0002"):
    return ask(transaction, pdu)


def dialogue(capture, client=HMI, server=PLC):
    session = capture.tcp(client, server, PORT)
    for number in range(1, 4):
        session.client(ask(number))
        session.server(answer(number))
    session.client(ask(4, WRITE))
    session.server(answer(4, "86 02"))
    session.close()
    return capture


def tagged(*tags):
    capture = container.Tagged()
    capture.tags = tags
    return dialogue(capture)


def two_interfaces():
    """A dialogue on Ethernet, another one on a tunnel that has no link layer."""
    capture = container.Pcapng(resolution=9, offset=3600)
    dialogue(capture)
    capture.link = container.LINK_RAW
    return dialogue(capture, wire.Host("10.41.9.1"), wire.Host("10.41.9.2"))


# ---- fragments ----

def datagram(data):
    """Modbus over UDP, long enough to be cut: a read of many registers and its answer."""
    head = struct.pack("!HHHH", PORT, 49152, 8 + len(data), 0)
    return wire.with_checksum(PLC.ip, HMI.ip, 17, head + data, 6)


def long_answer(transaction, registers=100):
    return answer(transaction, f"03 {registers * 2:02x}" + "0007" * registers)


def pieces(whole, size):
    return [(at, whole[at:at + size], at + size < len(whole)) for at in range(0, len(whole), size)]


def fragment4(capture, identification, at, part, more, source=PLC, target=HMI):
    packet = wire.ip(source.ip, target.ip, 17, part, identification, flags=at // 8 | (MORE if more else 0))
    capture.frame(wire.ethernet(source.mac, target.mac, 0x0800, packet))


def fragments():
    """In order, backwards, one piece twice, and one datagram whose middle never comes."""
    capture = wire.Capture()
    for number, order in enumerate([(0, 1, 2, 3), (3, 2, 1, 0), (0, 0, 1, 2, 3), (0, 1, 3)], 1):
        capture.udp(HMI, PLC, PORT, ask(number, "03 0000 0064"), source_port=49152)
        parts = pieces(datagram(long_answer(number)), 64)
        for index in order:
            fragment4(capture, number, *parts[index])
    return capture


def overlapping_fragments():
    """The second piece claims bytes of the first with other content: the first one counts."""
    capture = wire.Capture()
    capture.udp(HMI, PLC, PORT, ask(1, "03 0000 0064"), source_port=49152)
    whole = datagram(long_answer(1))
    fragment4(capture, 1, 0, whole[:80], True)
    fragment4(capture, 1, 64, b"\xff" * 16 + whole[80:], False)
    return capture


def fragments_of_ipv6():
    capture = wire.Capture()
    capture.udp(HMI6, PLC6, PORT, ask(1, "03 0000 0064"), source_port=49152)
    head = struct.pack("!HHHH", PORT, 49152, 8 + len(long_answer(1)), 0)
    whole = wire.with_checksum(PLC6.ip, HMI6.ip, 17, head + long_answer(1), 6)
    for at, part, more in pieces(whole, 64):
        extension = struct.pack("!BBHI", 17, 0, at | more, 7)
        packet = wire.ip(PLC6.ip, HMI6.ip, FRAGMENT, extension + part)
        capture.frame(wire.ethernet(PLC6.mac, HMI6.mac, 0x86DD, packet))
    return capture


# ---- segments ----

class Pieces:
    """The client's messages in segments, sent in an order of the caller's."""

    def __init__(self, messages=4):
        self.capture = wire.Capture()
        self.session = self.capture.tcp(HMI, PLC, PORT)
        self.first = self.session.next[True]
        self.bytes = b"".join(ask(number + 1) for number in range(messages))

    def send(self, start, end, other=None):
        data = other or self.bytes[start:end]
        self.session.segment(True, wire.PSH | wire.ACK, data, sequence=self.first + start)

    def finish(self, acknowledge=True):
        if acknowledge:
            self.session.next[True] = self.first + len(self.bytes)
        for number in range(len(self.bytes) // 12):
            self.session.server(answer(number + 1))
        self.session.close()
        return self.capture


def out_of_order():
    sender = Pieces()
    for start, end in [(0, 5), (24, 36), (12, 24), (5, 12), (36, 48)]:
        sender.send(start, end)
    return sender.finish()


def retransmitted():
    sender = Pieces()
    for start, end in [(0, 12), (0, 12), (12, 24), (0, 24), (12, 36), (36, 48), (36, 48)]:
        sender.send(start, end)
    return sender.finish()


def overlapping():
    """Later segments claim other bytes for a place that is taken: the first ones count."""
    sender = Pieces()
    sender.send(0, 12)
    sender.send(6, 24, b"\xff" * 6 + sender.bytes[12:24])
    sender.send(30, 48)
    sender.send(24, 36, sender.bytes[24:30] + b"\xff" * 6)
    return sender.finish()


def lost():
    """The second message never comes, and the server acknowledges it."""
    sender = Pieces(8)
    sender.send(0, 12)
    for start in range(24, 96, 12):
        sender.send(start, start + 12)
    return sender.finish()


def midstream():
    """It begins inside a message of each side, and has no handshake."""
    capture = wire.Capture()
    session = capture.tcp(HMI, PLC, PORT, handshake=False)
    session.server(answer(1)[9:])
    session.client(ask(2)[7:])
    for number in range(3, 6):
        session.client(ask(number))
        session.server(answer(number))
    session.close()
    return capture


def sequence_wraps():
    capture = wire.Capture()
    session = capture.tcp(HMI, PLC, PORT, handshake=False)
    session.next = {True: 0xFFFFFFFA, False: 0xFFFFFFF0}
    for number in range(1, 4):
        for end, data in ((True, ask(number)), (False, answer(number))):
            session.segment(end, wire.PSH | wire.ACK, data)
            session.next[end] &= 0xFFFFFFFF
    return capture


def port_used_again():
    """Two connections of the same four numbers, one after the other."""
    capture = wire.Capture()
    for start in (1000, 900_000):
        session = capture.tcp(HMI, PLC, PORT, client_port=50000, handshake=False)
        session.next = {True: start, False: start + 7}
        session.segment(True, wire.SYN)
        session.segment(False, wire.SYN | wire.ACK)
        session.segment(True, wire.ACK)
        session.client(ask(1))
        session.server(answer(1))
        session.close()
    return capture


def snap_length():
    """The answers are cut inside their messages; what was not captured is not guessed."""
    capture = wire.Capture()
    session = capture.tcp(HMI, PLC, PORT)
    for number in range(1, 4):
        session.client(ask(number, "03 0000 0064"))
        session.server(long_answer(number))
        at, length, data = capture.records[-1]
        capture.records[-1] = (at, length, data[:96])
    session.close()
    return capture


def captures():
    yield "big-endian", dialogue(container.Pcap(">"))
    yield "nanoseconds", dialogue(container.Pcap(nanoseconds=True))
    yield "nanoseconds-big-endian", dialogue(container.Pcap(">", nanoseconds=True))
    yield "blocks", dialogue(container.Pcapng())
    yield "blocks-big-endian", dialogue(container.Pcapng(">"))
    yield "blocks-of-two-interfaces", two_interfaces()
    yield "vlan", tagged((0x8100, 41))
    yield "vlan-in-vlan", tagged((0x88A8, 7), (0x8100, 41))
    yield "cooked", dialogue(container.cooked())
    yield "cooked-2", dialogue(container.cooked2())
    yield "raw", dialogue(container.raw())
    yield "null", dialogue(container.null())
    yield "null-big-endian", dialogue(container.null(">"))
    yield "loop", dialogue(container.loop())
    yield "ipv6", dialogue(wire.Capture(), HMI6, PLC6)
    yield "fragments", fragments()
    yield "fragments-that-overlap", overlapping_fragments()
    yield "fragments-of-ipv6", fragments_of_ipv6()
    yield "segments-out-of-order", out_of_order()
    yield "segments-sent-again", retransmitted()
    yield "segments-that-overlap", overlapping()
    yield "segment-lost", lost()
    yield "begun-midway", midstream()
    yield "sequence-number-wraps", sequence_wraps()
    yield "port-used-again", port_used_again()
    yield "snap-length", snap_length()
    yield "file-cut-inside-a-packet", dialogue(container.Cut(20))
    yield "file-cut-inside-a-header", dialogue(container.Cut(70))
    yield "record-that-cannot-be", dialogue(container.Damaged(6))
