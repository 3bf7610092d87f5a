"""S7comm: an inventory, a download with a stop around it, refusals, and a capture begun midway."""
import struct

import wire

ENGINEERING, PANEL, PLC = wire.Host("10.41.2.5"), wire.Host("10.41.2.10"), wire.Host("10.41.2.20")
JOB, ACK, ACK_DATA, USERDATA = 1, 2, 3, 7
REQUEST, RESPONSE, PUSH = 4, 8, 0


def tpkt(unit):
    return struct.pack("!BBH", 3, 0, 4 + len(unit)) + unit


def cotp(kind, tsap_called=b"\x01\x02", tsap_calling=b"\x01\x00"):
    body = struct.pack("!BHHB", kind, 0 if kind == 0xE0 else 1, 1, 0)
    body += b"\xc0\x01\x0a" + bytes([0xC1, len(tsap_calling)]) + tsap_calling
    body += bytes([0xC2, len(tsap_called)]) + tsap_called
    return tpkt(bytes([len(body)]) + body)


def dt(data, last=True):
    return tpkt(bytes([2, 0xF0, 0x80 if last else 0]) + data)


def pdu(rosctr, reference, parameters, data=b"", error=b""):
    head = struct.pack("!BBHHHH", 0x32, rosctr, 0, reference, len(parameters), len(data))
    return head + error + parameters + data


def job(reference, parameters, data=b""):
    return dt(pdu(JOB, reference, parameters, data))


def done(reference, parameters, data=b"", error=b"\0\0"):
    return dt(pdu(ACK_DATA, reference, parameters, data, error))


def refused(reference, error):
    return dt(pdu(ACK, reference, b"", b"", error))


def userdata(kind, group, subfunction, content=None, unit=0, more=0, error=0, reference=1):
    long = kind != REQUEST or unit
    tail = struct.pack("!BBH", unit, more, error) if long else b""
    parameters = b"\0\x01\x12" + bytes([8 if long else 4, 0x12 if long else 0x11,
                                        kind << 4 | group, subfunction, 0]) + tail
    data = b"\x0a\0\0\0" if content is None else b"\xff\x09" + struct.pack("!H", len(content)) + content
    return dt(pdu(USERDATA, reference, parameters, data))


def item(area, number, count):
    return b"\x12\x0a\x10\x02" + struct.pack("!HHB", count, number, area) + b"\0\0\0"


def setup(session):
    session.client(cotp(0xE0))
    session.server(cotp(0xD0))
    session.client(job(0, b"\xf0\0\0\x01\0\x01\x01\xe0"))
    session.server(done(0, b"\xf0\0\0\x01\0\x01\0\xf0"))


def szl(identifier, size, records):
    return struct.pack("!HHHH", identifier, 0, size, len(records)) + b"".join(
        record.ljust(size, b"\0") for record in records)


def module(part, text, versions):
    return struct.pack("!H", part) + text.ljust(20).encode() + b"\0\xc0" + versions


def component(part, text):
    return struct.pack("!H", part) + text.encode()


def ask_szl(session, identifier, answers, index=0, reference=2):
    session.client(userdata(REQUEST, 4, 1, struct.pack("!HH", identifier, index), reference=reference))
    for number, answer in enumerate(answers):
        more = number + 1 < len(answers)
        unit = 0x5A if len(answers) > 1 else 0
        if number:
            session.client(userdata(REQUEST, 4, 1, unit=unit, reference=reference))
        session.server(userdata(RESPONSE, 4, 1, answer, unit, more, reference=reference))


