"""What must not be asked for gets a 4xx with one sentence, and nothing is changed."""
import json
import socket

import pytest

from conftest import JSON
from test_write import CLAIM, EVIDENCE, MEASURE, REGISTERED, SERVICE, ZONE

LONG = "x" * 70000


def without(row, key):
    return {k: v for k, v in row.items() if k != key}


BODIES = [
    # method, path, body, status, part of the sentence
    ("POST", "/zones", {**ZONE, "colour": "red"}, 422, 'key "colour": is not known here'),
    ("POST", "/zones", without(ZONE, "level"), 422, 'key "level": is missing'),
    ("POST", "/zones", {**ZONE, "id": "Annex"}, 422, 'key "id": must be'),
    ("POST", "/zones", {**ZONE, "id": ""}, 422, 'key "id": must be'),
    ("POST", "/zones", {**ZONE, "id": "../annex"}, 422, 'key "id": must be'),
    ("POST", "/zones", {**ZONE, "id": "x" * 65}, 422, 'key "id": must be'),
    ("POST", "/zones", {**ZONE, "name": 3}, 422, 'key "name": must be text'),
    ("POST", "/zones", {**ZONE, "name": "x" * 201}, 422, 'key "name": must be text with a number of characters'),
    ("POST", "/zones", {**ZONE, "name": "bell\u0007"}, 422, 'key "name": must not hold control characters'),
    ("POST", "/zones", {**ZONE, "safety": "yes"}, 422, 'key "safety": must be true or false'),
    ("POST", "/zones", {**ZONE, "safety": None}, 422, 'key "safety": must be true or false'),
    ("POST", "/zones", {**ZONE, "sl_target": [1, 2, 3]}, 422, 'key "sl_target": must be a list of 7'),
    ("POST", "/zones", {**ZONE, "sl_target": [0, 0, 0, 0, 0, 0, 5]}, 422, 'key "sl_target[6]": must be a whole number from 0 to 4'),
    ("POST", "/zones", {**ZONE, "sl_target": [0, 0, 0, 0, 0, 0, 1.5]}, 422, 'key "sl_target[6]"'),
    ("POST", "/zones", {**ZONE, "sl_target": [0, 0, 0, 0, 0, 0, -1]}, 422, 'key "sl_target[6]"'),
    ("POST", "/zones", {**ZONE, "sl_target": [0, 0, 0, 0, 0, 0, 1e300]}, 422, 'key "sl_target[6]"'),
    ("POST", "/zones", {**ZONE, "prefixes": "10.0.0.0/8"}, 422, 'key "prefixes": must be a list'),
    ("POST", "/zones", {**ZONE, "prefixes": ["10.0.0.1/8"]}, 422, 'key "prefixes[0]": must be an address range'),
    ("POST", "/zones", {**ZONE, "members": ["nobody"]}, 422, 'key "members[0]": must be'),
    ("POST", "/zones", {**ZONE, "parent": "nowhere"}, 422, '"nowhere", which is not defined'),
    ("POST", "/zones", {**ZONE, "parent": "annex"}, 422, "lies in itself"),
    ("POST", "/zones", {**ZONE, "id": "cell-a"}, 409, '"cell-a" is there already'),
    ("POST", "/zones", [ZONE], 422, "must be an object"),
    ("POST", "/zones", 7, 422, "must be an object"),
    ("PUT", "/zones/cell-a", ZONE, 422, 'key "id": must stay "cell-a"'),
    ("PUT", "/zones/annex", ZONE, 404, 'no zone "annex"'),
    ("DELETE", "/zones/annex", None, 404, 'no zone "annex"'),
    ("DELETE", "/zones/annex", {}, 400, "must be empty"),
    ("POST", "/conduits", {"id": "a", "name": "", "from": "cell-a", "to": "nowhere", "owner": "", "reason": "",
                           "expires": None, "services": []}, 422, '"nowhere", which is not defined'),
    ("POST", "/conduits", {"id": "a", "name": "", "from": "cell-a", "to": "cell-a", "owner": "", "reason": "",
                           "expires": None, "services": []}, 422, "to itself"),
    ("POST", "/conduits", {"id": "a", "name": "", "from": "cell-a", "to": "cell-b", "owner": "", "reason": "",
                           "expires": "soon", "services": []}, 422, 'key "expires": must be a date'),
    ("POST", "/conduits", {"id": "a", "name": "", "from": "cell-a", "to": "cell-b", "owner": "", "reason": "",
                           "expires": "2027-02-30", "services": []}, 422, 'key "expires": must be a date'),
    ("POST", "/conduits", {"id": "a", "name": "", "from": "cell-a", "to": "cell-b", "owner": "", "reason": "",
                           "expires": None, "services": [{**SERVICE, "port": 65536}]}, 422,
     'key "services[0].port": must be a whole number from 0 to 65535'),
    ("POST", "/conduits", {"id": "a", "name": "", "from": "cell-a", "to": "cell-b", "owner": "", "reason": "",
                           "expires": None, "services": [SERVICE, {**SERVICE, "access": ["read", "read"]}]}, 422,
     'key "services[1].access[1]": must not be there twice'),
    ("POST", "/conduits", {"id": "a", "name": "", "from": "cell-a", "to": "cell-b", "owner": "", "reason": "",
                           "expires": None, "services": [{**SERVICE, "transport": "sctp"}]}, 422,
     'key "services[0].transport": must be none'),
    ("PUT", "/conduits/none", {"id": "none", "name": "", "from": "cell-a", "to": "cell-b", "owner": "", "reason": "",
                               "expires": None, "services": []}, 404, 'no conduit "none"'),
    ("PUT", "/assets/10.41.0.11/registered", {**REGISTERED, "name": ""}, 422, 'key "name"'),
    ("PUT", "/assets/somebody/registered", REGISTERED, 400, "must be the address of one asset"),
    ("PUT", "/assets/255.255.255.255/registered", REGISTERED, 400, "must be the address of one asset"),
    ("PUT", "/program/NET%209.9/claim", CLAIM, 404, 'no requirement "NET 9.9"'),
    ("PUT", "/program/NET%201.1/claim", {**CLAIM, "level": 5}, 422, 'key "level": must be a whole number from 0 to 4'),
    ("PUT", "/program/NET%201.1/claim", {**CLAIM, "level": True}, 422, 'key "level"'),
    ("PUT", "/program/NET%201.1/claim", {**CLAIM, "method": "guess"}, 422, 'key "method"'),
    ("POST", "/evidence", {**EVIDENCE, "requirement": "NET 9.9"}, 422, '"NET 9.9"'),
    ("POST", "/evidence", {**EVIDENCE, "level": 0}, 422, 'key "level": must be a whole number from 1 to 4'),
    ("POST", "/evidence", {**EVIDENCE, "link": "javascript:alert(1)"}, 422, '"link" names a place'),
    ("POST", "/evidence", {**EVIDENCE, "collected": None}, 422, 'key "collected"'),
    ("POST", "/evidence", {**EVIDENCE, "expires": "2020-01-01"}, 422, "expires before it was collected"),
    ("DELETE", "/evidence/EV-999", None, 404, 'no evidence "EV-999"'),
    ("POST", "/measures", {**MEASURE, "asset": "pump"}, 422, 'key "asset"'),
    ("POST", "/measures", {**MEASURE, "expires": None}, 422, 'key "expires"'),
    ("PUT", "/measures/CM-999", MEASURE, 404, 'no measure "CM-999"'),
    ("DELETE", "/measures/CM-999", None, 404, 'no measure "CM-999"'),
    ("POST", "/ledgers/dreams", {}, 404, 'no ledger "dreams"'),
    ("POST", "/ledgers/findings", {"colour": "red"}, 422, 'key "colour": is not known here'),
    ("POST", "/ledgers/findings", {"title": "t"}, 422, 'key "grade": must not be empty'),
    ("POST", "/ledgers/actions", {"title": "t", "state": "done"}, 422, "needs the day on which it was"),
    ("POST", "/ledgers/actions", {"title": "t", "state": "maybe"}, 422, "must be one of: open, in work, done, dropped"),
    ("POST", "/ledgers/actions", {"title": "t", "state": "open", "cost": -1}, 422, 'key "cost"'),
    ("POST", "/ledgers/actions", {"title": "t", "state": "open", "depends": ["a;b"]}, 422, 'key "depends"'),
    ("POST", "/ledgers/provisions", {"party": "P-9", "requirement": "SP.01.01"}, 422, 'names organisation "P-9"'),
    ("PUT", "/ledgers/findings/F-999", {"title": "t"}, 404, 'no finding "F-999"'),
]

