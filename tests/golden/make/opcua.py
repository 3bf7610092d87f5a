"""OPC UA: an anonymous session, one with a password in clear text, refusals, chunks, encryption."""
import struct

import wire

PORT = 4840
SCADA, GATEWAY, LAPTOP = wire.Host("10.41.2.10"), wire.Host("10.41.2.30"), wire.Host("10.41.2.99")
NONE, STRONG = (b"http://opcfoundation.org/UA/SecurityPolicy#" + name for name in (b"None", b"Basic256Sha256"))
URL = b"opc.tcp://gateway:4840"
BAD = 0x80100000  # any code of bad severity
ANONYMOUS, USER = 321, 324


def string(value=None):
    return struct.pack("<i", -1) if value is None else struct.pack("<i", len(value)) + value


def array(*items):
    return struct.pack("<i", len(items)) + b"".join(items)


def node(number, space=0):
    return struct.pack("<BBH", 1, space, number)


def localized(text):
    return b"\2" + string(text)


def message(kind, body, chunk=b"F"):
    return kind + chunk + struct.pack("<I", 8 + len(body)) + body


def hello(url=URL):
    return message(b"HEL", struct.pack("<5I", 0, 65536, 65536, 0, 0) + string(url))


ACKNOWLEDGE = message(b"ACK", struct.pack("<5I", 0, 65536, 65536, 0, 0))


def error(status=BAD, reason=b"no"):
    return message(b"ERR", struct.pack("<I", status) + string(reason))


def sequenced(request, body):
    return struct.pack("<II", request, request) + body


def opened(request, body, policy=NONE, certificate=None):
    return message(b"OPN", struct.pack("<I", 7) + string(policy) + string(certificate) + string(certificate) +
                   (sequenced(request, body) if policy == NONE else body))


def service(request, body, chunk=b"F", kind=b"MSG"):
    return message(kind, struct.pack("<II", 7, 1) + sequenced(request, body), chunk)


def ask(number, request, body=b""):
    return node(number) + b"\0\0" + struct.pack("<qII", 0, request, 0) + string() + struct.pack("<I", 5000) + b"\0\0\0" + body


def answer(number, request, body=b"", status=0):
    """With diagnostics inside diagnostics and a table of texts, as servers that were asked for them do."""
    diagnostics = b"\x71" + struct.pack("<i", 0) + string(b"more") + struct.pack("<I", 0) + b"\0" if status else b"\0"
    return node(number + 3) + struct.pack("<qII", 0, request, status) + diagnostics + array() + b"\0\0\0" + body


def fault(request, status=BAD):
    return answer(394, request, status=status)


def application(uri, product, name, kind):
    return (string(uri) + string(product) + localized(name) + struct.pack("<I", kind) + string() + string() +
            array(string(URL)))


SERVER = application(b"urn:gateway:filtration", b"urn:example.org:gateway", b"Filtration gateway", 0)
CLIENT = application(b"urn:scada:runtime", b"urn:example.org:scada", b"SCADA runtime", 1)


def endpoint(mode, policy, *users):
    tokens = array(*(string(b"p") + struct.pack("<I", user) + string() * 3 for user in users))
    return string(URL) + SERVER + string(b"certificate") + struct.pack("<I", mode) + string(policy) + tokens + string() + b"\1"


ENDPOINTS = array(endpoint(1, NONE, 0, 1), endpoint(3, STRONG, 1, 2))


def channel(session, first=1):
    session.client(hello())
    session.server(ACKNOWLEDGE)
    session.client(opened(first, ask(446, first, struct.pack("<IIIiI", 0, 0, 1, -1, 600000))))
    session.server(opened(first, answer(446, first, struct.pack("<IIIqIi", 0, 7, 1, 0, 600000, -1))))


def create(session, request):
    session.client(service(request, ask(461, request, CLIENT + string() + string(URL) + string(b"s") + string() + string() +
                                        struct.pack("<dI", 60000, 0))))
    session.server(service(request, answer(461, request, node(1, 1) + node(2) + struct.pack("<d", 60000) + string(b"nonce") +
                                           string() + ENDPOINTS + array() + string() * 2 + struct.pack("<I", 0))))


def activate(token, body):
    return string() * 2 + array() + array(string(b"en")) + node(token) + b"\1" + string(body) + string() * 2


def login(session, request, token, body, status=0):
    session.client(service(request, ask(467, request, activate(token, body))))
    session.server(service(request, answer(467, request, string(b"n") + array() + array(), status)))


def read(*nodes):
    return struct.pack("<dI", 0, 0) + array(*(node(n) + struct.pack("<I", 13) + string() + b"\0\0" + string() for n in nodes))


def value(content):
    return bytes([0x01 | 0x04 | 0x08]) + content + bytes(16)


