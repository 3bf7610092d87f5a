"""wire.py - frames, conversations and capture files, written byte by byte.

Golden captures come from here and not from tools: the encoder shares no line
with the decoders that it tests, needs the standard library only, and gives the
same bytes on every machine (times start at START and step by STEP_US).

    plant = wire.Capture()
    hmi, plc = wire.Host("10.41.1.10"), wire.Host("10.41.1.20")
    session = plant.tcp(hmi, plc, 502)      # handshake included
    session.client(request)
    session.server(answer, cuts=[3])        # one message in two segments
    session.close()
    plant.udp(hmi, plc, 20000, datagram)
    plant.frame(wire.ethernet(src, dst, 0x8892, payload))
    plant.write(path)

Source: the pcap file format (little endian, microseconds), IEEE 802.3, 802.1Q,
802.2, RFC 791, 768, 8200, 9293.
"""
import ipaddress
import itertools
import pathlib
import struct

START = 1_767_254_400  # 2026-01-01T08:00:00Z
STEP_US = 1000
LINK_ETHERNET = 1
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16


def mac(text):
    """Six bytes of 'aa:bb:cc:dd:ee:ff'."""
    return bytes.fromhex(text.replace(":", "").replace("-", ""))


def octets(text):
    """Bytes of readable hex: '00 01  0a' or '0001:0a'."""
    return bytes.fromhex("".join(c for c in text if c not in " \n\t:"))


def internet_checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ethernet(source, target, ether_type, payload, vlan=None, priority=0):
    """One Ethernet II frame, padded to the shortest that may be on a wire."""
    tag = b"" if vlan is None else struct.pack("!HH", 0x8100, priority << 13 | vlan)
    frame = mac(target) + mac(source) + tag + struct.pack("!H", ether_type) + payload
    return frame.ljust(60, b"\0")


def llc(source, target, dsap, ssap, payload, control=3, vlan=None):
    """One 802.3 frame with an 802.2 header; the length field excludes the padding."""
    body = bytes([dsap, ssap, control]) + payload
    return ethernet(source, target, len(body), body, vlan=vlan)


def snap(source, target, organisation, kind, payload):
    """802.2 SNAP: how CDP travels."""
    return llc(source, target, 0xAA, 0xAA, mac(organisation) + struct.pack("!H", kind) + payload)


def ip(source, target, protocol, payload, identification=0, ttl=64, flags=0x4000):
    """One IPv4 or IPv6 packet, by the kind of the addresses."""
    a, b = ipaddress.ip_address(source).packed, ipaddress.ip_address(target).packed
    if len(a) == 16:
        return struct.pack("!IHBB", 6 << 28, len(payload), protocol, ttl) + a + b + payload
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(payload), identification, flags, ttl,
                       protocol, 0) + a + b
    return head[:10] + struct.pack("!H", internet_checksum(head)) + head[12:] + payload


def with_checksum(source, target, protocol, segment, at):
    """Fill in the TCP or UDP checksum at an offset, over the pseudo header."""
    a, b = ipaddress.ip_address(source).packed, ipaddress.ip_address(target).packed
    pseudo = a + b + struct.pack("!II", len(segment), protocol)
    value = internet_checksum(pseudo + segment) or 0xFFFF
    return segment[:at] + struct.pack("!H", value) + segment[at + 2:]


class Host:
    """A network card: an address and the MAC that belongs to it."""

    def __init__(self, address, hardware=None):
        self.ip = address
        low = ipaddress.ip_address(address).packed[-3:]
        self.mac = hardware or "02:00:00:" + ":".join(f"{byte:02x}" for byte in low)


class Session:
    """One TCP connection; keeps both sequence numbers."""

    def __init__(self, capture, client, server, port, client_port, handshake=True):
        self.capture = capture
        self.ends = {True: (client, client_port), False: (server, port)}
        self.next = {True: 1000, False: 5000}  # the next sequence number of each side
        if handshake:
            self.segment(True, SYN)
            self.segment(False, SYN | ACK)
            self.segment(True, ACK)
        else:
            self.next = {True: 1001, False: 5001}

    def segment(self, from_client, flags, data=b"", sequence=None):
        """One segment as it stands; an explicit sequence number repeats or reorders."""
        (a, a_port), (b, b_port) = self.ends[from_client], self.ends[not from_client]
        at = self.next[from_client] if sequence is None else sequence
        acknowledged = self.next[not from_client] if flags & ACK else 0
        head = struct.pack("!HHIIBBHHH", a_port, b_port, at, acknowledged, 5 << 4, flags, 64240, 0, 0)
        self.capture.ip(a, b, 6, with_checksum(a.ip, b.ip, 6, head + data, 16))
        if sequence is None:
            self.next[from_client] += len(data) + bool(flags & (SYN | FIN))

    def say(self, from_client, data, cuts=()):
        for start, end in itertools.pairwise([0, *cuts, len(data)]):
            self.segment(from_client, PSH | ACK, data[start:end])

    def client(self, data, cuts=()):
        """Bytes from the client, in segments cut at these offsets."""
        self.say(True, data, cuts)

    def server(self, data, cuts=()):
        self.say(False, data, cuts)

    def close(self):
        self.segment(True, FIN | ACK)
        self.segment(False, FIN | ACK)
        self.segment(True, ACK)


class Capture:
    """Packets in the order of their times, and the file made of them."""

    ending = "pcap"

    def __init__(self, link=LINK_ETHERNET):
        self.link, self.records, self.clock_us, self.ports = link, [], 0, itertools.count(49152)

    def frame(self, data, captured=None):
        """One link-layer frame; `captured` cuts it as a short snap length would."""
        self.records.append((self.clock_us, len(data), data[:captured]))
        self.clock_us += STEP_US

    def wait(self, seconds):
        self.clock_us += int(seconds * 1_000_000)

    def ip(self, source, target, protocol, payload):
        kind = 0x86DD if ":" in source.ip else 0x0800
        packet = ip(source.ip, target.ip, protocol, payload, len(self.records) & 0xFFFF)
        self.frame(ethernet(source.mac, target.mac, kind, packet))

    def udp(self, source, target, port, data, source_port=None):
        """One datagram; the source port is the target's unless given."""
        a_port = port if source_port is None else source_port
        head = struct.pack("!HHHH", a_port, port, 8 + len(data), 0)
        self.ip(source, target, 17, with_checksum(source.ip, target.ip, 17, head + data, 6))

    def tcp(self, client, server, port, client_port=None, handshake=True):
        return Session(self, client, server, port, client_port or next(self.ports), handshake)

    def bytes(self):
        out = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, self.link)]
        for at, length, data in self.records:
            seconds, micro = divmod(at, 1_000_000)
            out.append(struct.pack("<IIII", START + seconds, micro, len(data), length) + data)
        return b"".join(out)

    def write(self, path):
        pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
        pathlib.Path(path).write_bytes(self.bytes())
