"""SMB: an engineer's session with a file server in version 3, an old one in version 1, refusals, pieces, calls
through pipes in both."""
import struct

import dce_rpc
import ntlm
import wire

OK, DENIED, MORE, PENDING = 0, 0xC0000022, 0xC0000016, 0x103


def over_tcp(*messages):
    return b"".join(struct.pack("!I", len(m)) + m for m in messages)


def smb2(command, number, body, response=False, status=OK, following=0):
    return (b"\xfeSMB" + struct.pack("<HHIHHIIQIIQ", 64, 0, status, command, 1, response, following, number, 0, 5,
                                     0x1122) + bytes(16) + body)


def compound(*messages):
    """Each but the last padded to eight bytes, with the offset of the next in its head."""
    out = b""
    for m in messages[:-1]:
        m += bytes(-len(m) % 8)
        out += m[:20] + struct.pack("<I", len(m)) + m[24:]
    return out + messages[-1]


def negotiate_request():
    dialects = (0x0202, 0x0210, 0x0300, 0x0302)
    return struct.pack("<HHHHI16sQ", 36, len(dialects), 1, 0, 0, b"\x66" * 16, 0) + struct.pack("<4H", *dialects)


def negotiate_response(dialect, security, token):
    return struct.pack("<HHHH16sIIIIQQHHI", 65, security, dialect, 0, b"\x77" * 16, 7, 65536, 65536, 65536,
                       133_000_000_000_000_000, 0, 128, len(token), 0) + token


def setup_request(token):
    return struct.pack("<HBBIIHHQ", 25, 0, 1, 0, 0, 88, len(token), 0) + token


def setup_response(token=b"", flags=0):
    return struct.pack("<HHHH", 9, flags, 72, len(token)) + token


def tree_request(path):
    return struct.pack("<HHHH", 9, 0, 72, len(ntlm.wide(path))) + ntlm.wide(path)


TREE_RESPONSE = struct.pack("<HBBIII", 16, 1, 0, 0, 0, 0x1FF)
ERROR = struct.pack("<HHI", 9, 0, 0) + b"\0"


def create_request(name):
    shown = ntlm.wide(name)
    return struct.pack("<HBBIQQIIIIIHHII", 57, 0, 0, 2, 0, 0, 0x120089, 0, 7, 1, 0, 120, len(shown), 0, 0) + (
        shown or b"\0")


CREATE_RESPONSE = struct.pack("<HBBIQQQQQQIIQQII", 89, 0, 0, 1, *[0] * 6, 0x80, 0, 1, 2, 0, 0)
CLOSE_REQUEST = struct.pack("<HHI", 24, 0, 0) + bytes(16)
CLOSE_RESPONSE = struct.pack("<HHI", 60, 0, 0) + bytes(52)


def write_request(data):
    return struct.pack("<HHIQQQIIHHI", 49, 112, len(data), 0, 1, 2, 0, 0, 0, 0, 0) + data


def read_request(length):
    return struct.pack("<HBBIQQQIIIHHB", 49, 0, 0, length, 0, 1, 2, 0, 0, 0, 0, 0, 0)


def read_response(data):
    return struct.pack("<HBBIII", 17, 80, 0, len(data), 0, 0) + data


SERVER_PAIRS = [(2, "PLANT"), (1, "HIST-1"), (4, "plant.example"), (3, "hist-1.plant.example")]


class Talk:
    """Numbers messages and wraps both sides."""

    def __init__(self, session):
        self.session, self.number = session, -1

    def ask(self, command, body, answer=b"", status=OK, cuts=()):
        self.number += 1
        self.session.client(over_tcp(smb2(command, self.number, body)), cuts=cuts)
        if answer is not None:
            self.session.server(over_tcp(smb2(command, self.number, answer, True, status)))


def log_in(talk, security, dialect=0x0302, guest=0):
    windows = ntlm.windows(10, 0, 19041)
    talk.ask(0, negotiate_request(), negotiate_response(dialect, security, ntlm.first_token(b"")))
    talk.ask(1, setup_request(ntlm.first_token(ntlm.negotiate(windows))),
             setup_response(ntlm.later_token(ntlm.challenge(SERVER_PAIRS, ntlm.windows(10, 0, 17763)))), MORE)
    talk.ask(1, setup_request(ntlm.later_token(ntlm.authenticate("PLANT", "engineer", "ES-1", windows))),
             setup_response(flags=guest), cuts=[70, 130])


