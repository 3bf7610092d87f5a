"""contract.py - what `bulkhead inspect --json` promises, as a list of broken promises.

docs/inspect.schema.json says what the parts look like; orders and sums are checked here.
"""
import ipaddress
import json

import jsonschema

import tap

SCHEMA = json.loads((tap.ROOT / "docs/inspect.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def operation_key(row):
    code = row["code"]
    return (1, 0, code.encode()) if isinstance(code, str) else (0, code, b"")


# Where, the rows there, the order that they are in.
def ordered_arrays(found):
    yield "captures", found["captures"], lambda row: row["path"].encode()
    yield "assets", found["assets"], lambda row: row["id"].encode()
    yield "protocols", found["protocols"], lambda row: row["name"].encode()
    yield "conversations", found["conversations"], lambda row: (row["client"].encode(), row["server"].encode())
    for asset in found["assets"]:
        yield f"protocols of {asset['id']}", asset["protocols"], lambda row: (row["name"], row["as"])
    for talk in found["conversations"]:
        yield f"operations of {talk['client']}", talk["operations"], operation_key


def is_nobodys(end):
    """No device's address: a group's, or none. Damage may put it in the place of a sender."""
    if end == "-":
        return True
    if end.count(":") == 5 and len(end) == 17:
        return int(end[:2], 16) & 1 == 1 or end == "00:00:00:00:00:00"
    address = ipaddress.ip_address(end)
    return address.packed[0] >= 224 if address.version == 4 else address.is_multicast


def broken_schema(found):
    for error in VALIDATOR.iter_errors(found):
        yield f"{error.json_path}: {error.message}"


def broken_order(found):
    for where, rows, key in ordered_arrays(found):
        keys = [key(row) for row in rows]
        if keys != sorted(keys):
            yield f"{where} are not in order: {keys}"


def broken_ends(found):
    ids = {asset["id"] for asset in found["assets"]}
    if len(ids) != len(found["assets"]):
        yield "an asset id stands twice"
    for talk in found["conversations"]:
        if talk["client"] not in ids and not is_nobodys(talk["client"]):
            yield f"{talk['client']} talks and is no asset"
        if talk["server"] not in ids and talk["established"]:
            yield f"{talk['server']} answers and is no asset"


def broken_sums(found):
    """Every packet is in one conversation, and in one protocol, or was skipped. Not so over several
    captures: what two of them saw at the same time counts once in a conversation."""
    if len(found["captures"]) > 1:
        return
    for what in ("packets", "bytes"):
        spoken = sum(row[what] for row in found["conversations"])
        named = sum(row[what] for row in found["protocols"])
        seen = sum(row[what] for row in found["captures"])
        if spoken != named:
            yield f"{what} of conversations: {spoken}, of protocols: {named}"
        if what == "packets" and spoken + sum(row["skipped"] for row in found["captures"]) != seen:
            yield f"packets of conversations and skipped do not make the {seen} of the captures"


def broken_counts(found):
    for talk in found["conversations"]:
        for row in talk["operations"]:
            if row["errors"] > row["responses"]:
                yield f"{row['name']}: more refusals than answers"


def broken(found):
    promises = list(broken_schema(found))
    if not promises:
        for check in (broken_order, broken_ends, broken_sums, broken_counts):
            promises += check(found)
    return promises
