"""What is written is there afterwards, whole; what breaks a rule changes nothing."""
import hashlib
import http.client
import json
import shutil
import signal
import threading
from urllib.parse import quote

import pytest

from conftest import JSON, Server, run, wait_until

ZONE = {"id": "annex", "name": "Annex \u00e9\u4e2d", "parent": "", "purpose": "", "level": "1", "owner": "",
        "safety": False, "business": False, "sl_target": [2, 2, 1, 0, 1, 2, 4],
        "prefixes": ["10.99.0.0/24", "fd00:99::/64"], "members": ["02:00:5e:99:00:01"]}
SERVICE = {"protocol": "modbus", "transport": "tcp", "port": 502, "access": ["read", "write"]}
REGISTERED = {"name": "press 3", "role": "plc", "owner": "line 1", "legacy": True, "support_ends": "2027-01-31",
              "may_engineer": False}
EVIDENCE = {"requirement": "NET 1.1", "level": 2, "kind": "procedure", "title": "Zone drawing", "custodian": "",
            "scope": "", "link": "https://example.org/drawing", "collected": "2026-01-10", "expires": None}
MEASURE = {"title": "Guarded by a person", "requirement": "NET 1.1", "asset": "", "argument": "", "approver": "",
           "exit_plan": "", "tested": None, "effective": False, "expires": "2027-01-01"}
CLAIM = {"level": 1, "target": 2, "narrative": "line one\nline two", "assessor": "A", "method": "interview",
         "at": None, "not_applicable": False, "reason": "", "approver": ""}


def conduit(server, **more):
    zones = [z["id"] for z in server.get("/zones").json()["rows"]]
    return {"id": "annex-link", "name": "", "from": zones[0], "to": zones[1], "owner": "", "reason": "because",
            "expires": None, "services": [SERVICE], **more}


def test_a_zone_is_made_read_changed_and_removed(server, contract):
    made = server.write("POST", "/zones", ZONE)
    assert (made.status, made.json()) == (201, ZONE)
    contract.check_named("Zone", made.json())
    detail = server.get("/zones/annex").json()
    assert detail["zone"] == ZONE and detail["assets_total"] == 0
    changed = {**ZONE, "name": "Other", "prefixes": [], "members": []}
    assert server.write("PUT", "/zones/annex", changed).json() == changed
    assert server.get("/zones/annex").json()["zone"] == changed
    removed = server.write("DELETE", "/zones/annex")
    assert (removed.status, removed.bytes) == (204, b"")
    assert server.get("/zones/annex").status == 404


def test_a_zone_that_something_names_stays(server):
    named = server.get("/conduits").json()["rows"][0]["from"]
    version = server.version()
    answer = server.write("DELETE", f"/zones/{named}")
    assert answer.status == 409 and "conduit" in answer.message()
    assert server.write("POST", "/zones", ZONE).status == 201
    assert server.write("POST", "/zones", {**ZONE, "id": "inner", "parent": "annex", "prefixes": [],
                                           "members": []}).status == 201
    answer = server.write("DELETE", "/zones/annex")
    assert answer.status == 409 and "inner" in answer.message()
    assert server.version() == version + 2


def test_a_conduit_is_made_read_changed_and_removed(server, contract):
    row = conduit(server)
    made = server.write("POST", "/conduits", row)
    assert (made.status, made.json()) == (201, row)
    contract.check_named("Conduit", made.json())
    changed = {**row, "expires": "2027-02-03", "services": [{**SERVICE, "access": [], "transport": "none"}, SERVICE]}
    assert server.write("PUT", "/conduits/annex-link", changed).json() == changed
    assert server.get("/conduits/annex-link").json() == changed
    assert server.write("DELETE", "/conduits/annex-link").status == 204
    assert server.get("/conduits/annex-link").status == 404
    assert server.write("DELETE", "/conduits/annex-link").status == 404


def test_a_conduit_changes_the_verdicts_in_the_very_next_answer(server):
    conversation = server.get("/conversations?verdict=not_allowed").json()["rows"][0]
    before = server.get("/overview").json()["conversations"]["not_allowed"]
    row = conduit(server, services=[{"protocol": "", "transport": "none", "port": 0, "access": []}],
                  **{"from": conversation["client"]["zone"], "to": conversation["server"]["zone"]})
    assert server.write("POST", "/conduits", row).status == 201
    after = server.get(f"/conversations/{conversation['id']}").json()
    assert after["verdict"]["state"] == "allowed" and after["verdict"]["conduit"] == "annex-link"
    assert server.get("/overview").json()["conversations"]["not_allowed"] < before


