"""FTP: a program stored on a controller after a wrong password."""
import wire


def captures():
    station, plc = wire.Host("10.41.1.11"), wire.Host("10.41.1.20")
    capture = wire.Capture()
    talk = capture.tcp(station, plc, 21)
    talk.server(b"220 VxWorks (5.4.2) FTP server ready\r\n")
    for asked, answered in ((b"USER plant", b"331 Password required"), (b"PASS wrong", b"530 Login incorrect"),
                            (b"USER plant", b"331 Password required"), (b"PASS right", b"230 User logged in"),
                            (b"SYST", b"215 VxWorks 5.4.2"), (b"STOR main.prg", b"226 Transfer complete"),
                            (b"DELE old.prg", b"550 Permission denied"), (b"QUIT", b"221-Goodbye\r\n221 Closed")):
        talk.client(asked + b"\r\n")
        talk.server(answered + b"\r\n", cuts=[4])
    talk.close()
    yield "store-and-refusals", capture
