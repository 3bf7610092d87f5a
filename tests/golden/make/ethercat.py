"""EtherCAT: a start-up that learns who the slaves are, mailbox services, a ring that answers nothing, UDP.

Source: ETG.1000.4 (frames, datagrams, registers), ETG.1000.6 (mailbox protocols), ETG.2010 (EEPROM).
"""
import struct

import wire

MASTER, EVERYONE = "00:01:05:29:07:0a", "ff:ff:ff:ff:ff:ff"
RETURNED = "02:01:05:29:07:0a"  # the first slave sets the local bit
APRD, APWR, FPRD, FPWR, BRD, BWR, LRW = 1, 2, 4, 5, 7, 8, 12
FRMW = 14
STATION, DRIVE = 1001, 1002
OUT, IN = 0x1000, 0x1080  # mailboxes
COE, FOE, SOE, EOE, AOE = 3, 4, 5, 2, 1


def datagram(command, address, offset, data, count=0):
    return [command, address, offset, data, count]


def frame(datagrams, kind=1):
    body = b""
    for number, (command, address, offset, data, count) in enumerate(datagrams):
        more = 0x8000 if number + 1 < len(datagrams) else 0
        body += struct.pack("<BBHHHH", command, number, address, offset, len(data) | more, 0) + data + \
            struct.pack("<H", count)
    return struct.pack("<H", kind << 12 | len(body)) + body


def ring(capture, sent, returned):
    capture.frame(wire.ethernet(MASTER, EVERYONE, 0x88A4, frame(sent)))
    capture.frame(wire.ethernet(RETURNED, EVERYONE, 0x88A4, frame(returned)))


def asked(command, address, offset, data, answer=None, count=1):
    """One datagram before and after it has met its slave."""
    back = data if answer is None else answer
    return datagram(command, address, offset, bytes(len(back)) if answer is not None else data), \
        datagram(command, address, offset, back, count)


def both(capture, *pairs):
    ring(capture, [pair[0] for pair in pairs], [pair[1] for pair in pairs])


def mail(kind, body, counter=1, length=80):
    return (struct.pack("<HHBB", len(body), 0, 0, counter << 4 | kind) + body).ljust(length, b"\0")


def talk(capture, kind, request, answer, station=STATION):
    both(capture, asked(FPWR, station, OUT, mail(kind, request)))
    if answer is not None:
        both(capture, asked(FPRD, station, IN, b"", answer=mail(kind, answer)))


def sdo(service, flags, index, entry, data):
    return struct.pack("<HBHB", service << 12, flags, index, entry) + data


def upload(capture, index, entry, value, station=STATION):
    """Expedited up to four bytes, else with its size in front."""
    request = sdo(2, 0x40, index, entry, bytes(4))
    if len(value) <= 4:
        flags, data = 0x43 | (4 - len(value)) << 2, value.ljust(4, b"\0")
    else:
        flags, data = 0x41, struct.pack("<I", len(value)) + value
    talk(capture, COE, request, sdo(3, flags, index, entry, data), station)


def start_up():
    """Addresses, EEPROM, state by state, objects, then cyclic data."""
    capture = wire.Capture()
    both(capture, asked(BRD, 0, 0, b"", answer=b"\x11", count=2))
    for position, station in enumerate((STATION, DRIVE)):
        both(capture, asked(APWR, (-position) & 0xFFFF, 0x0010, struct.pack("<H", station)))
    both(capture, asked(FPRD, STATION, 0, b"", answer=struct.pack("<BBHBBBB", 0x11, 0, 2, 8, 8, 8, 0x0F)))
    both(capture, asked(FPWR, STATION, 0x0500, b"\0"))
    for word, number in ((8, 2), (10, 0x044C2C52), (12, 0x00110000), (14, 305419896)):
        both(capture, asked(FPWR, STATION, 0x0502, struct.pack("<HI", 0x0100, word)))
        both(capture, asked(FPRD, STATION, 0x0508, b"", answer=struct.pack("<I", number)))
    both(capture, asked(FPWR, STATION, 0x0800, bytes(16)))
    for state in (1, 2):
        both(capture, asked(FPWR, STATION, 0x0120, struct.pack("<H", state)))
        both(capture, asked(FPRD, STATION, 0x0130, b"", answer=struct.pack("<HHH", state, 0, 0)))
    for entry, number in ((1, 0x0539), (2, 0x02200301), (3, 0x00050000), (4, 4711)):
        upload(capture, 0x1018, entry, struct.pack("<I", number), DRIVE)
    upload(capture, 0x1008, 0, b"SGDV-E1", DRIVE)
    upload(capture, 0x1009, 0, b"V1.0", DRIVE)
    upload(capture, 0x100A, 0, b"V0.06.1", DRIVE)
    upload(capture, 0x1000, 0, struct.pack("<I", 0x00020192), DRIVE)
    talk(capture, COE, sdo(2, 0x23, 0x1C12, 1, struct.pack("<I", 0x1600)), sdo(3, 0x60, 0x1C12, 1, bytes(4)), DRIVE)
    both(capture, asked(BWR, 0, 0x0600, bytes(16), count=2))
    both(capture, asked(FRMW, STATION, 0x0910, struct.pack("<Q", 1)))
    for state in (4, 8):
        both(capture, asked(BWR, 0, 0x0120, struct.pack("<H", state), count=2))
    for _ in range(3):
        both(capture, asked(LRW, 0, 1, bytes(12), answer=b"\1" * 12, count=3),
             asked(BRD, 0, 0x0130, b"", answer=b"\x08\0", count=2))
    return capture


