"""SSDP: a search with its answer, announcements, a goodbye, and bytes of something else."""
import wire


def lines(*rows):
    return b"\r\n".join(rows) + b"\r\n\r\n"


def captures():
    asker, camera = wire.Host("10.41.1.10"), wire.Host("10.41.1.40")
    group = wire.Host("239.255.255.250", "01:00:5e:7f:ff:fa")
    link = wire.Capture()
    link.udp(asker, group, 1900, lines(b"M-SEARCH * HTTP/1.1", b"HOST: 239.255.255.250:1900", b'MAN: "ssdp:discover"', b"MX: 1",
                                       b"ST: urn:schemas-upnp-org:device:MediaServer:1", b"USER-AGENT: Windows/10.0 UPnP/1.1 Panel/2"),
             50300)
    about = (b"SERVER: Linux/5.4 UPnP/1.0 Camera/10.12", b"LOCATION: http://10.41.1.40:8080/description.xml",
             b"USN: uuid:41::urn:schemas-upnp-org:device:Basic:1")
    link.udp(camera, asker, 50300, lines(b"HTTP/1.1 200 OK", b"ST: urn:schemas-upnp-org:device:Basic:1", *about), 1900)
    notify = (b"NOTIFY * HTTP/1.1", b"HOST: 239.255.255.250:1900")
    link.udp(camera, group, 1900, lines(*notify, b"NT: upnp:rootdevice", b"NTS: ssdp:alive", *about), 50301)
    link.udp(camera, group, 1900, lines(*notify, b"NT: urn:axis-com:device:NetworkCamera:1", b"NTS:ssdp:update", *about), 50301)
    link.udp(camera, group, 1900, lines(*notify, b"NT: urn:old:device:Gone:1", b"NTS: ssdp:byebye"), 50301)
    yield "search-and-announcements", link

    odd = wire.Capture()
    odd.udp(asker, camera, 1900, b"GET / HTTP/1.1\r\n\r\n", 50302)
    odd.udp(asker, group, 1900, b"M-SEARCH * HTTP/1.1", 50303)
    odd.udp(asker, group, 10900, lines(b"NOTIFY * HTTP/1.1", b"NTS: ssdp:alive"), 50304)
    yield "foreign-and-cut", odd
