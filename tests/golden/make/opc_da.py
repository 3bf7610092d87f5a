"""OPC Data Access: finding a server, its status, reading and writing, refusals; all over one server's connections."""
import struct
import uuid

import dce_rpc
import wire

SCADA, SERVER = wire.Host("10.41.2.10"), wire.Host("10.41.2.30")


def opc(first):
    return uuid.UUID(f"{first:08x}-011e-11d0-9675-0020afd8adb3")


OPC_SERVER, GROUP, SYNCHRONOUS, ITEMS, CALLBACK = (opc(0x39C13A00 + low) for low in (0x4D, 0x50, 0x52, 0x54, 0x70))
COMMON = uuid.UUID("f31dfde2-07b6-11d2-b2d8-0060083ba1fb")
SERVERS = uuid.UUID("9dd0b56c-ad9e-43ee-8305-487f3188bf7a")
ACTIVATOR, OBJECTS = (uuid.UUID(f"{first:08x}-0000-0000-c000-000000000046") for first in (0x1A0, 0x131))
OBJECT = uuid.UUID("00001c02-0bd4-0000-aaaa-bbbbccccdddd")
SUCCESS, PARTLY, FAILED = 0, 1, 0xC0040004


def this(body=b"", version=(5, 7)):
    """What stands in front of every request to an object, with a cause of its own."""
    return struct.pack("<HHII", *version, 0, 0) + uuid.UUID(int=77).bytes_le + bytes(4) + body


def that(body=b"", result=SUCCESS):
    return bytes(8) + body + struct.pack("<I", result)