def mailbox():
    """Services that change a slave, and what it refused."""
    capture = wire.Capture()
    both(capture, asked(FPWR, DRIVE, 0x0120, b"\3\0"))
    talk(capture, FOE, struct.pack("<BBI", 2, 0, 0) + b"drive.efw", struct.pack("<BBI", 4, 0, 0), DRIVE)
    talk(capture, FOE, struct.pack("<BBI", 3, 0, 1) + b"\xde\xad\xbe\xef", struct.pack("<BBI", 4, 0, 1), DRIVE)
    talk(capture, FOE, struct.pack("<BBI", 1, 0, 0) + b"log.txt", struct.pack("<BBI", 5, 0, 0x8001), DRIVE)
    talk(capture, SOE, struct.pack("<BBH", 1, 0x40, 17), struct.pack("<BBH", 2, 0x40, 17) + bytes(4), DRIVE)
    talk(capture, SOE, struct.pack("<BBH", 3, 0x40, 100) + bytes(4), struct.pack("<BBHH", 0x14, 0x40, 100, 0x7008), DRIVE)
    talk(capture, COE, sdo(2, 0x23, 0x6040, 0, bytes(4)), sdo(2, 0x80, 0x6040, 0, struct.pack("<I", 0x08000022)), DRIVE)
    talk(capture, COE, sdo(2, 0x23, 0x1011, 1, b"load"), sdo(3, 0x60, 0x1011, 1, bytes(4)), DRIVE)
    talk(capture, COE, sdo(2, 0x23, 0x1010, 1, b"save"), sdo(3, 0x60, 0x1010, 1, bytes(4)), DRIVE)
    talk(capture, COE, struct.pack("<HBBHH", 8 << 12, 1, 0, 0, 1),
         struct.pack("<HBBHHH", 8 << 12, 2, 0, 0, 1, 0x1018), DRIVE)
    talk(capture, COE, sdo(2, 0x50, 0x1018, 0, bytes(4)),
         sdo(3, 0x51, 0x1018, 0, struct.pack("<IHIIII", 18, 4, 0x539, 7, 8, 9)), DRIVE)
    talk(capture, EOE, struct.pack("<HHI", 2, 0, 2) + bytes(6) + bytes([10, 41, 7, 20]) + bytes(44),
         struct.pack("<HH", 3, 0), DRIVE)
    ams = bytes(16)
    talk(capture, AOE, ams + struct.pack("<HHIII", 5, 4, 0, 0, 1), ams + struct.pack("<HHIII", 5, 5, 0, 0x701, 1), DRIVE)
    both(capture, asked(FPWR, DRIVE, OUT, mail(COE, b"\0\0")), asked(BRD, 0, 0x0130, b"", answer=b"\x08\0", count=2))
    both(capture, asked(FPWR, DRIVE, 0x0040, b"R", count=0), asked(BRD, 0, 0x0130, b"", answer=b"\x08\0", count=2))
    return capture


def broken_ring():
    """What is sent comes back as it was: nobody is there."""
    capture = wire.Capture()
    sent = [datagram(BRD, 0, 0x0130, b"\0\0"), datagram(LRW, 0, 1, bytes(12))]
    for _ in range(2):
        ring(capture, sent, sent)
    return capture


def datagrams():
    """Over UDP, and a gateway for mailboxes: there sender and port say which way."""
    capture = wire.Capture()
    master, slave = wire.Host("10.41.7.10"), wire.Host("10.41.7.20")
    sent, back = asked(FPRD, STATION, 0, b"", answer=struct.pack("<BBHBBBB", 0x11, 0, 2, 8, 8, 8, 0x0F))
    capture.udp(master, slave, 34980, frame([sent]), source_port=34981)
    capture.udp(slave, master, 34981, frame([back]), source_port=34980)
    for source, target, port, body in ((master, slave, 34980, sdo(2, 0x40, 0x1018, 4, bytes(4))),
                                       (slave, master, 34981, sdo(3, 0x43, 0x1018, 4, struct.pack("<I", 4712)))):
        message = struct.pack("<HHBB", len(body), STATION, 0, 0x10 | COE) + body
        capture.udp(source, target, port, struct.pack("<H", 5 << 12 | len(message)) + message,
                    source_port=69961 - port)
    return capture


def hostile():
    """Lengths that lie: of a frame, of a datagram, of a mailbox message, of an SDO."""
    capture = wire.Capture()
    good = frame([datagram(BRD, 0, 0, b"\0")])
    long_mail = struct.pack("<HHBB", 400, 0, 0, 0x13) + sdo(2, 0x40, 0x1018, 1, bytes(4))
    for body in (good, struct.pack("<H", 0x17FF) + good[2:], good[:8] + b"\xff\x07" + good[10:],
                 good[:8] + b"\x01\x80" + good[10:], b"\x00\x10", struct.pack("<H", 0x9000 | len(good) - 2) + good[2:],
                 frame([datagram(FPWR, STATION, OUT, long_mail)]),
                 frame([datagram(FPWR, STATION, OUT, mail(COE, sdo(2, 0x40, 0x1018, 1, b"")))]), good):
        capture.frame(wire.ethernet(MASTER, EVERYONE, 0x88A4, body))
    return capture


def captures():
    yield "start-up", start_up()
    yield "mailbox", mailbox()
    yield "broken-ring", broken_ring()
    yield "datagrams", datagrams()
    yield "hostile", hostile()