def call(session, number, request, body=b"", reply=b"", status=0):
    session.client(service(request, ask(number, request, body)))
    session.server(service(request, answer(number, request, reply, status)))


def close(session, request):
    session.client(service(request, ask(452, request), kind=b"CLO"))
    session.close()


def anonymous():
    """Endpoints, a session without a user, who made the server, a write, a subscription."""
    capture = wire.Capture()
    session = capture.tcp(SCADA, GATEWAY, PORT)
    channel(session)
    call(session, 428, 2, string(URL) + array() + array(), ENDPOINTS)
    create(session, 3)
    login(session, 4, ANONYMOUS, string(b"p"))
    parts = [b"\x0c" + string(part) for part in (b"Example Automation", b"Filtration gateway", b"3.1.4")]
    call(session, 631, 5, read(2263, 2261, 11, 2264),
         array(value(parts[0]), value(parts[1]), value(b"\xc6" + array() + array()), value(parts[2])) + array())
    build = b"".join(string(part) for part in (b"urn:b", b"Example Automation", b"Filtration gateway", b"3.1.4", b"77"))
    status = node(864) + b"\1" + string(bytes(20) + build + bytes(8) + bytes(4) + b"\0")
    call(session, 631, 6, read(2256), array(value(b"\x16" + status)) + array())
    call(session, 673, 7, array(), array(struct.pack("<I", 0)) + array())
    call(session, 787, 8, struct.pack("<dIIIBB", 500, 60, 20, 0, 1, 0), struct.pack("<IdII", 1, 500, 60, 20))
    session.client(b"".join(service(n, ask(826, n, array())) for n in (9, 10)), cuts=[30])
    published = struct.pack("<I", 1) + array() + b"\0" + struct.pack("<Iq", 1, 0) + array() * 3
    session.server(b"".join(service(n, answer(826, n, published)) for n in (9, 10)), cuts=[70, 75])
    call(session, 473, 11, b"\1")
    close(session, 12)
    return capture


def refusals():
    """A user with a password in clear text who gets less than was asked for."""
    capture = wire.Capture()
    session = capture.tcp(LAPTOP, GATEWAY, PORT)
    channel(session)
    create(session, 2)
    password = string(b"p") + string(b"operator") + string(b"harbour") + string()
    login(session, 3, USER, password, BAD)
    login(session, 4, USER, password)
    session.client(service(5, ask(712, 5, array())))
    session.server(service(5, fault(5)))
    call(session, 673, 6, array(), array(*[struct.pack("<I", BAD)] * 2) + array())
    call(session, 673, 7, array(), array(struct.pack("<I", BAD), struct.pack("<I", 0)) + array())
    call(session, 500, 8, array(), array() * 2, BAD)
    session.server(error())
    session.close()
    late = capture.tcp(LAPTOP, GATEWAY, PORT)
    late.client(hello(b"opc.tcp://other:4840"))
    late.server(error())
    late.close()
    return capture


def chunks():
    """An answer in three chunks, one that its server gave up, on a port of its own."""
    capture = wire.Capture()
    session = capture.tcp(SCADA, GATEWAY, 48010)
    channel(session)
    session.client(service(2, ask(527, 2, b"\0\0" + struct.pack("<qII", 0, 0, 0) + array())))
    found = answer(527, 2, array(struct.pack("<I", 0) + string(bytes(600)) + array()) + array())
    session.server(service(2, found[:300], b"C"))
    session.server(service(2, found[300:600], b"C") + service(2, found[600:]), cuts=[200])
    session.client(service(3, ask(631, 3, read(1))))
    session.server(service(3, struct.pack("<I", BAD) + string(b"too large"), b"A"))
    close(session, 4)
    return capture


def protected():
    """With a policy: one channel is signed, so that its services can be read, one is encrypted."""
    capture = wire.Capture()
    certificate, secret = b"\x30\x82" + bytes(60), bytes(range(0x80, 0xC0))
    for readable in (True, False):
        session = capture.tcp(SCADA, GATEWAY, PORT)
        session.client(hello())
        session.server(ACKNOWLEDGE)
        session.client(opened(1, secret, STRONG, certificate))
        session.server(opened(1, secret, STRONG, certificate))
        if readable:
            session.client(service(2, ask(631, 2, read(1)) + bytes(32)))
            session.server(service(2, answer(631, 2, array() + array()) + bytes(32)))
        else:
            session.client(service(2, secret))
            session.server(service(2, secret, b"C") + service(9, secret, b"C") + service(8, secret))
        session.client(service(3, secret if not readable else ask(452, 3), kind=b"CLO"))
        session.close()
    return capture


def captures():
    yield "anonymous-session", anonymous()
    yield "password-in-clear-text-and-refusals", refusals()
    yield "chunks-on-another-port", chunks()
    yield "signed-and-encrypted-channels", protected()
