"""ARP: who asks for whom, a probe, an announcement, and one address at two MACs."""
import struct

import wire

PLC, HMI, TWIN = "00:1b:1b:41:00:14", "00:0e:8c:41:00:0a", "00:80:63:41:00:99"
ALL = "ff:ff:ff:ff:ff:ff"


def arp(operation, sender, sender_ip, target, target_ip):
    address = lambda text: bytes(int(part) for part in text.split("."))
    return (struct.pack("!HHBBH", 1, 0x0800, 6, 4, operation) + wire.mac(sender) +
            address(sender_ip) + wire.mac(target) + address(target_ip))


def frame(capture, source, target, message):
    capture.frame(wire.ethernet(source, target, 0x0806, message))


def captures():
    plain = wire.Capture()
    nobody = "00:00:00:00:00:00"
    frame(plain, HMI, ALL, arp(1, HMI, "10.41.1.10", nobody, "10.41.1.20"))
    frame(plain, PLC, HMI, arp(2, PLC, "10.41.1.20", HMI, "10.41.1.10"))
    frame(plain, HMI, ALL, arp(1, HMI, "10.41.1.10", nobody, "10.41.1.99"))
    yield "request-and-reply", plain

    joining = wire.Capture()
    frame(joining, PLC, ALL, arp(1, PLC, "0.0.0.0", nobody, "10.41.1.20"))
    frame(joining, PLC, ALL, arp(1, PLC, "10.41.1.20", nobody, "10.41.1.20"))
    frame(joining, TWIN, ALL, arp(2, TWIN, "10.41.1.20", TWIN, "10.41.1.20"))
    yield "probe-announcement-and-duplicate", joining