def test_an_asset_enters_the_register_and_leaves_it(server, contract):
    asset = next(a for a in server.get("/assets?registered=false").json()["rows"])
    place = f"/assets/{asset['id']}/registered"
    made = server.write("PUT", place, REGISTERED)
    assert made.json() == {"address": asset["id"], **REGISTERED}
    contract.check_named("Registered", made.json())
    shown = server.get(f"/assets/{asset['id']}").json()
    assert shown["registered"]["name"] == shown["asset"]["name"] == "press 3"
    assert server.write("DELETE", place).status == 204
    assert server.get(f"/assets/{asset['id']}").json()["registered"] is None
    assert server.write("DELETE", place).status == 404


def test_an_asset_that_was_never_seen_may_be_registered_and_is_shown_as_unseen(server, contract):
    assert server.write("PUT", "/assets/10.250.0.9/registered", REGISTERED).status == 200
    detail = server.get("/assets/10.250.0.9").json()
    contract.check_named("AssetDetail", detail)
    assert detail["asset"]["seen"] is False and detail["asset"]["registered"] is True


def test_an_asset_has_one_row_at_whichever_of_its_addresses(server):
    asset = next(a for a in server.get("/assets?registered=true").json()["rows"] if a["macs"] and a["ips"])
    total = server.get("/assets").json()["total"]
    answer = server.write("PUT", f"/assets/{asset['macs'][0]}/registered", REGISTERED)
    assert answer.status == 200 and answer.json()["address"] in asset["ips"] + asset["macs"]
    shown = server.get(f"/assets/{asset['id']}").json()
    assert shown["registered"]["name"] == "press 3"
    assert server.get("/assets").json()["total"] == total


def test_a_claim_is_made_and_taken_back(server, contract):
    place = "/program/NET%201.1/claim"
    made = server.write("PUT", place, CLAIM)
    contract.check_named("RequirementDetail", made.json())
    as_of = server.get("/overview").json()["plant"]["as_of"]
    assert made.json()["claim"] == {**CLAIM, "requirement": "NET 1.1", "at": as_of}
    assert made.json()["requirement"]["claimed"] == 1
    nothing = {**CLAIM, "level": 0, "target": 0, "narrative": "", "assessor": "", "method": ""}
    gone = server.write("PUT", place, nothing).json()
    assert gone["claim"]["at"] is None and gone["requirement"]["state"] == "not_assessed"
    assert server.write("PUT", place, nothing).status == 200


def test_a_claim_that_is_not_applicable_needs_a_reason_an_approver_and_no_level(server):
    excluded = {**CLAIM, "level": 0, "not_applicable": True, "reason": "none here", "approver": "B"}
    for wrong, word in (({"reason": ""}, "reason"), ({"approver": ""}, "approver"), ({"level": 1}, "level")):
        answer = server.write("PUT", "/program/NET%201.1/claim", {**excluded, **wrong})
        assert answer.status == 422 and word in answer.message()
    answer = server.write("PUT", "/program/NET%201.1/claim", excluded)
    assert answer.json()["requirement"]["state"] == "not_applicable"


def test_evidence_is_made_given_a_file_and_removed(server, contract):
    made = server.write("POST", "/evidence", EVIDENCE)
    assert made.status == 201
    row = made.json()
    contract.check_named("Evidence", row)
    assert {k: row[k] for k in EVIDENCE} == EVIDENCE and row["digest"] == ""
    place = f"/evidence/{row['id']}/file"
    assert server.get(place).status == 404
    content = bytes(range(256)) * 8192
    binary = {"Content-Type": "application/octet-stream"}
    kept = server.ask("PUT", f"/api/v1{place}", content, binary)
    assert kept.json()["digest"] == hashlib.sha256(content).hexdigest() and kept.json()["state"] == "counting"
    got = server.get(place)
    assert got.bytes == content
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert server.write("DELETE", f"/evidence/{row['id']}").status == 204
    assert server.get(place).status == 404
    assert not list((server.plant / "evidence").glob(kept.json()["digest"]))


