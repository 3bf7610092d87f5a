"""openapi.yaml says what the server does, and the server does what it says."""
import csv
import io
import re
from urllib.parse import quote

import pytest

from conftest import TOP

ROUTE = re.compile(r'^ROUTE\((\w+), "([^"]+)", \w+, (\w+), \w+\)$', re.M)


def routes():
    return {(m, p): rule for m, p, rule in ROUTE.findall((TOP / "src/api/routes.def").read_text())}


def test_every_operation_has_a_route_and_every_route_is_described(contract):
    described = {(method, path) for method, path, _, _ in contract.operations()}
    assert described == set(routes())


def test_every_line_of_the_routes_is_a_route():
    lines = (TOP / "src/api/routes.def").read_text().splitlines()
    assert len([line for line in lines if line.startswith("ROUTE")]) == len(routes())


def rows(server, path, *keys):
    answer = server.get(path).json()
    for key in keys:
        answer = answer[key]
    return answer


def ledger_keys(server):
    """Ledger and key of some rows; the key's own parts have a percent-encoded '/' between them."""
    for ledger in rows(server, "/ledgers", "ledgers"):
        keys = [f["name"] for f in ledger["fields"][:ledger["keys"]]]
        for row in rows(server, f"/ledgers/{ledger['name']}?limit=3", "rows"):
            yield ledger["name"], "%2F".join(str(row[k]).replace("%", "%25").replace("/", "%2F") for k in keys)


def fill(path, one):
    """The last parameter takes what is left; "%2F" in it stays one segment."""
    parameters = re.findall(r"\{\w+\}", path)
    values = one.split("/", len(parameters) - 1) if len(parameters) > 1 else [one]
    for parameter, value in zip(parameters, values):
        path = path.replace(parameter, quote(value, safe="%" if len(parameters) > 1 else ""))
    return path


def places(server, path):
    """Every address that a path stands for in the demo plant."""
    ids = {
        "/assets/{id}": lambda: [a["id"] for a in rows(server, "/assets?limit=1000", "rows")],
        "/assets/{id}/operations": lambda: [a["id"] for a in rows(server, "/assets?limit=1000", "rows")],
        "/conversations/{id}": lambda: [c["id"] for c in rows(server, "/conversations?limit=1000", "rows")],
        "/zones/{id}": lambda: [z["id"] for z in rows(server, "/zones", "rows")],
        "/conduits/{id}": lambda: [c["id"] for c in rows(server, "/conduits", "rows")],
        "/program/{requirement}": lambda: [r["id"] for r in rows(server, "/program", "requirements")],
        "/signals/{id}": lambda: [s["id"] for s in rows(server, "/signals", "rows")],
        "/ledgers/{ledger}": lambda: [l["name"] for l in rows(server, "/ledgers", "ledgers")],
        "/ledgers/{ledger}/{key}": lambda: [f"{l}/{k}" for l, k in ledger_keys(server)],
        "/assessments/{id}/comparison": lambda: [a["id"] for a in rows(server, "/assessments", "rows") if a["id"]],
        "/documents/{document}": lambda: ["action-sheets"],  # one table, and of something
        "/catalogue/{table}": lambda: [t["id"] for t in rows(server, "/catalogue", "rows")],
    }
    if path not in ids:
        return [path]
    found = ids[path]()
    assert found, f"the demo plant has nothing at {path}"
    return [fill(path, one) for one in found]


JSON_READS = [
    "/overview",
    "/audit",
    "/audit/proof",
    "/session",
    "/assets",
    "/assets/{id}",
    "/assets/{id}/operations",
    "/conversations",
    "/conversations/{id}",
    "/traffic/zones",
    "/traffic/assets",
    "/traffic/operations",
    "/map",
    "/zones",
    "/zones/{id}",
    "/conduits",
    "/conduits/{id}",
    "/program",
    "/program/{requirement}",
    "/evidence",
    "/measures",
    "/ledgers",
    "/ledgers/{ledger}",
    "/ledgers/{ledger}/{key}",
    "/assessments",
    "/assessments/{id}/comparison",
    "/heat-map",
    "/readiness",
    "/plan",
    "/duties",
    "/renewals",
    "/metrics",
    "/drift",
    "/competences",
    "/screening",
    "/signals",
    "/signals/{id}",
    "/catalogue",
    "/catalogue/{table}",
    "/documents",
    "/health",
]


@pytest.mark.parametrize("path", JSON_READS)
def test_every_answer_fits_its_schema(reader, contract, path):
    schema = contract.document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    for place in places(reader, path):
        answer = reader.get(place)
        assert answer.status == 200, (place, answer.bytes)
        assert answer.headers["Content-Type"] == "application/json"
        contract.check(schema, answer.json())


