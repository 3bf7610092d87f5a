"""MMS: who a relay is, every family of services, controls and their refusals, midway on another port."""
import struct

import wire
from asn1 import integer, oid, value

PORT = 102
STATION, RELAY = wire.Host("10.41.8.10"), wire.Host("10.41.8.20")
ACSE, MMS, BASIC = "2.2.1.0.1", "1.0.9506.2.1", "2.1.1"
LD = "B5Q1LD0"


# ---- ISO transport, session, presentation, association control ----

def tpkt(unit):
    return struct.pack("!BBH", 3, 0, 4 + len(unit)) + unit


def transport(data):
    return tpkt(b"\x02\xf0\x80" + data)


CONNECT = tpkt(wire.octets("11 e0 0000 0007 00 c001 0d c202 0001 c102 0001"))
CONFIRM = tpkt(wire.octets("11 d0 0007 0003 00 c001 0d c202 0001 c102 0001"))


def parameter(code, data):
    length = bytes([len(data)]) if len(data) < 255 else b"\xff" + struct.pack("!H", len(data))
    return bytes([code]) + length + data


def session(unit, user, connects=False):
    items = parameter(5, parameter(19, b"\0") + parameter(22, b"\2")) + parameter(20, b"\0\2") if connects else b""
    return parameter(unit, items + parameter(193, user))


def pdv(context, *contents):
    return value(0x61, value(0x30, integer(context), value(0xA0, *contents)))


def say(*contents):
    """One MMS unit on an association that is there."""
    return transport(wire.octets("0100 0100") + pdv(3, *contents))


def normal_mode(*parts):
    return value(0x31, value(0xA0, integer(1, 0x80)), value(0xA2, *parts))


def contexts(*names):
    return value(0xA4, *(value(0x30, integer(number), oid(name), value(0x30, oid(BASIC)))
                         for number, name in zip((1, 3), names)))


ACCEPTED = value(0xA5, *(value(0x30, integer(0, 0x80), oid(BASIC, 0x81)) for _ in range(2)))


def external(unit):
    return value(0xBE, value(0x28, integer(3), value(0xA0, unit)))


def initiate(tag, calling, called):
    detail = value(0xA4, integer(1, 0x80), value(0x81, wire.octets("05f100")),
                   value(0x82, wire.octets("03ee1c00000408000079ef18")))
    return value(tag, integer(65000, 0x80), integer(calling, 0x81), integer(called, 0x82),
                 integer(10, 0x83), detail)


def aarq(*more, name=MMS[:-1] + "3"):
    return value(0x60, value(0xA1, oid(name)), *more, external(initiate(0xA8, 5, 5)))


def aare(result=0, *more):
    body = [] if result else [external(initiate(0xA9, 5, 5))]
    return value(0x61, value(0xA1, oid("1.0.9506.2.3")), value(0xA2, integer(result)),
                 value(0xA3, value(0xA1, integer(0))), *more, *body)


def titles(called, calling):
    return [value(0xA2, oid(called)), value(0xA3, integer(12)), value(0xA6, oid(calling)), value(0xA7, integer(7))]


def open_session(unit, user):
    return transport(session(unit, user, connects=True))


def propose(request):
    return open_session(13, normal_mode(value(0x81, b"\0\0\0\1"), value(0x82, b"\0\0\0\1"),
                                        contexts(ACSE, MMS), pdv(1, request)))


def accept(response):
    return open_session(14, normal_mode(value(0x83, b"\0\0\0\1"), ACCEPTED, pdv(1, response)))


def begin(capture, *more, cuts=()):
    stream = capture.tcp(STATION, RELAY, PORT)
    stream.client(CONNECT)
    stream.server(CONFIRM)
    stream.client(propose(aarq(*more)), cuts)
    stream.server(accept(aare()))
    return stream


def end(stream):
    stream.client(say(value(0x8B)))
    stream.server(say(value(0x8C)))
    stream.client(transport(session(9, pdv(1, value(0x62, integer(0, 0x80))))))
    stream.server(transport(session(10, pdv(1, value(0x63, integer(0, 0x80))))))
    stream.close()