def test_an_altered_evidence_file_is_not_handed_out(server):
    row = server.write("POST", "/evidence", EVIDENCE).json()
    place = f"/evidence/{row['id']}/file"
    binary = {"Content-Type": "application/octet-stream"}
    kept = server.ask("PUT", f"/api/v1{place}", b"drawing", binary).json()
    (server.plant / "evidence" / kept["digest"]).write_bytes(b"forgery")
    assert server.get(place).status == 500
    server.stop()


def test_a_later_expiry_of_a_measure_is_a_renewal(server, contract):
    made = server.write("POST", "/measures", MEASURE)
    assert made.status == 201
    contract.check_named("Measure", made.json())
    place = f"/measures/{made.json()['id']}"
    assert server.write("PUT", place, {**MEASURE, "expires": "2027-06-01"}).json()["renewals"] == 1
    assert server.write("PUT", place, {**MEASURE, "expires": "2027-06-01"}).json()["renewals"] == 1
    assert server.write("PUT", place, {**MEASURE, "expires": "2027-03-01"}).json()["renewals"] == 1
    assert server.write("DELETE", place).status == 204
    assert server.write("DELETE", place).status == 404


def test_a_row_of_a_ledger_is_made_read_changed_found_and_removed(server, contract):
    finding = {"title": "Panel writes", "grade": "gap", "objective": "Frame 207", "state": "open", "raised": "2026-11-02",
               "requirement": "NET 1.1", "evidence": ["EV-001", "EV-002"]}
    made = server.write("POST", "/ledgers/findings", finding)
    assert made.status == 201 and made.json()["id"] == "F-004"
    contract.check_named("LedgerRow", made.json())
    assert {k: made.json()[k] for k in finding} == finding
    assert server.get("/ledgers/findings/F-004").json() == made.json()
    changed = server.write("PUT", "/ledgers/findings/F-004", {"state": "corrected"}).json()
    assert changed == {**made.json(), "state": "corrected"}
    assert server.get("/ledgers/findings?state=corrected&q=panel").json()["total"] == 1
    assert server.get("/ledgers/findings?evidence=EV-002").json()["total"] == 1
    assert server.get("/ledgers/findings?state=open").json()["total"] == 3
    assert "F-004,Panel writes" in server.get("/ledgers/findings?format=csv").bytes.decode()
    book = server.get("/ledgers/findings?format=xlsx")
    assert book.bytes.startswith(b"PK") and "spreadsheetml" in book.headers["Content-Type"]
    assert server.write("DELETE", "/ledgers/findings/F-004").status == 204
    assert server.get("/ledgers/findings/F-004").status == 404


def test_a_row_that_something_names_stays(server):
    assert server.write("POST", "/ledgers/parties", {"name": "Pump Co", "kind": "maintenance provider"}).status == 201
    assert server.write("POST", "/ledgers/people", {"name": "Ann", "party": "P-005", "function": "fitter"}).status == 201
    answer = server.write("DELETE", "/ledgers/parties/P-005")
    assert answer.status == 422 and 'names organisation "P-005", which is not there' in answer.message()


def test_rows_with_two_keys_are_named_by_both(server):
    claim = {"assessment": "", "requirement": "NET 1.1", "level": 2}
    assert server.write("POST", "/ledgers/claims", claim).status == 409
    assert server.write("PUT", "/ledgers/claims/%2FNET%201.1", {"level": 2, "target": 4}).json()["target"] == 4


def test_an_assessment_begins_with_the_claims_of_another_and_is_compared_with_it(server, contract):
    before = server.get("/assessments").json()["rows"]
    copy = {"from": "", "title": "Autumn", "begun": "2026-10-01", "lead": "M. Okafor"}
    made = server.write("POST", "/assessments", copy)
    assert made.status == 201 and made.json()["id"]
    run = made.json()["id"]
    assert server.get(f"/ledgers/claims?assessment={run}").json()["total"] == 87
    place = f"/assessments/{run}/comparison"
    same = server.get(place).json()
    contract.check_named("Comparison", same)
    assert same["counts"]["none"] == 87
    key = quote(f"{run}/ORG 1.1", safe="")
    assert server.write("PUT", f"/ledgers/claims/{key}", {"level": 0}).status == 200
    assert server.get(place).json()["counts"]["no_longer_assessed"] == 1
    after = server.get("/assessments").json()["rows"]
    assert len(after) == len(before) + 1 and [r["id"] for r in after if r["in_force"]] == [run]


