"""HTTP: a controller's web page with clear-text credentials, a refused upload, a chunked body."""
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