# ---- MMS units ----

def text(string, tag=0x1A):
    return value(tag, string.encode())


def request(invoke, service):
    return say(value(0xA0, integer(invoke), service))


def response(invoke, service):
    return say(value(0xA1, integer(invoke), service))


def error(invoke, kind, code):
    return say(value(0xA2, integer(invoke, 0x80), value(0xA2, value(0xA0, integer(code, 0x80 | kind)))))


def in_domain(item, domain=LD):
    return value(0xA1, text(domain), text(item))


def variables(*items):
    return value(0xA0, *(value(0x30, value(0xA0, in_domain(item))) for item in items))


def read(*items):
    return value(0xA4, value(0xA1, variables(*items)))


def values(*found):
    return value(0xA4, value(0xA1, *found))


def write(*pairs):
    return value(0xA5, variables(*(item for item, _ in pairs)), value(0xA0, *(data for _, data in pairs)))


def name_list(kind, scope):
    return value(0xA1, value(0xA0, integer(kind, 0x80)), value(0xA1, scope))


def names(*found):
    return value(0xA1, value(0xA0, *map(text, found)), value(0x81, b"\0"))


def shown(string):
    return text(string, 0x8A)


TRUE = value(0x83, b"\1")
SUCCESS, DENIED, ABSENT = value(0x81), integer(3, 0x80), integer(10, 0x80)
PLATE = ["Ostwerk", "H2", "7.04", "BM0412093", "RX670", "bay 5"]


def identity():
    capture = wire.Capture()
    stream = begin(capture, *titles("1.1.999.1", "1.1.1.999"), cuts=[3, 60])
    stream.client(request(1, value(0x82)))
    stream.server(response(1, value(0xA2, *(text(t, 0x80 + n) for n, t in enumerate(["Ostwerk", "RX670", "7.04.2"])))))
    stream.client(request(2, value(0x80, b"\0")))
    stream.server(response(2, value(0xA0, integer(0, 0x80), integer(0, 0x81))))
    # Two questions in one segment, answered in the other order.
    stream.client(request(3, name_list(9, value(0x80))) + request(4, name_list(0, text(LD, 0x81))))
    stream.server(response(4, names("LLN0", "LLN0$DC", "LLN0$DC$NamPlt", "LPHD1", "XCBR1", "XCBR1$ST$Pos")))
    stream.server(response(3, names(LD, "B5Q1PROT")), cuts=[10])
    stream.client(request(5, read("LLN0$DC$NamPlt", "XCBR1$ST$Loc", "LPHD1$DC$PhyNam$serNum")))
    stream.server(response(5, values(value(0xA2, *map(shown, ["Ostwerk", "7.04", "bay 5", "12"])), TRUE,
                                     shown("BM0412093"))))
    stream.client(request(6, read("LPHD1$DC$PhyNam")))
    stream.server(response(6, values(value(0xA2, *map(shown, PLATE)))))
    end(stream)
    yield "identity", capture


