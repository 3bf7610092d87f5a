"""HTTP: a controller's pages and what they give away, uploads, a device description, a proxy, WebDAV."""
import base64

import ntlm
import wire


def captures():
    panel, plc = wire.Host("10.41.1.10"), wire.Host("10.41.1.20")
    page = wire.Capture()
    web = page.tcp(panel, plc, 80)
    web.client(b"GET /index.html HTTP/1.1\r\nHost: 10.41.1.20\r\nUser-Agent: Panel/2.1\r\n"
               b"Authorization: Basic cGxhbnQ6cGxhbnQ=\r\n\r\n", cuts=[20])
    web.server(b"HTTP/1.1 200 OK\r\nServer: Example-PLC/1.4\r\nContent-Length: 18\r\n\r\nHTTP/1.1 is a body", cuts=[70])
    web.client(b"PUT /firmware HTTP/1.1\r\nContent-Length: 4\r\n\r\n\x7fELF")
    web.server(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
    web.close()
    yield "page-and-refused-upload", page

    chunks = wire.Capture()
    web = chunks.tcp(panel, plc, 8080)
    web.client(b"GET /log HTTP/1.1\r\n\r\n")
    web.server(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    web.server(b"5\r\nhello\r\n0\r\n\r\n")
    web.client(b"HEAD /log HTTP/1.1\r\n\r\n")
    web.server(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
    web.client(b"GET /end HTTP/1.1\r\n\r\n")
    web.server(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    yield "chunks-and-head", chunks

    yield "title-realm-and-uploads", uploads(panel, plc)
    yield "device-description-in-pieces", description(panel, wire.Host("10.41.1.40"))
    yield "proxy-and-webdav", proxy(panel, wire.Host("10.41.1.3"), plc)
    yield "begun-midway-and-foreign", midway(panel, plc)
    yield "log-ins", log_ins(panel, plc)


def answer(status, *headers, body=b""):
    head = [b"HTTP/1.1 " + status, *headers, b"Content-Length: %d" % len(body)]
    return b"\r\n".join(head) + b"\r\n\r\n" + body


def uploads(panel, plc):
    plant = wire.Capture()
    web = plant.tcp(panel, plc, 80)
    web.client(b"GET / HTTP/1.1\r\nHost: press-4.plant.example:80\r\n\r\n")
    web.server(answer(b"401 Unauthorized", b'WWW-Authenticate: Basic realm="NPort 5110"'))
    page = answer(b"200 OK", b"Content-Type: text/html", body=b"<html><head><title>CPU 1214C / station 4</title></head></html>")
    web.client(b"GET / HTTP/1.1\r\nHost: press-4.plant.example\r\n\r\n")
    web.server(page, cuts=[len(page) - 40])
    for name in (b"press4_v2.3.bin", b"press4.cfg", b"notes.txt"):
        form = (b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + name + b'"\r\n\r\n' + bytes(40) +
                b"\r\n--x--\r\n")
        post = (b"POST /upload HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n"
                % len(form) + form)
        web.client(post, cuts=[len(post) - 60])
        web.server(answer(b"200 OK"))
    web.client(b"PUT /flash/press4.FWU HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
    web.server(answer(b"507 Insufficient Storage"))
    web.close()
    return plant


def description(panel, camera):
    """Its length is known and it comes in three segments, joined with the next answer."""
    plant = wire.Capture()
    web = plant.tcp(panel, camera, 8080)
    web.client(b"GET /description.xml HTTP/1.1\r\n\r\nGET /icon.png HTTP/1.1\r\n\r\n", cuts=[30])
    body = (b'<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0"><device>'
            b"<deviceType>urn:schemas-upnp-org:device:Basic:1</deviceType><friendlyName>Gate camera</friendlyName>"
            b"<manufacturer>Example Optics</manufacturer><modelName>EO-1375</modelName><modelNumber>1375-E</modelNumber>"
            b"<serialNumber>ACCC8E410028</serialNumber><presentationURL>http://10.41.1.40/</presentationURL>"
            b"<deviceList><device><modelName>inner</modelName></device></deviceList></device></root>")
    both = answer(b"200 OK", b'Content-Type: text/xml; charset="utf-8"', body=body) + answer(b"404 Not Found")
    web.server(both, cuts=[100, 330])
    web.client(b"GET /other.xml HTTP/1.1\r\n\r\n")
    web.server(answer(b"200 OK", b"Content-Type: text/xml", body=b"<order><serialNumber>of no device</serialNumber></order>"))
    web.close()
    return plant


def proxy(panel, middle, plc):
    plant = wire.Capture()
    web = plant.tcp(panel, middle, 8080)
    web.client(b"GET http://updates.example/ HTTP/1.1\r\nHost: updates.example\r\n\r\n")
    web.server(answer(b"200 OK", b"Via: 1.1 middle"))
    web.client(b"CONNECT cloud.example:443 HTTP/1.1\r\nHost: cloud.example:443\r\n\r\n")
    web.server(answer(b"403 Forbidden"))
    web.close()
    behind = plant.tcp(middle, plc, 80)
    behind.client(b"PROPFIND /files HTTP/1.1\r\nVia: 1.1 middle\r\nX-Forwarded-For: 10.41.1.10, 10.41.1.11\r\n\r\n")
    behind.server(answer(b"207 Multi-Status"))
    behind.client(b"MKCOL /files/new HTTP/1.1\r\n\r\nLOCK /files/a HTTP/1.1\r\n\r\n")
    behind.server(answer(b"201 Created") + answer(b"423 Locked"))
    behind.close()
    return plant


def midway(panel, plc):
    plant = wire.Capture()
    web = plant.tcp(panel, plc, 80, handshake=False)
    web.server(b"HTTP/1.1 200 OK\r\nServer: Example-PLC/1.4\r\nContent-Length: 0\r\n\r\n")
    web.client(b"OPTIONS * HTTP/1.1\r\n\r\n")
    web.server(answer(b"405 Method Not Allowed"))
    web.close()
    other = plant.tcp(panel, plc, 80)
    other.client(b"\x16\x03\x01\x00\x05hello")
    other.close()
    endless = plant.tcp(panel, plc, 80)
    for _ in range(17):
        endless.client((b"GET / HTTP/1.1\r\nX: " if _ == 0 else b"") + b"a" * 1000)
    endless.close()
    return plant


def log_ins(panel, plc):
    """NTLM bare and negotiated, a digest, a bearer token; the realm and the tokens of the server."""
    windows = ntlm.windows(10, 0, 19041)
    pairs = [(2, "PLANT"), (1, "WEB-1"), (4, "plant.example"), (3, "web-1.plant.example")]
    challenge = ntlm.challenge(pairs, ntlm.windows(10, 0, 17763))
    proof = ntlm.authenticate("PLANT", "engineer", "ES-1", windows)

    def named(word, token):
        return word + b" " + base64.b64encode(token)

    plant = wire.Capture()
    web = plant.tcp(panel, plc, 80)

    def ask(authorization, status, *headers):
        web.client(b"GET /hmi HTTP/1.1\r\n" + (b"Authorization: " + authorization + b"\r\n" if authorization else b"") +
                   b"\r\n")
        web.server(answer(status, *headers))

    ask(b"", b"401 Unauthorized", b"WWW-Authenticate: Negotiate", b"WWW-Authenticate: NTLM",
        b'WWW-Authenticate: Digest realm="Panel 7", nonce="0102", qop="auth"')
    ask(named(b"NTLM", ntlm.negotiate(windows)), b"401 Unauthorized", b"WWW-Authenticate: " + named(b"NTLM", challenge))
    ask(named(b"NTLM", proof), b"200 OK")
    ask(named(b"Negotiate", ntlm.first_token(ntlm.negotiate(windows))), b"401 Unauthorized",
        b"WWW-Authenticate: " + named(b"Negotiate", ntlm.later_token(challenge)))
    ask(named(b"Negotiate", ntlm.later_token(proof)), b"403 Forbidden")
    ask(b'Digest username="operator", realm="Panel 7", nonce="0102", uri="/hmi", response="00112233"', b"200 OK")
    ask(b"Bearer not.to.be.kept", b"200 OK")
    ask(b"Negotiate !!!! TlRMTVNTUAAD", b"401 Unauthorized", b"WWW-Authenticate: NTLM TlRMTVNTUAAC")
    web.close()
    return plant