RAW_BODIES = [
    (b"", 400, "body: must be one JSON value"),
    (b"{", 400, "body: must be one JSON value"),
    (b"{} {}", 400, "body: must be one JSON value"),
    (b'{"id":"a","id":"b"}', 422, 'key "id": must not be there twice'),
    (b'{"id":"a\\u0000b"}', 400, "U+0000"),
    (b'{"id":"\xff"}', 400, "must be UTF-8"),
    (b"\x00", 400, "U+0000"),
    (b"[" * 5000 + b"]" * 5000, 400, "body: must be one JSON value"),
    (b'{"id":1e999}', 422, "key"),
    (json.dumps(ZONE).encode("utf-16"), 400, "must be UTF-8"),
    (b" " * ((1 << 20) + 1), 413, "at most 1048576 bytes"),
    (b" " * (3 << 20), 413, "at most 1048576 bytes"),
]

READS = [
    # path, status, part of the sentence
    ("/assets?colour=red", 400, 'key "colour": is not known here'),
    ("/assets?limit=0", 400, 'key "limit": must be a whole number from 1 to 1000'),
    ("/assets?limit=1001", 400, 'key "limit"'),
    ("/assets?limit=ten", 400, 'key "limit"'),
    ("/assets?limit=-1", 400, 'key "limit"'),
    ("/assets?limit=99999999999999999999", 400, 'key "limit"'),
    ("/assets?offset=1.5", 400, 'key "offset"'),
    ("/assets?offset=", 400, 'key "offset"'),
    ("/assets?limit=1&limit=2", 400, 'key "limit": must not be there twice'),
    ("/assets?format=xml", 400, 'key "format": must be json or csv'),
    ("/assets?class=robot", 400, 'key "class"'),
    ("/assets?registered=maybe", 400, 'key "registered"'),
    ("/assets?sort=colour", 400, 'key "sort"'),
    ("/assets?sort=--id", 400, 'key "sort"'),
    (f"/assets?q={'x' * 201}", 400, 'key "q"'),
    ("/assets?q=%zz", 400, "percent-encoded"),
    ("/assets?q=%ff", 400, "percent-encoded"),
    ("/assets?q=%00", 400, "percent-encoded"),
    ("/assets?" + "&".join(f"k{n}=1" for n in range(40)), 400, "more than 32 keys"),
    ("/conversations?verdict=fine", 400, 'key "verdict"'),
    ("/conversations?access=look", 400, 'key "access"'),
    ("/zones/cell-a?limit=0", 400, 'key "limit"'),
    ("/overview?x=1", 400, "is not known here"),
    ("/explain", 400, 'key "figure": is missing'),
    ("/explain?figure=", 400, 'key "figure"'),
    ("/explain?figure=nothing", 404, "There is no figure"),
    ("/explain?figure=requirement:NET%209.9", 404, "NET 9.9"),
    ("/assets/10.250.1.1", 404, "no asset"),
    ("/assets/%20", 404, "no asset"),
    ("/conversations/a-b-c-d-e", 404, "no conversation"),
    ("/zones/nowhere", 404, "no zone"),
    ("/conduits/nowhere", 404, "no conduit"),
    ("/program/NET%209.9", 404, "no requirement"),
    ("/signals/nothing", 404, "no signal"),
    ("/catalogue/nothing", 404, "no table"),
    ("/evidence/EV-999/file", 404, "no evidence"),
    ("/evidence/..%2F..%2Fplant.db/file", 404, "no evidence"),
    ("/", 404, "nothing at this address"),
    ("/nothing", 404, "nothing at this address"),
    ("/assets/", 404, "nothing at this address"),
    ("//assets", 404, "nothing at this address"),
    ("/assets/%2e%2e/zones", 404, "nothing at this address"),
    ("/zones/a/b/c/d/e/f/g/h/i", 400, "segments"),
    ("/" + "x" * 9000, 400, "longer than"),
]


