"""Syslog: the older and the newer form, and one that is neither."""
import wire


def captures():
    switch, server = wire.Host("10.41.1.2"), wire.Host("10.41.1.6")
    capture = wire.Capture()
    capture.udp(switch, server, 514, b"<34>Oct 11 22:14:15 ring-sw3 port: link down on 4")
    capture.udp(switch, server, 514, b"<165>1 2026-10-11T22:14:15.003Z ring-sw3 port 7 - - link up on 4")
    capture.udp(switch, server, 514, b"<999>not a priority")
    yield "both-forms", capture