def session_3(capture, client, server):
    talk = Talk(capture.tcp(client, server, 445))
    log_in(talk, 3)
    talk.ask(3, tree_request(r"\\hist-1\IPC$"), TREE_RESPONSE)
    talk.ask(5, create_request("svcctl"), CREATE_RESPONSE)
    talk.ask(11, struct.pack("<HHIQQIIIIIIII", 57, 0, 0x0011C017, 1, 2, 120, 4, 0, 0, 0, 0, 1, 0) + b"\5\0\0\3",
             struct.pack("<HHIQQIIIIII", 49, 0, 0x0011C017, 1, 2, 0, 0, 112, 4, 0, 0) + b"\5\0\2\3")
    talk.ask(3, tree_request(r"\\hist-1\recipes"), TREE_RESPONSE)
    # Opened, asked and closed in one packet; the directory is listed twice.
    first = talk.number + 1
    talk.number += 3
    listing = struct.pack("<HBBIQQHHI", 33, 1, 0, 0, 1, 2, 96, 2, 1024) + ntlm.wide("*")
    talk.session.client(over_tcp(compound(smb2(5, first, create_request("line-1")), smb2(14, first + 1, listing),
                                          smb2(6, first + 2, CLOSE_REQUEST))))
    talk.session.server(over_tcp(compound(smb2(5, first, CREATE_RESPONSE, True),
                                          smb2(14, first + 1, ERROR, True, 0xC0000034),
                                          smb2(6, first + 2, CLOSE_RESPONSE, True))))
    talk.ask(8, read_request(40000), None)
    talk.session.server(over_tcp(smb2(8, talk.number, ERROR, True, PENDING)))
    talk.session.server(over_tcp(smb2(8, talk.number, read_response(b"\xab" * 40000), True)),
                        cuts=range(1400, 40000, 1400))
    talk.ask(9, write_request(b"\xfeSMB" * 300), struct.pack("<HHIIHH", 17, 0, 1200, 0, 0, 0), cuts=[1000])
    talk.session.server(over_tcp(smb2(18, 2**64 - 1, struct.pack("<HBBIQQ", 24, 0, 0, 0, 1, 2), True)))
    talk.session.client(over_tcp(b"\xfdSMB" + b"\x5a" * 100))
    talk.session.close()


def smb1(command, words, data, response=False, status=OK, mid=1):
    return (b"\xffSMB" + struct.pack("<BIBHH8sHHHHH", command, status, 0x98 if response else 0x18, 0xC801, 0, bytes(8),
                                     0, 1, 0xFEFF, 0x0800, mid) + block(words, data))