def test_every_read_of_the_contract_is_covered_here(contract):
    elsewhere = {"/explain", "/events", "/openapi.yaml", "/evidence/{id}/file", "/report.html", "/report.pdf", "/documents/{document}"}
    reads = {path for method, path, _, _ in contract.operations() if method == "GET"}
    assert reads == set(JSON_READS) | elsewhere


def test_what_is_asked_of_an_asset_comes_in_pages_that_join_without_a_gap(reader):
    whole = reader.get("/assets/10.41.0.11/operations?direction=received&limit=1000").json()
    assert whole["total"] == len(whole["rows"]) > 10
    pages = [reader.get(f"/assets/10.41.0.11/operations?direction=received&offset={at}&limit=7").json()["rows"]
             for at in range(0, whole["total"], 7)]
    assert [row for page in pages for row in page] == whole["rows"]
    detail = reader.get("/assets/10.41.0.11").json()
    assert detail["operations_received"] == whole["rows"][:100]
    assert detail["operations_received_total"] == whole["total"]
    assert reader.get("/assets/10.41.0.11/operations?direction=sideways").status == 400


def figures(server):
    conversations = rows(server, "/conversations?limit=1000", "rows")
    edges = rows(server, "/map", "edges")
    return (["overall"] + [f"spe:{e['id']}" for e in rows(server, "/overview", "elements")]
            + [f"requirement:{r['id']}" for r in rows(server, "/program", "requirements")]
            + [f"signal:{s['id']}" for s in rows(server, "/signals", "rows")]
            + [f"asset:{a['id']}" for a in rows(server, "/assets?limit=1000", "rows") if a["seen"]]
            + [f"conversation:{c['id']}" for c in conversations]
            + [f"zone:{z['id']}" for z in rows(server, "/zones", "rows")]
            + [f"pair:{e['from'] or '-'}>{e['to'] or '-'}" for e in edges])


def test_every_figure_is_explained_with_references_that_lead_somewhere(reader, contract):
    lead = {"asset": "/assets/", "conversation": "/conversations/", "zone": "/zones/", "conduit": "/conduits/",
            "requirement": "/program/", "signal": "/signals/"}
    seen = set()

    def follow(node):
        for reference in node.get("references", []):
            if reference["kind"] in lead:
                seen.add(lead[reference["kind"]] + quote(reference["id"], safe=""))
        for deeper in node["because"]:
            follow(deeper)

    for figure in figures(reader):
        answer = reader.get(f"/explain?figure={quote(figure)}")
        assert answer.status == 200, (figure, answer.bytes)
        contract.check_named("Explanation", answer.json())
        follow(answer.json())
    assert len(seen) > 50
    for place in sorted(seen):
        assert reader.get(place).status == 200, place


def listings(contract):
    for method, path, operation, _ in contract.operations():
        if path == "/documents/{document}":
            continue  # held against each other by tests/report
        if method == "GET" and "text/csv" in operation["responses"]["200"].get("content", {}):
            yield path


def count_rows(body):
    if "phases" in body:
        return sum(len(phase["steps"]) for phase in body["phases"])
    return body["total"] if "total" in body else len(next(body[k] for k in ("identity", "requirements", "faults", "proposals", "rows") if k in body))


def test_csv_holds_the_same_rows_as_json(reader, contract):
    for path in listings(contract):
        for place in places(reader, path)[:3]:
            table = list(csv.reader(io.StringIO(reader.get(f"{place}?format=csv").bytes.decode())))
            body = reader.get(place).json()
            total = count_rows(body)
            assert len(table) - 1 == total, place
            assert all(len(row) == len(table[0]) for row in table), place
            assert reader.get(f"{place}?format=csv").headers["Content-Type"].startswith("text/csv")


def parameters(contract):
    for method, path, operation, _ in contract.operations():
        for parameter in operation.get("parameters", []):
            named = parameter.get("$ref", "").rpartition("/")[2]
            yield method, path, contract.document["components"]["parameters"].get(named, parameter)


def test_every_described_parameter_is_taken_with_every_value_of_its_enumeration(reader, contract):
    for _, path, parameter in parameters(contract):
        schema = parameter["schema"]
        if "$ref" in schema:
            schema = contract.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        values = schema.get("enum") or {"integer": [1], "boolean": ["true", "false"]}.get(schema["type"], [schema.get("example", "x")])
        if path == "/explain":
            values = ["overall"]
        for value in values:
            place = places(reader, path)[0]
            answer = reader.get(f"{place}?{parameter['name']}={quote(str(value))}")
            if value in ("pdf", "docx") and answer.status == 501:
                continue  # the program that lays it out is not here
            assert answer.status == 200, (place, parameter["name"], value, answer.bytes)


