"""DCE-RPC over TCP: services of Windows, refusals, fragments, several calls in one segment; nothing of PROFINET or OPC."""
import struct
import uuid

import ntlm
import wire

SCADA, SERVER = wire.Host("10.41.2.10"), wire.Host("10.41.2.30")
NDR = uuid.UUID("8a885d04-1ceb-11c9-9fe8-08002b104860").bytes_le + struct.pack("<I", 2)
REQUEST, RESPONSE, FAULT, BIND, BIND_ACK, BIND_NAK, ALTER, ALTER_ACK, AUTH3 = 0, 2, 3, 11, 12, 13, 14, 15, 16
FIRST, LAST, OBJECT = 1, 2, 0x80
MAPPER, CONTROL, REGISTRY = (uuid.UUID(text) for text in ("e1af8308-5d1f-11c9-91a4-08002b14a0fa",
                             "367abb81-9844-35f1-ad32-98f038001003", "338cd001-2244-31f1-aaaa-900038001003"))
TASKS, NOBODY = uuid.UUID("86d35949-83c9-4044-b424-db363231fd0c"), uuid.UUID("0badcafe-0001-0002-0003-000000000004")


def pdu(kind, call, body, flags=FIRST | LAST, verifier=b"", length=None, little=True):
    order = "<" if little else ">"
    trailer = verifier and struct.pack("<BBBBI", 10, verifier[0], 0, 0, 1) + verifier[1:]
    whole = 16 + len(body) + len(trailer)
    return (struct.pack("BBBB", 5, 0, kind, flags) + bytes([0x10 if little else 0, 0, 0, 0]) +
            struct.pack(order + "HHI", whole if length is None else length, max(len(verifier) - 1, 0), call) + body + trailer)


def bind(call, *interfaces, kind=BIND, first=0, verifier=b""):
    items = b"".join(struct.pack("<HBB", first + i, 1, 0) + one.bytes_le + struct.pack("<I", 2) + NDR
                     for i, one in enumerate(interfaces))
    return pdu(kind, call, struct.pack("<HHIBxxx", 5840, 5840, 0, len(interfaces)) + items, verifier=verifier)


def accept(call, *results, kind=BIND_ACK, secondary=b"135\0", verifier=b""):
    head = struct.pack("<HHIH", 5840, 5840, 0x4321, len(secondary)) + secondary
    head += bytes(-len(head) % 4)
    return pdu(kind, call, head + struct.pack("<Bxxx", len(results)) +
               b"".join(struct.pack("<HH", result, 0) + NDR for result in results), verifier=verifier)


def ask(call, opnum, stub=b"", context=0, flags=FIRST | LAST, target=None, **more):
    object_id = target.bytes_le if target else b""
    return pdu(REQUEST, call, struct.pack("<IHH", len(stub), context, opnum) + object_id + stub,
               flags | (OBJECT if target else 0), **more)


def answer(call, stub=b"", context=0, flags=FIRST | LAST, **more):
    return pdu(RESPONSE, call, struct.pack("<IHBx", len(stub), context, 0) + stub, flags, **more)


def fault(call, context=0, status=5):
    return pdu(FAULT, call, struct.pack("<IHBxII", 32, context, 0, status, 0))


class Call:
    """A call as its carrier hands it on: a seed for the passengers' fuzz runs, which no packet holds in this form."""

    ending = "bin"

    def __init__(self, interface, opnum, kind, stub, target=uuid.UUID(int=0), little=True):
        self.packed = interface.bytes + target.bytes + struct.pack("!HBB", opnum, kind, little) + stub

    def bytes(self):
        return self.packed

    def write(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.packed)


def windows():
    """The mapper is asked for a port; a service is made and started, one is refused; a key; a task."""
    capture = wire.Capture()
    mapper = capture.tcp(SCADA, SERVER, 135)
    mapper.client(bind(1, MAPPER), cuts=[5])
    mapper.server(accept(1, 0))
    mapper.client(ask(2, 3, bytes(120)))
    mapper.server(answer(2, bytes(150)))
    mapper.close()
    control = capture.tcp(SCADA, SERVER, 49666)
    control.client(bind(1, CONTROL, NOBODY), cuts=[20, 40])
    control.server(accept(1, 0, 2))
    for call, opnum in ((2, 15), (3, 12), (4, 19)):
        control.client(ask(call, opnum, bytes(24)))
        control.server(answer(call, bytes(24)))
    control.client(ask(5, 1, bytes(24)))
    control.server(fault(5))
    control.client(bind(6, REGISTRY, kind=ALTER, first=2))
    control.server(accept(6, 0, kind=ALTER_ACK, secondary=b""))
    control.client(ask(7, 22, bytes(64), context=2) + ask(8, 17, bytes(16), context=2))
    control.server(answer(7, bytes(4), context=2) + answer(8, bytes(4), context=2), cuts=[30])
    control.client(ask(9, 4, bytes(8), context=1))
    control.server(fault(9, context=1))
    control.close()
    yield "services-of-windows", capture