def block(words, data):
    return bytes([len(words) // 2]) + words + struct.pack("<H", len(data)) + data


def strings(at, *texts):
    """Wide strings that begin at this offset of the message."""
    return b"\0" * (at % 2) + b"".join(ntlm.wide(text + "\0") for text in texts)


def session_1(capture, client, server):
    """As Windows XP asks a NetBIOS name on port 139: without extended security."""
    def encoded(name, suffix):
        raw = name.ljust(15).encode() + bytes([suffix])
        return b" " + b"".join(bytes([65 + (b >> 4), 65 + (b & 15)]) for b in raw) + b"\0"

    talk = capture.tcp(client, server, 139)
    talk.client(b"\x81\0\0\x44" + encoded("OLD-HMI", 0x20) + encoded("PANEL", 0))
    talk.server(b"\x82\0\0\0")
    talk.client(over_tcp(smb1(0x72, b"", b"\2LANMAN1.0\0\2NT LM 0.12\0")))
    talk.server(over_tcp(smb1(0x72, struct.pack("<HBHHIIIIQHB", 1, 3, 10, 1, 16644, 65536, 0, 0x0000F3FD, 0, 0, 8),
                              b"\x11" * 8 + ntlm.wide("WORKGROUP\0OLD-HMI\0"), True)))
    words = struct.pack("<BBHHHHIHHII", 0x75, 0, 0, 16644, 10, 0, 0, 24, 24, 0, 0xD4)
    setup = b"\x22" * 48 + strings(32 + 27 + 2 + 48, "operator", "WORKGROUP", "Windows 2002 2600", "Windows 2002 5.1")
    after = 32 + 1 + len(words) + 2 + len(setup)
    words = words[:2] + struct.pack("<H", after) + words[4:]
    tree = struct.pack("<BBHHH", 0xFF, 0, 0, 8, 1)
    path = b"\0" + strings(after + 1 + len(tree) + 2 + 1, r"\\OLD-HMI\IPC$") + b"?????\0"
    talk.client(over_tcp(smb1(0x73, words, setup) + block(tree, path)))
    answer = strings(32 + 1 + 6 + 2, "Windows 5.1", "Windows 2000 LAN Manager", "WORKGROUP")
    after = 32 + 1 + 6 + 2 + len(answer)
    talk.server(over_tcp(smb1(0x73, struct.pack("<BBHH", 0x75, 0, after, 0), answer, True) +
                         block(struct.pack("<BBHH", 0xFF, 0, 0, 1), b"IPC\0\0\0")))
    for mid, (name, status) in enumerate(((r"\winreg", DENIED), (r"\recipes.csv", OK)), 2):
        words = struct.pack("<BBHBHIIIQIIIIIB", 0xFF, 0, 0, 0, len(name) * 2, 0, 0, 0x20089, 0, 0, 7, 1, 0, 2, 0)
        talk.client(over_tcp(smb1(0xA2, words, strings(32 + 49 + 2, name), mid=mid)))
        done = b"" if status else struct.pack("<BBHBHI", 0xFF, 0, 0, 0, 1, 1) + bytes(57)
        talk.server(over_tcp(smb1(0xA2, done, b"", True, status, mid)))
    talk.client(b"\x85\0\0\0")


def captures():
    engineer, files, old = wire.Host("10.41.1.11"), wire.Host("10.41.1.6"), wire.Host("10.41.1.12")
    whole = wire.Capture()
    session_3(whole, engineer, files)
    yield "version-3", whole

    xp = wire.Capture()
    session_1(xp, engineer, old)
    yield "version-1", xp

    refused = wire.Capture()
    talk = Talk(refused.tcp(engineer, files, 4450))  # not its own port
    log_in(talk, 1, 0x0210, guest=1)
    talk.ask(3, tree_request(r"\\hist-1\c$"), ERROR, DENIED, cuts=[3])
    talk.ask(5, create_request("atsvc"), ERROR, DENIED)
    talk.ask(5, create_request("atsvc"), CREATE_RESPONSE)
    yield "refused", refused

    # From the middle of a file, then the next message; and something else on its port.
    middle = wire.Capture()
    talk = middle.tcp(engineer, files, 445, handshake=False)
    talk.client(b"\xab" * 900)
    talk.client(over_tcp(smb2(13, 40, struct.pack("<HH", 4, 0))))
    talk.server(over_tcp(smb2(13, 40, struct.pack("<HH", 4, 0), True)))
    talk = middle.tcp(wire.Host("10.41.1.13"), files, 445)
    talk.client(b"GET / HTTP/1.1\r\nHost: hist-1\r\n\r\n")
    talk.server(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    yield "mid-stream", middle

    # Lengths, offsets and chains that cannot be.
    hostile = wire.Capture()
    talk = hostile.tcp(engineer, files, 445)
    talk.client(over_tcp(smb2(3, 0, struct.pack("<HHHH", 9, 0, 0xFFFF, 0xFFFF))))
    loop = bytearray(smb2(13, 1, struct.pack("<HH", 4, 0)))
    loop[20:24] = b"\xff\xff\xff\xff"
    talk.client(over_tcp(bytes(loop)))
    talk.client(over_tcp(smb1(0x73, struct.pack("<BBHHHHIHII", 0x73, 0, 33, 1, 1, 0, 0, 0xFFFF, 0, 0), b"")))
    talk.server(over_tcp(smb2(1, 2, setup_response(b"NTLMSSP\0\2\0\0\0" + b"\xff" * 44), True, MORE)))
    talk.client(b"\0\0\0\x08\xfeSMBxxxx")
    yield "hostile-lengths", hostile

    yield "pipes-version-3", pipes_3(engineer, files)
    yield "pipes-version-1", pipes_1(engineer, old)


def on(file, body):
    """The same message about another open file."""
    return body.replace(struct.pack("<QQ", 1, 2), struct.pack("<QQ", 1, file))


def transceive(file, data, response=False):
    if response:
        return struct.pack("<HHIQQIIIIII", 49, 0, 0x0011C017, 1, file, 112, 0, 112, len(data), 0, 0) + data
    return struct.pack("<HHIQQIIIIIIII", 57, 0, 0x0011C017, 1, file, 120, len(data), 0, 0, 0, 1024, 1, 0) + data


WRITTEN = struct.pack("<HHIIHH", 17, 0, 0, 0, 0, 0)
OVERFLOW = 0x80000005


def pipes_3(client, server):
    """A service is made and started, a registry value set; an answer is longer than the client's room."""
    capture = wire.Capture()
    talk = Talk(capture.tcp(client, server, 445))
    log_in(talk, 1)
    talk.ask(3, tree_request(r"\\hist-1\IPC$"), TREE_RESPONSE)
    windows = ntlm.windows(10, 0, 19041)
    talk.ask(5, create_request("svcctl"), on(7, CREATE_RESPONSE))
    talk.ask(9, on(7, write_request(dce_rpc.bind(1, dce_rpc.CONTROL, verifier=b"\2" + ntlm.negotiate(windows)))), WRITTEN)
    talk.ask(8, on(7, read_request(1024)), read_response(dce_rpc.accept(1, 0)))
    # The whole answer, one of which only the start has room, and one that is refused.
    talk.ask(11, transceive(7, dce_rpc.ask(2, 12, bytes(200))), transceive(7, dce_rpc.answer(2, bytes(24)), True))
    long = dce_rpc.answer(3, bytes(1500))
    talk.ask(11, transceive(7, dce_rpc.ask(3, 14, bytes(20))), transceive(7, long[:1024], True), OVERFLOW)
    talk.ask(8, on(7, read_request(4096)), read_response(long[1024:]))
    talk.ask(11, transceive(7, dce_rpc.ask(4, 19, bytes(28))), transceive(7, dce_rpc.answer(4, bytes(4)), True))
    talk.ask(11, transceive(7, dce_rpc.ask(5, 2, bytes(20))), transceive(7, dce_rpc.fault(5), True))
    # Another pipe at the same time has the same numbers of contexts and calls.
    talk.ask(5, create_request("winreg"), on(9, CREATE_RESPONSE))
    talk.ask(11, transceive(9, dce_rpc.bind(1, dce_rpc.REGISTRY)), transceive(9, dce_rpc.accept(1, 0), True))
    talk.ask(9, on(9, write_request(dce_rpc.ask(2, 22, bytes(40), flags=dce_rpc.FIRST) +
                                    dce_rpc.ask(2, 22, bytes(40), flags=dce_rpc.LAST))), WRITTEN)
    talk.ask(8, on(9, read_request(1024)), read_response(dce_rpc.answer(2, bytes(4))))
    # A file with the bytes of a call in it is a file.
    talk.ask(3, tree_request(r"\\hist-1\recipes"), TREE_RESPONSE)
    talk.ask(5, create_request("call.bin"), on(11, CREATE_RESPONSE))
    talk.ask(9, on(11, write_request(dce_rpc.ask(2, 12, bytes(40)))), WRITTEN)
    talk.ask(8, on(11, read_request(1024)), read_response(dce_rpc.answer(2, bytes(40))))
    talk.ask(6, on(9, CLOSE_REQUEST), CLOSE_RESPONSE)
    talk.session.close()
    return capture


def pipes_1(client, server):
    """Written and read in turn, then both at once."""
    capture = wire.Capture()
    talk = capture.tcp(client, server, 445)
    mids = iter(range(1, 100))

    def ask(command, words, data, done, reply, status=OK):
        mid = next(mids)
        talk.client(over_tcp(smb1(command, words, data, mid=mid)))
        talk.server(over_tcp(smb1(command, done, reply, True, status, mid)))

    def write(data):
        at = 32 + 1 + 28 + 2 + 1
        words = struct.pack("<BBHHIIHHHHHI", 0xFF, 0, 0, 0x4000, 0, 0, 8, 0, 0, len(data), at, 0)
        ask(0x2F, words, b"\0" + data, struct.pack("<BBHHHI", 0xFF, 0, 0, len(data), 0, 0), b"")

    def read(data):
        at = 32 + 1 + 24 + 2 + 1
        done = struct.pack("<BBHHHHHHHII", 0xFF, 0, 0, 0, 0, 0, len(data), at, 0, 0, 0)
        ask(0x2E, struct.pack("<BBHHIHHIHI", 0xFF, 0, 0, 0x4000, 0, 1024, 1024, 0, 0, 0), b"", done, b"\0" + data)

    def both(question, answer, status=OK):
        name = b"\0" + strings(0, "\\PIPE\\")
        at = 32 + 1 + 32 + 2 + len(name)
        words = struct.pack("<HHHHBBHIHHHHHBBHH", 0, len(question), 0, 1024, 0, 0, 0, 0, 0, 0, at, len(question), at, 2, 0,
                            0x26, 0x4000)
        done = struct.pack("<HHHHHHHHHBB", 0, len(answer), 0, 0, 0, 0, len(answer), 32 + 1 + 20 + 2, 0, 0, 0)
        ask(0x25, words, name + question, done, answer, status)

    words = struct.pack("<BBHBHIIIQIIIIIB", 0xFF, 0, 0, 0, 14, 0, 0, 0x20089, 0, 0, 7, 1, 0, 2, 0)
    ask(0xA2, words, strings(32 + 49 + 2, r"\atsvc"), struct.pack("<BBHBHI", 0xFF, 0, 0, 0, 0x4000, 1) + bytes(57), b"")
    write(dce_rpc.bind(1, dce_rpc.TASKS))
    read(dce_rpc.accept(1, 0))
    both(dce_rpc.ask(2, 1, bytes(300)), dce_rpc.answer(2, bytes(40)))
    both(dce_rpc.ask(3, 12, bytes(30)), dce_rpc.fault(3))
    both(dce_rpc.ask(4, 13, bytes(30)), b"", DENIED)
    talk.close()
    return capture