def test_pages_of_a_listing_put_together_are_the_listing(reader):
    for path in ("/assets", "/conversations", "/traffic/assets", "/traffic/operations"):
        whole = rows(reader, f"{path}?limit=1000", "rows")
        pages, offset = [], 0
        while offset < len(whole):
            pages += rows(reader, f"{path}?limit=7&offset={offset}", "rows")
            offset += 7
        assert pages == whole
        beyond = reader.get(f"{path}?offset={len(whole) + 5}").json()
        assert beyond["rows"] == [] and beyond["total"] == len(whole)


@pytest.mark.parametrize("column", ["name", "class", "role", "zone", "vendor", "packets", "last", "signals"])
def test_assets_are_sorted_by_any_column_with_ties_by_id(reader, column):
    def key(row):
        value = row[column] if row[column] is not None else ""
        return value.lower() if isinstance(value, str) else value

    by_id = rows(reader, "/assets?limit=1000", "rows")
    assert rows(reader, f"/assets?limit=1000&sort={column}", "rows") == sorted(by_id, key=key)
    descending = rows(reader, f"/assets?limit=1000&sort=-{column}", "rows")
    assert [key(row) for row in descending] == sorted(map(key, by_id), reverse=True)
    order = {row["id"]: number for number, row in enumerate(by_id)}
    for before, after in zip(descending, descending[1:]):
        assert key(before) != key(after) or order[before["id"]] < order[after["id"]]


def test_filters_and_facets_agree(reader):
    whole = reader.get("/assets?limit=1000").json()
    for name, facet in whole["facets"].items():
        assert sum(row["count"] for row in facet) == whole["total"]
        for row in facet:
            found = reader.get(f"/assets?limit=1000&{name}={quote(row['value'])}").json()
            assert found["total"] == row["count"], (name, row)
    talks = reader.get("/conversations?limit=1000").json()
    for row in talks["facets"]["verdict"]:
        assert reader.get(f"/conversations?verdict={row['value']}").json()["total"] == row["count"]


def test_traffic_added_up_is_the_traffic(reader):
    talks = rows(reader, "/conversations?limit=1000", "rows")
    for path in ("/traffic/zones", "/traffic/assets"):
        sums = rows(reader, f"{path}?limit=1000", "rows")
        assert 1 < len(sums) < len(talks)
        assert sum(s["conversations"] for s in sums) == len(talks)
        for figure in ("packets", "bytes"):
            assert sum(s[figure] for s in sums) == sum(t[figure] for t in talks)
        assert sum(s["not_allowed"] for s in sums) == sum(t["verdict"]["state"] == "not_allowed" for t in talks)
        refused = [s["not_allowed"] > 0 for s in sums]
        assert refused == sorted(refused, reverse=True)
    one = next(s for s in rows(reader, "/traffic/assets?limit=1000", "rows") if s["conversations"] > 1)
    ends = f"client={one['client']['id']}&server={one['server']['id']}"
    assert len(rows(reader, f"/conversations?{ends}", "rows")) == one["conversations"]


def test_operations_added_up_are_the_operations(reader):
    asked = {}
    for talk in rows(reader, "/conversations?limit=1000", "rows"):
        for o in talk["operations"]:
            asked.setdefault((o["protocol"], o["code"]), []).append(o["requests"])
    sums = {(s["protocol"], s["code"]): s for s in rows(reader, "/traffic/operations?limit=1000", "rows")}
    assert {k for k, s in sums.items() if s["code"]} == set(asked)
    for key, requests in asked.items():
        assert sums[key]["requests"] == sum(requests) and sums[key]["conversations"] == len(requests)
    assert any(not code for _, code in sums), "conversations that nobody understands are still there"


def test_conversations_by_verdict_begin_with_what_is_not_allowed(reader):
    order = ["not_allowed", "no_zone", "allowed", "inside_zone", "not_judged"]
    found = [c["verdict"]["state"] for c in rows(reader, "/conversations?limit=1000&sort=verdict", "rows")]
    assert found[0] == "not_allowed" and len(set(found)) > 2
    assert found == sorted(found, key=order.index)


def test_a_search_wants_all_words_and_ignores_letter_case(reader):
    one = rows(reader, "/assets?limit=1000", "rows")[0]
    word = one["macs"][0].upper() if one["macs"] else one["id"]
    assert one["id"] in [a["id"] for a in rows(reader, f"/assets?q={quote(word)}", "rows")]
    assert rows(reader, f"/assets?q={quote(word)}+no-such-word", "rows") == []