def inventory():
    capture = wire.Capture()
    session = capture.tcp(ENGINEERING, PLC, 102)
    setup(session)
    ask_szl(session, 0x0011, [szl(0x0011, 28, [
        module(1, "6ES7 317-2EK14-0AB0", b"\0\x05\0\x01"),
        module(6, "6ES7 317-2EK14-0AB0", b"\0\x05\0\x01"),
        module(7, "", b"V\x03\x02\x0c"),
        module(0x81, "Boot Loader", b"A \x0b\x0b")])])
    names = szl(0x001C, 34, [
        component(1, "line 4"), component(2, "filler"), component(3, "bottling"),
        component(5, "S C-X4U4210001"), component(7, "CPU 317-2 PN/DP"),
        component(8, "MMC 41A0C001"), component(11, "hall 2, cabinet 7")])
    ask_szl(session, 0x001C, [names[:150], names[150:]])  # a record is cut between the two
    ask_szl(session, 0x0424, [szl(0x0424, 20, [b"\x51\x44\xff\x48"])])
    ask_szl(session, 0x0132, [szl(0x0132, 40, [b"\0\x04\0\x01\0\0\0\x02\0\x01"])], index=4)
    session.close()
    return capture


def download():
    capture = wire.Capture()
    session = capture.tcp(ENGINEERING, PLC, 102)
    setup(session)
    name = b"\x09_0800001P"
    session.client(job(1, b"\x29\0\0\0\0\0\x09P_PROGRAM"))
    session.server(userdata(PUSH, 0, 0) + done(1, b"\x29"))
    session.client(job(2, b"\x1a\0\x01\0\0\0\0\0" + name + b"\x0d1000210000086"))
    session.server(done(2, b"\x1a"))
    session.server(job(0x101, b"\x1b\0\x01\0\0\0\0\0" + name))
    session.client(done(0x101, b"\x1b\0", b"\0\x04\0\xfb\x70\x70\x01\x01"))
    session.server(job(0x102, b"\x1c\0\x01\0\0\0\0\0" + name))
    session.client(done(0x102, b"\x1c"))
    configuration = b"\x1a\0\x01\0\0\0\0\0\x09_0B00003P\x0d1000160000016"
    session.client(job(6, configuration))
    session.server(refused(6, b"\xd2\x41"))
    session.client(job(3, b"\x28\0\0\0\0\0\0\xfd\0\x0a\x01\x000800001P\x05_INSE"))
    session.server(done(3, b"\x28"))
    session.client(job(4, b"\x28\0\0\0\0\0\0\xfd\0\0\x09P_PROGRAM"))
    session.server(done(4, b"\x28") + userdata(PUSH, 0, 2))
    session.client(userdata(REQUEST, 7, 2, bytes.fromhex("00192601010800000002"), reference=5))
    session.server(userdata(RESPONSE, 7, 2, reference=5))
    session.close()
    return capture


def refusals():
    capture = wire.Capture()
    session = capture.tcp(PANEL, PLC, 102)
    session.client(cotp(0xE0, tsap_called=b"\x02\x05"))
    session.server(tpkt(b"\x06\x80" + struct.pack("!HHB", 1, 1, 0x81)))
    session.close()
    session = capture.tcp(PANEL, PLC, 102)
    setup(session)
    session.client(job(1, b"\x04\x01" + item(0x84, 7, 2)))
    session.server(done(1, b"\x04\x01", b"\x0a\0\0\0"))
    session.client(job(2, b"\x1d\0\0\0\0\0\0\0\x09_0A00001A"))
    session.server(refused(2, b"\xd2\x41"))
    session.client(userdata(REQUEST, 5, 1, b"guess123", reference=3))
    session.server(userdata(RESPONSE, 5, 1, error=0xD602, reference=3))
    session.close()
    return capture


def midway():
    """No handshake, the answer before its request, a message in two units and two segments."""
    capture = wire.Capture()
    session = capture.tcp(PANEL, PLC, 102, handshake=False)
    session.server(done(7, b"\x04\x01", b"\xff\x04\0\x10\0\x2a"))
    write = pdu(JOB, 8, b"\x05\x01" + item(0x84, 7, 2), b"\0\x04\0\x10\0\x2b")
    session.client(dt(write[:13], last=False) + dt(write[13:]), cuts=[9, 27])
    session.server(dt(b"", last=False))
    session.server(done(8, b"\x05\x01", b"\xff"))
    return capture


def captures():
    yield "inventory-of-a-controller", inventory()
    yield "download-with-stop-and-start", download()
    yield "refused-connection-read-upload-and-password", refusals()
    yield "begun-midway-with-a-message-in-parts", midway()