def hidden():
    """A task registered under privacy in three fragments, a bind that is not accepted and one that is not understood."""
    capture = wire.Capture()
    session = capture.tcp(SCADA, SERVER, 49700)
    session.client(bind(1, TASKS))
    session.server(accept(1, 0))
    session.client(pdu(AUTH3, 1, bytes(4), verifier=b"\6" + bytes(16)))
    for flags in (FIRST, 0, LAST):
        session.client(ask(2, 1, bytes(64), flags=flags, verifier=b"\6" + bytes(16)))
    for flags in (FIRST, LAST):
        session.server(answer(2, bytes(32), flags=flags, verifier=b"\6" + bytes(16)))
    session.close()
    for reply in (accept(1, 2, 2), pdu(BIND_NAK, 1, struct.pack("<HBBB", 4, 1, 5, 0))):
        session = capture.tcp(SCADA, SERVER, 49701)
        session.client(bind(1, TASKS, NOBODY))
        session.server(reply)
        session.close()
    yield "hidden-and-refused", capture


def log_in():
    """NTLM in three verifiers: both sides are named."""
    windows, pairs = ntlm.windows(10, 0, 19041), [(2, "PLANT"), (1, "HIST-1"), (3, "hist-1.plant.example")]
    capture = wire.Capture()
    session = capture.tcp(SCADA, SERVER, 49703)
    session.client(bind(1, CONTROL, verifier=b"\5" + ntlm.negotiate(windows)))
    session.server(accept(1, 0, verifier=b"\5" + ntlm.challenge(pairs, ntlm.windows(10, 0, 17763))), cuts=[40])
    session.client(pdu(AUTH3, 1, bytes(4), verifier=b"\5" + ntlm.authenticate("PLANT", "engineer", "ES-1", windows)) +
                   ask(2, 12, bytes(24), verifier=b"\5" + bytes(16)))
    session.server(answer(2, bytes(24), verifier=b"\5" + bytes(16)))
    session.close()
    yield "log-in", capture


def midstream():
    """A connection that was there before: contexts are unknown, an answer has no request; big-endian; a lost segment."""
    capture = wire.Capture()
    session = capture.tcp(SCADA, SERVER, 49702, handshake=False)
    session.server(answer(7, bytes(12)))
    session.client(ask(8, 5, bytes(12), context=3))
    session.server(answer(8, bytes(12), context=3))
    body = struct.pack(">IHH", 4, 3, 6) + bytes(4)
    session.client(pdu(REQUEST, 9, body, little=False))
    session.next[True] += 77  # a segment that the capture does not have
    session.client(ask(10, 7, bytes(12), context=3))
    session.segment(True, wire.PSH | wire.ACK, ask(10, 7, bytes(12), context=3), sequence=session.next[True] - 36)
    session.server(answer(10, bytes(12), context=3))
    session.close()
    yield "joined-midway", capture


def hostile():
    """Lengths shorter than their header and longer than their stream, contexts without end, foreign text on the port."""
    capture = wire.Capture()
    session = capture.tcp(SCADA, SERVER, 135)
    session.client(bind(1, *[MAPPER] * 3))
    session.client(pdu(REQUEST, 2, bytes(8), length=15))
    session.client(pdu(BIND, 3, struct.pack("<HHIBxxx", 1, 1, 1, 255) + bytes(30)))
    session.client(ask(4, 3, bytes(8)))
    session.client(ask(5, 3, bytes(8), verifier=b"\6" + bytes(8))[:10])
    session.close()
    other = capture.tcp(SCADA, SERVER, 135)
    other.client(b"GET / HTTP/1.0\r\n\r\n")
    other.server(b"HTTP/1.0 400 Bad Request\r\n\r\n")
    other.close()
    yield "hostile", capture


def captures():
    for make in (windows, hidden, log_in, midstream, hostile):
        yield from make()