def test_every_end_of_a_zones_edges_is_an_asset_or_a_neighbour_and_never_both(reader):
    edges = 0
    for zone in rows(reader, "/zones", "rows"):
        for limit in (1, 3, 200):
            detail = reader.get(f"/zones/{zone['id']}?limit={limit}").json()
            assets = [a["id"] for a in detail["assets"]]
            neighbours = [end["id"] for end in detail["neighbours"]]
            assert len(assets) == min(limit, detail["assets_total"])
            assert len(set(assets + neighbours)) == len(assets) + len(neighbours)
            for edge in detail["edges"]:
                assert {edge["from"], edge["to"]} <= set(assets + neighbours)
                edges += 1
    assert edges > 20


def test_conversations_stand_in_the_order_of_their_ends(reader):
    import ipaddress

    def rank(id):
        return (2, id) if id.count(":") == 5 and len(id) == 17 else (0 if "." in id else 1, ipaddress.ip_address(id))

    clients = [c["id"].split("-")[0] for c in rows(reader, "/conversations?limit=1000", "rows")]
    assert clients == sorted(clients, key=rank)
    servers = [c["id"].split("-")[1] for c in rows(reader, "/conversations?limit=1000&sort=server", "rows")]
    assert servers == sorted(servers, key=rank)


def test_the_overview_counts_what_the_listings_hold(reader):
    overview = reader.get("/overview").json()
    assets = rows(reader, "/assets?limit=1000", "rows")
    assert overview["assets"]["total"] == len(assets)
    assert overview["assets"]["unregistered"] == sum(not a["registered"] for a in assets)
    assert overview["assets"]["registered_unseen"] == sum(not a["seen"] for a in assets)
    assert overview["assets"]["in_no_zone"] == sum(a["zone"] == "" for a in assets)
    for name, count in overview["assets"]["by_class"].items():
        assert count == sum(a["class"] == name for a in assets)
    refused = reader.get("/conversations?verdict=not_allowed").json()["total"]
    assert overview["conversations"]["not_allowed"] == refused
    states = [r["state"] for r in rows(reader, "/program", "requirements")]
    assert {s: states.count(s) for s in set(states)} == {
        s: n for s, n in overview["requirements"].items() if s != "total" and n}
    assert overview["contradicting"], "the demo plant is known to contradict its program"


def test_the_description_itself_is_served(reader):
    answer = reader.get("/openapi.yaml")
    assert answer.bytes == (TOP / "src/api/openapi.yaml").read_bytes()
    etag = answer.headers["ETag"]
    again = reader.get("/openapi.yaml", **{"If-None-Match": f'"other", W/{etag}'})
    assert again.status == 304 and again.bytes == b""
    assert reader.get("/openapi.yaml", **{"If-None-Match": '"other"'}).status == 200


def test_the_report_is_one_page_that_may_run_nothing(reader):
    answer = reader.get("/report.html")
    assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/html")
    assert answer.bytes.startswith(b"<!DOCTYPE html>") or answer.bytes.startswith(b"<!doctype html>")
    assert b"<script" not in answer.bytes
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy


def test_every_document_comes_in_its_formats(reader):
    for document in rows(reader, "/documents", "rows"):
        choices = document["subject"]["choices"]
        of = f"&for={quote(choices[0]['id'])}" if choices else ""
        for form in document["formats"]:
            if form in ("pdf", "docx", "csv"):
                continue  # laid out by other programs; a CSV needs a table
            answer = reader.get(f"/documents/{document['name']}?format={form}{of}")
            assert answer.status == 200, (document["name"], form, answer.bytes)
            if form == "html":
                assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            if form == "xlsx":
                assert answer.bytes.startswith(b"PK") and "attachment" in answer.headers["Content-Disposition"]
            if form == "json":
                answer.json()


def test_a_document_that_cannot_be_made_says_why(reader):
    assert reader.get("/documents/nothing").status == 404
    assert "format" in reader.get("/documents/roadmap?format=tex").message()
    answer = reader.get("/documents/action-sheets?for=nobody")
    assert answer.status == 422 and "nobody" not in answer.message() and "ACT-001" in answer.message()
    answer = reader.get("/documents/statement-of-applicability?format=csv")
    assert answer.status == 422 and "technical-requirements-by-zone" in answer.message()
    table = reader.get("/documents/statement-of-applicability?format=csv&table=technical-requirements-by-zone")
    assert table.status == 200 and len(table.bytes.splitlines()) == 101


def test_the_report_for_print_is_a_pdf_or_says_what_is_missing(reader):
    answer = reader.get("/report.pdf")
    if answer.status == 501:
        assert "weasyprint" in answer.message().lower()
    else:
        assert answer.status == 200 and answer.bytes.startswith(b"%PDF-")
        assert answer.headers["Content-Type"] == "application/pdf"