@pytest.fixture(scope="module")
def unchanged(reader):
    version = reader.version()
    yield reader
    assert reader.version() == version


@pytest.mark.parametrize("method,path,body,status,part", BODIES)
def test_a_body_that_breaks_a_rule(unchanged, method, path, body, status, part):
    answer = unchanged.write(method, path, body)
    assert (answer.status, part in answer.message()) == (status, True), answer.bytes


@pytest.mark.parametrize("body,status,part", RAW_BODIES, ids=lambda value: str(value)[:24])
def test_a_body_that_is_no_row(unchanged, body, status, part):
    answer = unchanged.ask("POST", "/api/v1/zones", body, JSON)
    assert (answer.status, part in answer.message()) == (status, True), answer.bytes


@pytest.mark.parametrize("path,status,part", READS, ids=lambda value: str(value)[:40])
def test_a_read_that_is_not_understood(unchanged, path, status, part):
    answer = unchanged.get(path)
    assert (answer.status, part in answer.message()) == (status, True), answer.bytes


@pytest.mark.parametrize("path", ["/../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/plant.db", "/assets/../index.html",
                                  "/.stamp", "/api", "/api/v2/overview", "/index.html/", "/nothing"])
def test_pages_are_looked_up_by_name_only(unchanged, path):
    answer = unchanged.ask("GET", path)
    assert answer.status == 404 and answer.message()


@pytest.mark.parametrize("host", ["evil.example", "evil.example:62443", "127.0.0.1.evil.example", "localhost.evil.example",
                                  "10.0.0.1", "[::2]", "[::1", "::1", "localhost:port", "127.0.0.1:", "", "0x7f000001"])
