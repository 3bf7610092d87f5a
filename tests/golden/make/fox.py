"""Niagara Fox: what each capture shows is in its name.

Source: messages as captures of Niagara stations show them.
"""
import wire

STATION, JACE = wire.Host("10.41.1.11"), wire.Host("10.41.4.20")
PORT = 1911


def message(kind, number, answered, channel, command, values=()):
    body = "".join(f"{line}\n" for line in values)
    return f"fox {kind} {number} {answered} {channel} {command}\n{{\n{body}}};;\n".encode()


def hello(number, host, app, system, host_id, more=()):
    names = ["fox.version=s:1.0", f"id=i:{number}", f"hostName=s:{host}", f"app.name=s:{app[0]}",
             f"app.version=s:{app[1]}", f"os.name=s:{system[0]}", f"os.version=s:{system[1]}", f"hostId=s:{host_id}",
             "brandId=s:example", *more]
    return message("a", 1 if number == 1 else 0, -1, "fox", "hello", names)


CLIENT = hello(1, "EWS-4", ("Workbench", "3.8.111"), ("Windows 7", "6.1"), "Win-0001-0002-0003-0004")
SERVER = hello(2, "jace-4", ("Station", "3.8.111"), ("QNX", "6.5.0"), "Qnx-NPM6-0000-0042-ABCD",
               ["station.name=s:AHU_North", "sysInfo=o:bog 61[<bog version=\"1.0\">", "</bog>", "]"])
CHALLENGE = message("a", 1, -1, "fox", "challenge", ["method=s:digest-md5", "nonce=b:4[abcd]"])


def greeting():
    """Both sides say who they are; split and joined."""
    capture = wire.Capture()
    session = capture.tcp(STATION, JACE, PORT)
    session.client(CLIENT, cuts=[2, 100])
    session.server(SERVER + CHALLENGE, cuts=[30, len(SERVER) + 10])
    session.client(message("s", 2, -1, "sys", "ping") + message("s", 3, -1, "sys", "ping"))
    session.server(message("s", 4, 2, "sys", "ping"))
    session.close()
    return capture


def another_port():
    capture = wire.Capture()
    session = capture.tcp(STATION, JACE, 11911)
    session.client(CLIENT)
    session.server(SERVER)
    session.close()
    return capture


def midstream():
    capture = wire.Capture()
    session = capture.tcp(STATION, JACE, PORT, handshake=False)
    session.server(SERVER)
    session.client(CLIENT)
    return capture


def foreign_on_the_port():
    """A web client, and a message that never ends."""
    capture = wire.Capture()
    for data in (b"GET / HTTP/1.0\r\n\r\n", b"fox a 1 -1 fox hello\n{\n" + b"x=s:y\n" * 200, b"foxtrot\n"):
        session = capture.tcp(STATION, JACE, PORT)
        session.client(data)
        session.close()
    return capture


def captures():
    yield "greeting", greeting()
    yield "another-port", another_port()
    yield "midstream", midstream()
    yield "foreign-on-the-port", foreign_on_the_port()