def test_every_write_raises_the_version_by_one(server):
    version = server.version()
    for method, path, body in (("POST", "/zones", ZONE), ("PUT", "/zones/annex", ZONE), ("DELETE", "/zones/annex", None),
                               ("PUT", "/program/NET%201.1/claim", CLAIM), ("POST", "/measures", MEASURE)):
        assert server.write(method, path, body).status < 300
        version += 1
        assert server.version() == version
        assert server.get("/overview").json()["plant"]["version"] == version


def test_another_program_changes_the_plant_and_the_server_sees_it(server):
    version = server.version()
    done = run("metrics", server.plant, "--record")
    assert done.returncode == 0, done.stderr
    assert wait_until(lambda: server.get("/overview").json()["plant"]["version"] == version + 1)


def test_readers_never_see_half_a_change(server):
    """Two rows change together with every write: the zone's name and its purpose."""
    assert server.write("POST", "/zones", {**ZONE, "name": "0", "purpose": "0"}).status == 201
    ending, torn, reads = threading.Event(), [], [0]

    def read():
        connection = server.connect()
        while not ending.is_set():
            connection.request("GET", "/api/v1/zones/annex")
            zone = json.loads(connection.getresponse().read())["zone"]
            reads[0] += 1
            if zone["name"] != zone["purpose"]:
                torn.append(zone)

    readers = [threading.Thread(target=read) for _ in range(8)]
    for thread in readers:
        thread.start()
    for number in range(1, 25):
        row = {**ZONE, "name": str(number), "purpose": str(number)}
        assert server.write("PUT", "/zones/annex", row).status == 200
        assert server.get("/zones/annex").json()["zone"]["name"] == str(number)
    ending.set()
    for thread in readers:
        thread.join()
    assert not torn and reads[0] > 24


def test_writers_at_once_lose_nothing(server):
    def write(number):
        assert server.write("POST", "/zones", {**ZONE, "id": f"zone-{number}", "prefixes": [f"10.99.{number}.0/24"],
                                               "members": []}).status == 201

    writers = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()
    ids = [z["id"] for z in server.get("/zones").json()["rows"]]
    assert {f"zone-{number}" for number in range(12)} <= set(ids)


def test_a_killed_server_leaves_a_whole_database(plant):
    server = Server(plant)
    killer = threading.Timer(0.3, lambda: server.process.send_signal(signal.SIGKILL))
    killer.start()
    stored = 0
    try:
        for number in range(10000):
            answer = server.write("POST", "/measures", {**MEASURE, "title": f"measure {number}"})
            assert answer.status == 201
            stored += 1
    except (OSError, http.client.HTTPException):
        pass
    killer.join()
    server.process.wait()
    again = Server(plant)
    titles = [m["title"] for m in again.get("/measures?limit=1000").json()["rows"]]
    assert all(f"measure {number}" in titles for number in range(min(stored, 900)))
    assert again.stop()[0] == 0
    if shutil.which("sqlite3"):
        import subprocess
        checked = subprocess.run(["sqlite3", str(plant / "plant.db"), "PRAGMA integrity_check"], capture_output=True,
                                 text=True)
        assert checked.stdout.strip() == "ok"


def test_rows_of_several_ledgers_are_changed_together_or_not_at_all(server):
    duty = {"requirement": "ORG 1.1", "role": "Guard", "letters": "I"}
    party = {"name": "Gatehouse", "kind": "other"}
    before = server.get("/ledgers/duties").json()["total"]
    changes = [{"ledger": "duties", "key": "", "row": duty}, {"ledger": "parties", "key": "", "row": party},
               {"ledger": "parties", "key": "", "row": party}]
    made = server.write("POST", "/ledgers", {"changes": changes}).json()["rows"]
    assert [r["ledger"] for r in made] == ["duties", "parties", "parties"]
    assert made[1]["key"] != made[2]["key"]

    changed = [{"ledger": "duties", "key": "ORG 1.1/Guard", "row": {"letters": "C"}},
               {"ledger": "parties", "key": "P-999", "row": None}]
    refused = server.write("POST", "/ledgers", {"changes": changed})
    assert refused.status == 404 and "P-999" in refused.json()["error"]["message"]
    assert server.get("/ledgers/duties/ORG%201.1%2FGuard").json()["letters"] == "I"

    gone = [{"ledger": r["ledger"], "key": r["key"], "row": None} for r in made]
    assert server.write("POST", "/ledgers", {"changes": gone}).json() == {"rows": []}
    assert server.get("/ledgers/duties").json()["total"] == before


