"""mDNS: a camera and a printer tell what they are, a gateway repeats one of them, a goodbye, hostile lengths."""
import struct

import dns
import wire

SRV, HINFO, FLUSH = 33, 13, 0x8001
GROUP = wire.Host("224.0.0.251", "01:00:5e:00:00:fb")
ANSWER = 0x8400


def text(*pairs):
    return b"".join(bytes([len(pair)]) + pair for pair in pairs)


def service(port, host):
    return struct.pack("!HHH", 0, 0, port) + dns.name(host)


def announce(capture, sender, *records, target=GROUP, port=5353):
    capture.udp(sender, target, port, dns.message(ANSWER, [], list(records), number=0), 5353)


def captures():
    asker, camera, printer = wire.Host("10.41.1.10"), wire.Host("10.41.1.40"), wire.Host("10.41.1.50")
    gateway = wire.Host("10.41.2.1")
    link = wire.Capture()
    asked = dns.question("_http._tcp.local", dns.PTR)
    link.udp(asker, GROUP, 5353, dns.message(0, [asked], [dns.record("_http._tcp.local", dns.PTR, dns.name(
        "Press._http._tcp.local"))], number=0), 5353)
    here = dns.record("cam-40.local", dns.A, dns.ipv4("10.41.1.40"), FLUSH)
    announce(link, camera, dns.record("Press._http._tcp.local", SRV, service(80, "cam-40.local"), FLUSH), here,
             dns.record("Press._http._tcp.local", dns.TXT, text(b"model=P1375", b"serial=ACCC8E410028", b"fw=10.12.1"), FLUSH),
             dns.record("cam-40.local", HINFO, text(b"ARTPEC-7", b"Linux"), FLUSH))
    announce(link, printer, dns.record("LaserJet hall 3._ipp._tcp.local", SRV, service(631, "prn-50.local")),
             dns.record("LaserJet hall 3._ipp._tcp.local", dns.TXT,
                        text(b"txtvers=1", b"ty=HP LaserJet P4014", b"usb_MFG=Hewlett-Packard", b"note=hall 3",
                             b"adminurl=http://prn-50.local/")),
             dns.record("prn-50.local", dns.A, dns.ipv4("10.41.1.50")),
             dns.record("50.1.41.10.in-addr.arpa", dns.PTR, dns.name("prn-50.local")))
    yield "camera-and-printer", link

    far = wire.Capture()
    far.udp(camera, asker, 9, b"there")
    announce(far, gateway, here, dns.record("Press._http._tcp.local", dns.TXT, text(b"model=P1375")))
    far.udp(asker, GROUP, 5353, dns.message(0, [dns.question("cam-40.local")]), 50200)
    announce(far, camera, here, target=asker, port=50200)
    announce(far, camera, dns.record("old-name.local", dns.A, dns.ipv4("10.41.1.40"), FLUSH, 0))
    yield "repeated-by-a-gateway-and-goodbye", far

    odd = wire.Capture()
    announce(odd, camera, dns.record("a.local", dns.TXT, b"\x20model=cut"), dns.record("b.local", HINFO, b"\x09x"))
    odd.udp(camera, GROUP, 5353, dns.message(ANSWER, [], [here[:-5]], number=0), 5353)
    odd.udp(camera, GROUP, 5353, b"\0" * 11, 5353)
    yield "hostile-lengths", odd
