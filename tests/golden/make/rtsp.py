"""RTSP: a camera is described and played with video in between, refusals, split and joined, midstream."""
import struct

import wire


def lines(*rows, body=b""):
    rows += (b"Content-Length: %d" % len(body),) if body else ()
    return b"\r\n".join(rows) + b"\r\n\r\n" + body


def ask(method, number, *headers):
    return lines(method + b" rtsp://10.41.1.40/axis-media/media.amp RTSP/1.0", b"CSeq: %d" % number, *headers)


def answer(status, number, *headers, body=b""):
    return lines(b"RTSP/1.0 " + status, b"CSeq: %d" % number, *headers, body=body)


def video(size):
    return b"$" + struct.pack("!BH", 0, size) + b"RTSP/1.0 " * (size // 9) + b"v" * (size % 9)


def captures():
    viewer, camera = wire.Host("10.41.1.10"), wire.Host("10.41.1.40")
    plant = wire.Capture()
    session = plant.tcp(viewer, camera, 554)
    session.client(ask(b"OPTIONS", 1, b"User-Agent: Viewer/3"), cuts=[12])
    session.server(answer(b"200 OK", 1, b"Server: GStreamer RTSP server"))
    session.client(ask(b"DESCRIBE", 2))
    session.server(answer(b"401 Unauthorized", 2, b'WWW-Authenticate: Basic realm="AXIS"'))
    session.client(ask(b"DESCRIBE", 3, b"Authorization: Basic cGxhbnQ6cGxhbnQ="))
    session.server(answer(b"200 OK", 3, b"Content-Type: application/sdp", body=b"v=0\r\nOPTIONS rtsp://x RTSP/1.0\r\n"), cuts=[40])
    session.client(ask(b"SETUP", 4) + ask(b"PLAY", 5))
    session.server(answer(b"200 OK", 4) + answer(b"200 OK", 5) + video(200), cuts=[90])
    session.server(video(50) + b"$\0")
    session.server(struct.pack("!H", 3) + b"abc" + answer(b"454 Session Not Found", 6))
    session.client(ask(b"TEARDOWN", 7))
    session.server(answer(b"454 Session Not Found", 7))
    session.close()
    yield "camera", plant

    odd = wire.Capture()
    session = odd.tcp(viewer, camera, 8554, handshake=False)
    session.server(video(30) + answer(b"200 OK", 9))
    session.client(ask(b"PAUSE", 10))
    session.server(answer(b"501 Not Implemented", 10))
    session.close()
    other = odd.tcp(viewer, camera, 554)
    other.client(b"GET / HTTP/1.1\r\n\r\n")
    other.close()
    elsewhere = odd.tcp(viewer, camera, 10554)
    elsewhere.client(lines(b"OPTIONS * RTSP/1.0", b"CSeq: 1"))
    elsewhere.server(answer(b"200 OK", 1))
    elsewhere.client(ask(b"GET_PARAMETER", 2)[:-4] + b"\r\nX: " + b"a" * 9000)
    elsewhere.close()
    yield "midstream-foreign-and-endless", odd
