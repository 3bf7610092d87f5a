"""LLMNR: a question to the link over both kinds of addresses, an answer, and bytes of something else."""
import dns
import wire


def captures():
    asker, panel = wire.Host("10.41.1.10"), wire.Host("10.41.1.30")
    group = wire.Host("224.0.0.252", "01:00:5e:00:00:fc")
    asker6, group6 = wire.Host("fe80::10", asker.mac), wire.Host("ff02::1:3", "33:33:00:01:00:03")
    asked = dns.message(0, [dns.question("hmi-7")])
    link = wire.Capture()
    link.udp(asker, group, 5355, asked, 50100)
    link.udp(asker6, group6, 5355, asked, 50100)
    link.udp(panel, asker, 50100, dns.message(dns.RESPONSE, [dns.question("hmi-7")], [
        dns.record(dns.ASKED, dns.A, dns.ipv4("10.41.1.30"))]), 5355)
    link.udp(asker, group, 5355, b"no such message", 50101)
    yield "question-and-answer", link
