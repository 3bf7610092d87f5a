"""SIP: a door station registers and calls, over UDP and TCP; refusals, keys pressed, damage.

Source: RFC 3261, 7, 24 (examples of messages); RFC 6086 (INFO).
"""
import wire


def request(method, number, *headers, body=b"", user=b"gate-1"):
    head = [method + b" sip:hub@10.41.1.5 SIP/2.0", b"Via: SIP/2.0/UDP 10.41.1.40:5060;branch=z9hG4bK%d" % number,
            b'From: "Gate" <sip:' + user + b"@10.41.1.5>;tag=7", b"To: <sip:hub@10.41.1.5>", b"Call-ID: 1@10.41.1.40",
            b"CSeq: %d " % number + method, b"User-Agent: Example Doorphone 3.1", *headers,
            b"Content-Length: %d" % len(body)]
    return b"\r\n".join(head) + b"\r\n\r\n" + body


def answer(status, method, number, *headers):
    head = [b"SIP/2.0 " + status, b"From: <sip:gate-1@10.41.1.5>;tag=7", b"To: <sip:hub@10.41.1.5>;tag=8",
            b"CSeq: %d " % number + method, b"Server: Example Hub 2.0", *headers, b"Content-Length: 0"]
    return b"\r\n".join(head) + b"\r\n\r\n"


OFFER = b"v=0\r\no=- 1 1 IN IP4 10.41.1.40\r\ns=-\r\nm=audio 4000 RTP/AVP 0\r\n"


def captures():
    gate, desk, hub = wire.Host("10.41.1.40"), wire.Host("10.41.1.41"), wire.Host("10.41.1.5")
    plant = wire.Capture()

    def ask(method, number, *answers, body=b"", headers=()):
        plant.udp(gate, hub, 5060, request(method, number, *headers, body=body))
        for status in answers:
            plant.udp(hub, gate, 5060, answer(status, method, number))

    ask(b"REGISTER", 1, b"401 Unauthorized")
    ask(b"REGISTER", 2, b"200 OK", headers=[b'Authorization: Digest username="gate-1", response="00"'])
    ask(b"INVITE", 3, b"100 Trying", b"180 Ringing", b"200 OK", body=OFFER, headers=[b"Content-Type: application/sdp"])
    ask(b"ACK", 3)
    ask(b"INFO", 4, b"200 OK", body=b"Signal=5\r\nDuration=160\r\n")
    # The hub asks, too.
    plant.udp(hub, gate, 5060, request(b"OPTIONS", 1, user=b"hub"))
    plant.udp(gate, hub, 5060, answer(b"200 OK", b"OPTIONS", 1))
    ask(b"BYE", 5, b"481 Call Does Not Exist")
    plant.udp(gate, hub, 5060, b"\r\n\r\n")
    yield "door-station", plant

    stream = wire.Capture()
    talk = stream.tcp(desk, hub, 5061)  # not its own port
    first = request(b"INVITE", 1, body=OFFER, user=b"desk")
    talk.client(first + request(b"SUBSCRIBE", 2, user=b"desk"), cuts=[40, len(first) - 10])
    talk.server(answer(b"486 Busy Here", b"INVITE", 1) + answer(b"202 Accepted", b"SUBSCRIBE", 2), cuts=[100])
    talk.client(b"\r\n\r\n")
    talk.server(b"\r\n")
    talk.close()
    odd = b"REGISTER sip:x SIP/2.0\r\nFrom: nobody\r\nCSeq: 1\r\nContent-Length: 99999999999\r\n\r\n"
    stream.udp(desk, hub, 5060, odd, 40000)
    stream.udp(hub, desk, 40000, b"SIP/2.0 999\r\nCSeq:\r\nl: -1\r\n\r\n", 5060)
    stream.udp(desk, hub, 5060, b"REGISTER me please", 40001)
    yield "stream-and-damage", stream