def test_another_name_for_this_machine_is_refused(unchanged, host):
    for path in ("/api/v1/overview", "/"):
        answer = unchanged.ask("GET", path, headers={"Host": host})
        assert answer.status == 421 and "localhost" in answer.message(), host


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1", "127.1.2.3:80", "[::1]", "[::1]:62443"])
def test_loopback_names_are_taken(unchanged, host):
    assert unchanged.ask("GET", "/api/v1/health", headers={"Host": host}).status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "https://127.0.0.1", "http://127.0.0.1",
                                    "http://localhost:1", "file://"])
def test_a_write_from_another_site_is_refused(unchanged, origin):
    answer = unchanged.ask("POST", "/api/v1/zones", json.dumps(ZONE), {**JSON, "Origin": origin})
    assert answer.status == 403 and "Origin" in answer.message()


def test_a_write_from_our_own_pages_is_taken(server):
    answer = server.ask("POST", "/api/v1/zones", json.dumps(ZONE), {**JSON, "Origin": server.url})
    assert answer.status == 201


@pytest.mark.parametrize("kind", [None, "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
                                  "application/jsonp", "text/plain; x=application/json"])
def test_a_write_without_its_content_type_is_refused(unchanged, kind):
    headers = {} if kind is None else {"Content-Type": kind}
    answer = unchanged.ask("POST", "/api/v1/zones", json.dumps(ZONE), headers)
    assert answer.status == 415 and "application/json" in answer.message()
    answer = unchanged.ask("DELETE", "/api/v1/zones/cell-a", None, headers)
    assert answer.status == 415
    answer = unchanged.ask("PUT", "/api/v1/evidence/EV-001/file", b"x", {"Content-Type": "application/json"})
    assert answer.status == 415 and "octet-stream" in answer.message()


@pytest.mark.parametrize("method,path,allow", [("POST", "/overview", "GET"), ("DELETE", "/zones", "GET, POST"),
                                               ("PATCH", "/zones/cell-a", "GET, PUT, DELETE"), ("TRACE", "/health", "GET"),
                                               ("OPTIONS", "/assets", "GET")])
def test_a_method_that_an_address_does_not_take(unchanged, method, path, allow):
    answer = unchanged.ask(method, f"/api/v1{path}", headers=JSON)
    assert answer.status == 405 and answer.headers["Allow"] == allow and allow in answer.message()


def test_a_write_to_the_pages_is_refused(unchanged):
    answer = unchanged.ask("POST", "/", b"x", JSON)
    assert answer.status == 405 and answer.message()


def test_head_sends_the_headers_of_get_and_no_body(unchanged):
    got, head = unchanged.get("/overview"), unchanged.ask("HEAD", "/api/v1/overview")
    assert head.status == 200 and head.bytes == b""
    assert head.headers["Content-Length"] == str(len(got.bytes))


def test_every_answer_forbids_what_browsers_offer(unchanged):
    for answer in (unchanged.ask("GET", "/"), unchanged.get("/overview"), unchanged.get("/nothing"),
                   unchanged.get("/openapi.yaml"), unchanged.ask("GET", "/", headers={"Host": "evil.example"})):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "*" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Access-Control-Allow-Origin" not in answer.headers


def talk(server, *pieces):
    with socket.create_connection((server.host, int(server.port)), timeout=20) as raw:
        for piece in pieces:
            try:
                raw.sendall(piece)
            except OSError:
                break
        got = b""
        try:
            while piece := raw.recv(65536):
                got += piece
        except OSError:
            pass
        return got


@pytest.mark.parametrize("request_bytes", [
    b"\r\n\r\n", b"GET\r\n\r\n", b"GET /api/v1/health\r\n\r\n", b"GET /api/v1/health HTTP/9.9\r\n\r\n",
    b"GET /api/v1/health HTTP/1.1\r\nConnection: close\r\n\r\n",
    b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: " + b"x" * 100000 + b"\r\n\r\n",
    b"POST /api/v1/zones HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: -5\r\n\r\n",
    b"POST /api/v1/zones HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"GET http://localhost/api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    b"GET * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
], ids=lambda value: str(value)[:40])
def test_requests_that_are_not_http_do_not_succeed(unchanged, request_bytes):
    got = talk(unchanged, request_bytes)
    assert not got.startswith(b"HTTP/1.1 2") and not got.startswith(b"HTTP/1.0 2"), got[:200]
    assert unchanged.get("/health").status == 200


def test_a_body_that_never_ends_is_cut_off(unchanged):
    head = b"POST /api/v1/zones HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    got = talk(unchanged, head, *[chunk] * 80)
    assert b" 201 " not in got and unchanged.get("/health").status == 200


def test_an_upload_beyond_64_mib_is_refused_before_it_is_sent(unchanged):
    head = (b"PUT /api/v1/evidence/EV-001/file HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
            b"Content-Length: 67108865\r\n\r\n")
    got = talk(unchanged, head)
    assert got.startswith(b"HTTP/1.1 413") and b"67108864" in got