BODIES = {  # services whose request and answer say something, beside those of identity()
    3: (value(0xA3, value(0xA0, integer(9, 0x80)), value(0xA1, text("OLD", 0x80)), text("NEW", 0x82)), value(0x83)),
    6: (value(0xA6, value(0xA0, in_domain("XCBR1"))),
        value(0xA6, value(0x80, b"\0"), value(0xA1, value(0x83)))),
    11: (value(0xAB, in_domain("LLN0$dsTrip"), value(0xA0, value(0x30, value(0xA0, in_domain("XCBR1$ST$Pos"))))),
         value(0x8B)),
    12: (value(0xAC, in_domain("LLN0$dsTrip")),
         value(0xAC, value(0x80, b"\1"), value(0xA1, value(0x30, value(0xA0, in_domain("XCBR1$ST$Pos")))))),
    13: (value(0xAD, value(0xA1, in_domain("LLN0$dsTrip"))), value(0xAD, integer(1, 0x80), integer(1, 0x81))),
    26: (value(0xBA, text("LOGIC", 0x80), value(0xA1), value(0x82, b"\0")), value(0x9A)),
    28: (value(0xBC, text("LOGIC", 0x80)), value(0x9C)),
    29: (text("LOGIC", 0x9D), value(0xBD, integer(1, 0x80), value(0xA1))),
    36: (text("LOGIC", 0x9F24), value(0x9F24)),
    38: (value(0xBF26, text("RUN", 0x80), value(0xA1, text("LOGIC")), value(0x82, b"\1"), value(0x83, b"\0")),
         value(0x9F26)),
    39: (text("RUN", 0x9F27), value(0x9F27)),
    40: (value(0xBF28, text("RUN", 0x80)), value(0x9F28)),
    41: (value(0xBF29, text("RUN", 0x80)), value(0x9F29)),
    43: (value(0xBF2B, text("RUN", 0x80)), value(0x9F2B)),
    44: (value(0xBF2C, text("RUN", 0x80)), value(0x9F2C)),
    46: (value(0xBF2E, value(0xA1, text("fw.bin", 0x19)), value(0xA2, text("fw.bin", 0x19))), value(0x9F2E)),
    72: (value(0xBF48, value(0xA0, text("rec1.cfg", 0x19)), integer(0, 0x81)),
         value(0xBF48, integer(7, 0x80), value(0xA1, integer(4, 0x80)))),
    73: (integer(7, 0x9F49), value(0xBF49, value(0x80, b"1999"), value(0x81, b"\0"))),
    74: (integer(7, 0x9F4A), value(0x9F4A)),
    75: (value(0xBF4B, value(0xA0, text("a", 0x19)), value(0xA1, text("b", 0x19))), value(0x9F4B)),
    76: (value(0xBF4C, text("rec1.cfg", 0x19)), value(0x9F4C)),
    77: (value(0xBF4D), value(0xBF4D, value(0xA0, value(0x30)))),
    78: (value(0xBF4E, value(0x80)), value(0xBF4E, value(0x80))),  # stop the virtual device
}


def services():
    capture = wire.Capture()
    stream = begin(capture)
    for service, (asked, answered) in BODIES.items():
        stream.client(request(100 + service, asked))
        stream.server(response(100 + service, answered))
    stream.client(say(value(0xA0, integer(300), integer(1, 0xA0 | 3))))  # not a service that exists so
    stream.server(say(value(0xA4, integer(300, 0x80), integer(1, 0x81))))
    stream.client(say(integer(300, 0x85)))
    stream.server(say(value(0xA7, integer(300, 0x80), value(0xA1, value(0xA0, integer(0, 0x80))))))
    end(stream)
    yield "services", capture


OPERATE = value(0xA2, TRUE, value(0xA2, integer(2, 0x85), value(0x89, b"hmi1")), integer(1, 0x86),
                value(0x91, bytes(8)), value(0x83, b"\0"), value(0x84, b"\6\0"))


def report(*contents):
    return say(value(0xA3, value(0xA0, *contents)))