def test_a_change_of_several_rows_is_refused_when_it_is_no_list_of_rows(server):
    for body in ({"changes": {}}, {"changes": [], "more": 1}, {"changes": [{"ledger": "duties"}]},
                 {"changes": [{"ledger": "nothing", "key": "", "row": {}}]},
                 {"changes": [{"ledger": "evidence", "key": "EV-001", "row": None}]},
                 {"changes": [{"ledger": "duties", "key": "", "row": {}}] * 501}):
        assert server.write("POST", "/ledgers", body).status == 422, body


def test_proposed_responsibilities_become_rows_when_somebody_takes_them_over(server):
    proposed = [r for r in server.get("/duties").json()["proposed"] if r["requirement"] == "AVAIL 2.5"]
    made = server.write("POST", "/duties", {"requirements": ["AVAIL 2.5"]}).json()["rows"]
    assert [r["row"] for r in made] == proposed and proposed
    left = server.get("/duties").json()
    assert "AVAIL 2.5" not in [r["requirement"] for r in left["proposed"] + left["faults"]]


def test_the_heat_map_shows_each_scope_with_an_assessment_of_its_own(server):
    before = server.get("/heat-map").json()
    assert [c["scope"] for c in before["columns"]] == [""] and "treatment" in [s["scope"] for s in before["without"]]
    run = server.write("POST", "/assessments", {"from": "", "title": "One system", "begun": "2026-11-01", "lead": ""})
    run = run.json()["id"]
    server.write("PUT", f"/ledgers/assessments/{run}", {"scope": "treatment"})
    server.write("PUT", f"/ledgers/claims/{run}%2FNET%201.1", {"level": 1})
    after = server.get("/heat-map").json()
    assert [c["scope"] for c in after["columns"]] == ["", "treatment"]
    row = next(r for r in after["rows"] if r["requirement"] == "NET 1.1")
    assert [c["claimed"] for c in row["cells"]] == [3, 1]
    assert len(after["rows"]) == 87


def test_screening_claims_what_is_accepted_and_can_be_taken_back(server, contract):
    server.write("DELETE", "/ledgers/claims/%2FORG%202.1", None)
    version = server.version()
    answers = "Q05=2;Q01=1"
    found = server.get(f"/screening?answers={quote(answers)}").json()
    contract.check_named("Screening", found)
    assert len(found["questions"]) == 20 and server.version() == version
    assert {p["requirement"]: p["claims"] for p in found["proposals"]} == {
        "ORG 1.1": False, "ORG 2.4": False, "ORG 2.1": True}

    choice = {"answers": answers, "requirements": ["ORG 2.1", "ORG 1.1"], "actions": True}
    made = server.write("POST", "/screening", choice).json()["rows"]
    assert [r["ledger"] for r in made] == ["claims", "actions", "actions"]
    assert made[0]["row"]["method"] == "screening" and made[0]["row"]["level"] == 2
    assert server.write("POST", "/screening", choice).json()["rows"] == []

    gone = [{"ledger": r["ledger"], "key": r["key"], "row": None} for r in made]
    server.write("POST", "/ledgers", {"changes": gone})
    again = server.get(f"/screening?answers={quote(answers)}").json()
    assert again["proposals"] == found["proposals"]


def test_answers_to_no_question_are_refused(server):
    for answers in ("Q99=1", "Q01=5", "Q01=1;Q01=1"):
        assert server.get(f"/screening?answers={quote(answers)}").status == 422, answers


def test_a_claim_goes_to_the_assessment_that_is_in_force(server):
    run = server.write("POST", "/assessments", {"from": "", "title": "Now", "begun": "2026-11-20", "lead": ""}).json()["id"]
    before = server.get("/ledgers/claims/%2FORG%201.1").json()
    changed = server.write("PUT", "/program/ORG%201.1/claim", {**CLAIM, "level": 1, "narrative": "In this one"})
    assert changed.status == 200 and changed.json()["claim"]["narrative"] == "In this one"
    assert server.get(f"/ledgers/claims/{run}%2FORG%201.1").json()["narrative"] == "In this one"
    assert server.get("/ledgers/claims/%2FORG%201.1").json() == before
