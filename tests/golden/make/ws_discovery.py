"""WS-Discovery: a camera answers and says hello, a bye, OASIS's own form, bytes of something else."""
import wire

SOAP = b'<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header>%s</s:Header><s:Body>%s</s:Body></s:Envelope>'
OLD = b"http://schemas.xmlsoap.org/ws/2005/04/discovery/"
NEW = b"http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01/"
DEVICE = (b"<d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>onvif://www.onvif.org/type/video_encoder "
          b"onvif://www.onvif.org/name/Gate%20camera onvif://www.onvif.org/hardware/EO-1375 "
          b"onvif://www.onvif.org/location/hall%203</d:Scopes><d:XAddrs>http://10.41.1.40/onvif/device_service</d:XAddrs>")


def message(action, body=b"", space=OLD):
    return SOAP % (b"<a:Action>" + space + action + b"</a:Action>", body)


def captures():
    viewer, camera, printer = wire.Host("10.41.1.10"), wire.Host("10.41.1.40"), wire.Host("10.41.1.50")
    group = wire.Host("239.255.255.250", "01:00:5e:7f:ff:fa")
    link = wire.Capture()
    link.udp(viewer, group, 3702, message(b"Probe", b"<d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe>"), 50702)
    link.udp(camera, viewer, 50702, message(b"ProbeMatches", DEVICE), 3702)
    link.udp(camera, group, 3702, message(b"Hello", DEVICE), 3702)
    link.udp(printer, group, 3702, message(b"Bye", b"<d:XAddrs>http://10.41.1.50/</d:XAddrs>", NEW), 3702)
    link.udp(viewer, group, 3702, message(b"Resolve", space=NEW), 50703)
    link.udp(printer, viewer, 50703, message(b"ResolveMatches", b"<d:XAddrs>http://10.41.1.50:80/ http://second/</d:XAddrs>", NEW), 3702)
    yield "camera-and-printer", link

    odd = wire.Capture()
    odd.udp(viewer, group, 3702, b"<html>no envelope</html>", 50704)
    odd.udp(viewer, group, 3702, message(b"Something"), 50705)
    odd.udp(camera, group, 3702, message(b"Hello", b"onvif://www.onvif.org/name/%")[:-40], 3702)
    yield "foreign-and-cut", odd