def controls():
    capture = wire.Capture()
    stream = begin(capture)
    asked = [
        (read("CSWI1$CO$Pos$SBO"), values(shown("CSWI1$CO$Pos"))),
        (write(("CSWI1$CO$Pos$SBOw", OPERATE)), value(0xA5, SUCCESS)),
        (write(("CSWI1$CO$Pos$Oper", OPERATE)), value(0xA5, SUCCESS)),
        (write(("CSWI1$CO$Pos$Cancel", OPERATE)), value(0xA5, SUCCESS)),
        (write(("CSWI2$CO$Pos$Oper", OPERATE)), value(0xA5, DENIED)),
        (write(("PTOC1$SP$StrVal$setMag$f", value(0x87, b"\x08\x42\x28\0\0"))), value(0xA5, SUCCESS)),
        (write(("PTOC1$SE$OpDlTmms$setVal", integer(300, 0x85))), value(0xA5, SUCCESS)),
        (write(("MMXU1$CF$A$phsA$db", integer(500, 0x86))), value(0xA5, SUCCESS)),
        (write(("LLN0$BR$brcbA01$RptEna", TRUE), ("LLN0$BR$brcbA01$GI", TRUE)), value(0xA5, SUCCESS, SUCCESS)),
        (write(("LLN0$RP$urcbA01$RptEna", TRUE)), value(0xA5, integer(2, 0x80))),
        (write(("LLN0$GO$gcbTrip$GoEna", value(0x83, b"\0"))), value(0xA5, SUCCESS)),
        (write(("MMXU1$SV$A$phsA$subEna", TRUE)), value(0xA5, SUCCESS)),
        (write(("GGIO1$ST$Ind1", TRUE)), value(0xA5, DENIED)),
        # The control counts, not the description that is written with it.
        (write(("XCBR1$DC$Pos$d", shown("breaker")), ("XCBR1$CO$Pos$Oper", OPERATE)), value(0xA5, DENIED, SUCCESS)),
        (read("MMXU1$MX$A", "MMXU1$MX$PhV"), values(ABSENT, TRUE)),
        (read("MMXU9$MX$A"), values(ABSENT)),
    ]
    for number, (service, answer) in enumerate(asked, 400):
        stream.client(request(number, service))
        stream.server(response(number, answer))
    stream.server(report(value(0xA1, text("RPT", 0x80)), value(0xA0, shown("brcbA01"), TRUE)))
    stream.server(report(variables("CSWI1$CO$Pos$Oper"), value(0xA0, OPERATE)))
    stream.server(report(value(0xA0, value(0x30, value(0xA0, text("LastApplError", 0x80)))), value(0xA0, OPERATE)))
    stream.client(request(500, value(0xA6, value(0xA0, in_domain("NONE1")))))
    stream.server(error(500, 7, 2))
    stream.client(transport(session(25, b"", connects=False)))
    yield "controls-and-refusals", capture


def passwords():
    """A wrong password, then the right one; then a session that is refused."""
    capture = wire.Capture()
    for word, result in ((b"wrong", 1), (b"secret", 0)):
        stream = capture.tcp(STATION, RELAY, PORT)
        stream.client(CONNECT)
        stream.server(CONFIRM)
        stream.client(propose(aarq(value(0x8A, b"\7\x80"), oid("2.2.3.1", 0x8B), value(0xAC, value(0x80, word)))))
        stream.server(accept(aare(result)))
        if result:
            stream.close()
        else:
            end(stream)
    stream = capture.tcp(STATION, RELAY, PORT)
    stream.client(CONNECT)
    stream.server(CONFIRM)
    stream.client(propose(aarq()))
    stream.server(transport(parameter(12, parameter(17, b"\1") + parameter(50, b"\x82"))))
    stream.close()
    return capture


def midway():
    """Begun midway on another port, a message in two transport units, one sent again, then damage."""
    capture = wire.Capture()
    stream = capture.tcp(STATION, RELAY, 10102, handshake=False)
    stream.server(response(70, values(TRUE)))
    stream.client(request(71, write(("CSWI1$CO$Pos$Oper", OPERATE))))
    answer = response(71, value(0xA5, SUCCESS))
    stream.server(answer)
    stream.segment(False, wire.PSH | wire.ACK, answer, stream.next[False] - len(answer))
    data = request(72, read("LPHD1$DC$PhyNam$model"))[7:]
    stream.client(tpkt(b"\x02\xf0\x00" + data[:20]) + tpkt(b"\x02\xf0\x80" + data[20:]))
    stream.server(response(72, values(shown("RX670"))))
    stream.server(error(73, 1, 0))
    stream.client(say(wire.octets("a0 84 7fffffff 0201")))
    stream.client(say(wire.octets("a0 05 0201 4b a4 7f")))
    stream.client(request(74, value(0x82)))
    return capture


def captures():
    yield from identity()
    yield from services()
    yield from controls()
    yield "passwords", passwords()
    yield "midway-on-another-port", midway()