def string(text):
    wide = text.encode("utf-16-le") + b"\0\0"
    return struct.pack("<III", len(wide) // 2, 0, len(wide) // 2) + wide + bytes(-len(wide) % 4)


def status(vendor="Example OPC server", version=(3, 1, 42)):
    times = struct.pack("<QQQ", 1, 2, 3)
    return (struct.pack("<I", 0x20000) + times + struct.pack("<III", 1, 2, 0) + struct.pack("<HHHH", *version, 0) +
            struct.pack("<I", 0x20004) + string(vendor))


def call(session, number, opnum, context, ask=b"", reply=b"", result=SUCCESS):
    session.client(dce_rpc.ask(number, opnum, this(ask), context, target=OBJECT))
    session.server(dce_rpc.answer(number, that(reply, result), context))


def session_of():
    """From the activation on the well-known port to a write that is refused."""
    capture = wire.Capture()
    activation = capture.tcp(SCADA, SERVER, 135)
    activation.client(dce_rpc.bind(1, ACTIVATOR))
    activation.server(dce_rpc.accept(1, 0))
    activation.client(dce_rpc.ask(2, 4, this(bytes(40))))
    activation.server(dce_rpc.answer(2, that(bytes(40))))
    activation.close()
    session = capture.tcp(SCADA, SERVER, 49670)
    session.client(dce_rpc.bind(1, OBJECTS, SERVERS, OPC_SERVER))
    session.server(dce_rpc.accept(1, 0, 0, 0, secondary=b"49670\0"))
    call(session, 2, 3, 0, bytes(24), bytes(24))
    call(session, 3, 5, 1, bytes(24), bytes(16))
    call(session, 4, 6, 2, reply=status())
    session.client(dce_rpc.bind(5, COMMON, kind=dce_rpc.ALTER, first=3))
    session.server(dce_rpc.accept(5, 0, kind=dce_rpc.ALTER_ACK, secondary=b""))
    call(session, 6, 7, 3, string("Example SCADA"))
    call(session, 7, 3, 2, bytes(40), bytes(40))
    session.client(dce_rpc.bind(8, ITEMS, SYNCHRONOUS, GROUP, kind=dce_rpc.ALTER, first=4))
    session.server(dce_rpc.accept(8, 0, 0, 0, kind=dce_rpc.ALTER_ACK, secondary=b""))
    call(session, 9, 3, 4, bytes(60), bytes(60))
    call(session, 10, 4, 6, bytes(20), bytes(8))
    call(session, 11, 3, 5, bytes(20), bytes(60), PARTLY)
    call(session, 12, 4, 5, bytes(60), bytes(8))
    call(session, 13, 4, 5, bytes(60), bytes(8), FAILED)
    session.client(dce_rpc.ask(14, 9, this(), 4, target=OBJECT))
    session.server(dce_rpc.fault(14, 4))
    session.client(dce_rpc.ask(15, 6, this(), 2, target=OBJECT) + dce_rpc.ask(16, 42, this(), 2, target=OBJECT), cuts=[7, 90])
    session.server(dce_rpc.answer(15, that(status("Caf\u00e9 OPC")), 2) + dce_rpc.fault(16, 2, 0x1C010002), cuts=[50])
    session.close()
    yield "session", capture


def fragments():
    """A status whose vendor stands in the second fragment, and a write whose answer fails in the last."""
    capture = wire.Capture()
    session = capture.tcp(SCADA, SERVER, 49672)
    session.client(dce_rpc.bind(1, OPC_SERVER, SYNCHRONOUS))
    session.server(dce_rpc.accept(1, 0, 0))
    for number, opnum, context, stub in ((2, 6, 0, that(status("Example OPC server in two parts"))),
                                         (3, 4, 1, that(bytes(90), FAILED))):
        session.client(dce_rpc.ask(number, opnum, this(), context, target=OBJECT))
        session.server(dce_rpc.answer(number, stub[:60], context, dce_rpc.FIRST))
        session.server(dce_rpc.answer(number, stub[60:72], context, 0) + dce_rpc.answer(number, stub[72:], context, dce_rpc.LAST),
                       cuts=[9, 30])
    session.close()
    yield "fragments", capture


def callbacks():
    """The server calls back over a connection that it opens itself; what is private is counted and not read."""
    capture = wire.Capture()
    session = capture.tcp(SERVER, SCADA, 49800)
    session.client(dce_rpc.bind(1, CALLBACK))
    session.server(dce_rpc.accept(1, 0))
    for number in (2, 3):
        session.client(dce_rpc.ask(number, 3, this(bytes(80)), target=OBJECT))
        session.server(dce_rpc.answer(number, that()))
    session.close()
    private = capture.tcp(SCADA, SERVER, 49671)
    private.client(dce_rpc.bind(1, OPC_SERVER))
    private.server(dce_rpc.accept(1, 0))
    private.client(dce_rpc.ask(2, 6, this(), target=OBJECT, verifier=b"\6" + bytes(16)))
    private.server(dce_rpc.answer(2, that(status("Hidden")), verifier=b"\6" + bytes(16)))
    private.close()
    yield "callbacks-and-privacy", capture


def hostile():
    """A name without end, a status that is cut, an interface that nobody agreed on."""
    capture = wire.Capture()
    session = capture.tcp(SCADA, SERVER, 49672)
    session.client(dce_rpc.bind(1, COMMON, OPC_SERVER))
    session.server(dce_rpc.accept(1, 0, 0))
    endless = struct.pack("<III", 0xFFFFFFFF, 0, 0xFFFFFFFF) + "n".encode("utf-16-le") * 300
    call(session, 2, 7, 0, endless)
    session.client(dce_rpc.ask(3, 6, this(), 1, target=OBJECT))
    session.server(dce_rpc.answer(3, that(status()[:40]), 1))
    session.client(dce_rpc.ask(4, 6, this(), 9, target=OBJECT))
    session.close()
    yield "hostile", capture


def seeds():
    yield "seed-status", dce_rpc.Call(OPC_SERVER, 6, 1, that(status()), OBJECT)
    yield "seed-client-name", dce_rpc.Call(COMMON, 7, 0, this(string("Example SCADA")), OBJECT)


def captures():
    for make in (session_of, callbacks, fragments, hostile, seeds):
        yield from make()
