"""WS-Management: what a computer says of itself, a shell in clear text, queries, encrypted messages, a fault.

Source: DMTF DSP0226, 7, 11; [MS-WSMV] 3.1.4, 2.2.9.1.
"""
import base64

import ntlm
import wire

NAMES = (b'xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
         b'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" '
         b'xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"')
TRANSFER = b"http://schemas.xmlsoap.org/ws/2004/09/transfer/"
ENUMERATION = b"http://schemas.xmlsoap.org/ws/2004/09/enumeration/"
SHELL = b"http://schemas.microsoft.com/wbem/wsman/1/windows/shell/"
WMI = b"http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/"
IDENTITY = b"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"
FAULT = b"http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"
SOAP = b"application/soap+xml;charset=UTF-8"


def envelope(action, resource=b"", body=b""):
    where = b"<w:ResourceURI>" + resource + b"</w:ResourceURI>" if resource else b""
    return (b"<s:Envelope " + NAMES + b'><s:Header><a:Action s:mustUnderstand="true">' + action + b"</a:Action>" + where +
            b"</s:Header><s:Body>" + body + b"</s:Body></s:Envelope>")


def identify():
    return (b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wsmid="' + IDENTITY +
            b'"><s:Header/><s:Body><wsmid:Identify/></s:Body></s:Envelope>')


def identity(vendor, version):
    return (b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header/><s:Body><wsmid:IdentifyResponse '
            b'xmlns:wsmid="' + IDENTITY + b'"><wsmid:ProtocolVersion>http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd'
            b"</wsmid:ProtocolVersion><wsmid:ProductVendor>" + vendor + b"</wsmid:ProductVendor><wsmid:ProductVersion>" +
            version + b"</wsmid:ProductVersion></wsmid:IdentifyResponse></s:Body></s:Envelope>")


def encrypted(length):
    return (b"--Encrypted Boundary\r\nContent-Type: application/HTTP-SPNEGO-session-encrypted\r\nOriginalContent: "
            b"type=application/soap+xml;charset=UTF-8;Length=%d\r\n--Encrypted Boundary\r\n"
            b"Content-Type: application/octet-stream\r\n" % length + b"\x10\0\0\0" + b"\x5a" * (length + 16) +
            b"--Encrypted Boundary--\r\n")


def post(body, kind=SOAP, authorization=b""):
    return (b"POST /wsman HTTP/1.1\r\nHost: hist-1.plant.example:5985\r\nUser-Agent: Microsoft WinRM Client\r\n" +
            (b"Authorization: " + authorization + b"\r\n" if authorization else b"") +
            b"Content-Type: %s\r\nContent-Length: %d\r\n\r\n" % (kind, len(body)) + body)


def answer(body, status=b"200 OK", kind=SOAP, *headers):
    head = [b"HTTP/1.1 " + status, b"Content-Type: " + kind, b"Server: Microsoft-HTTPAPI/2.0", *headers]
    return b"\r\n".join(head) + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body


BOUNDARY = (b'multipart/encrypted;protocol="application/HTTP-SPNEGO-session-encrypted";boundary="Encrypted Boundary"')


def shell(capture, station, server):
    """By Basic over plain HTTP, as scripts do it that somebody found."""
    talk = capture.tcp(station, server, 5985)
    talk.client(post(identify()))
    talk.server(answer(identity(b"Microsoft Corporation", b"OS: 0.0.0 SP: 0.0 Stack: 3.0")))
    basic = b"Basic cGxhbnQ6cGxhbnQ="
    exchanges = (
        (TRANSFER + b"Create", SHELL + b"cmd", b"<rsp:Shell/>"),
        (SHELL + b"Command", SHELL + b"cmd", b"<rsp:CommandLine><rsp:Command>not to be kept</rsp:Command></rsp:CommandLine>"),
        (SHELL + b"Receive", SHELL + b"cmd", b"<rsp:Receive/>"),
        (SHELL + b"Send", SHELL + b"cmd", b"<rsp:Send/>"),
        (SHELL + b"Signal", SHELL + b"cmd", b"<rsp:Signal/>"),
        (TRANSFER + b"Delete", SHELL + b"cmd", b""),
        (ENUMERATION + b"Enumerate", WMI + b"*", b"<n:Enumerate/>"),
        (ENUMERATION + b"Pull", WMI + b"*", b"<n:Pull/>"),
        (WMI + b"Win32_Process/Create", WMI + b"Win32_Process", b"<p:Create_INPUT/>"),
    )
    for action, resource, body in exchanges:
        request, reply = post(envelope(action, resource, body), authorization=basic), answer(envelope(action + b"Response"))
        talk.client(request, cuts=[len(request) - 90])
        talk.server(reply, cuts=[50, len(reply) - 20])
    talk.client(post(envelope(TRANSFER + b"Create", WMI + b"Win32_Service"), authorization=basic))
    talk.server(answer(envelope(FAULT, b"", b"<s:Fault/>"), b"500 Internal Server Error"))
    talk.close()


def session(capture, station, server):
    """As Windows does it: log in, then only encrypted messages."""
    windows = ntlm.windows(10, 0, 19041)
    challenge = ntlm.challenge([(2, "PLANT"), (1, "HIST-1")], ntlm.windows(10, 0, 17763))
    talk = capture.tcp(station, server, 5985)
    talk.client(post(b"", authorization=b"Negotiate " + base64.b64encode(ntlm.first_token(ntlm.negotiate(windows)))))
    talk.server(answer(b"", b"401 ", SOAP, b"WWW-Authenticate: Negotiate " + base64.b64encode(ntlm.later_token(challenge))))
    proof = ntlm.later_token(ntlm.authenticate("PLANT", "engineer", "ES-1", windows))
    for length, authorization in ((1400, b"Negotiate " + base64.b64encode(proof)), (900, b"")):
        talk.client(post(encrypted(length), BOUNDARY, authorization), cuts=[600])
        talk.server(answer(encrypted(length), b"200 ", BOUNDARY))
    talk.close()


def captures():
    station, server, board = wire.Host("10.41.1.11"), wire.Host("10.41.1.6"), wire.Host("10.41.1.7")
    plain = wire.Capture()
    shell(plain, station, server)
    yield "shell-in-clear-text", plain

    closed = wire.Capture()
    session(closed, station, server)
    yield "encrypted", closed

    # A management board on a port of its own that tells its version, and what is none.
    other = wire.Capture()
    talk = other.tcp(station, board, 8889)
    talk.client(post(identify()))
    talk.server(answer(identity(b"Example Boards", b"4.2")))
    talk.client(post(identify()))
    talk.server(answer(identity(b"Microsoft Corporation", b"OS: 10.0.20348 SP: 0.0 Stack: 3.0")))
    talk.client(post(b"<s:Envelope><s:Body><order/></s:Body></s:Envelope>"))
    talk.server(answer(b"<s:Envelope><a:Action>" + TRANSFER + b"Get</a:Action> /wbem/wsman/"))
    talk.client(post(b"<" * 20000, SOAP), cuts=range(1400, 20000, 1400))
    talk.close()
    yield "others", other
