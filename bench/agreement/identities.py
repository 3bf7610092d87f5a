"""Identities that tshark prints, field by field, against what we know of the same device.

identities.csv has a row for each of tshark's fields: whom it is about, how its value is written,
in which frames it is an identity (a vendor's number also says whose extension a message is), and in
which of our fields it may stand. One value of one device counts once, however many frames
repeat it, and is shown with the first of them.
"""
import csv
import pathlib
import re

from agreement.forms import form_named, is_said

TABLE = pathlib.Path(__file__).with_name("identities.csv")


class Condition:
    """"field=value": the frame has the field, and with no other value; "field!=value": never with that one."""
    def __init__(self, words):
        self.field, self.is_not, self.value = re.fullmatch(r"([\w.]+?)(!?)=(\w+)", words).groups()

    def holds(self, frame):
        values = [int(value, 0) == int(self.value, 0) for value in frame.all(self.field)]
        return not any(values) if self.is_not else bool(values) and all(values)


class Row:
    def __init__(self, cells):
        self.protocol, self.field, self.about, self.form, ours = (cells[key] for key in
                                                                   ("protocol", "field", "about", "form", "ours"))
        self.ours = set(ours.split())
        self.conditions = [Condition(words) for words in cells["when"].split()]

    def applies(self, frame):
        return all(condition.holds(frame) for condition in self.conditions)

    def device(self, frame):
        """The address of whom the value is about; "" when this frame does not say."""
        source, target = frame.ends()
        if self.about == "target":
            return target
        if self.about == "dhcp client":
            return frame.first("dhcp.hw.mac_addr") or source
        kind, _, word = self.about.partition(" ")
        if kind == "server":
            return source if word in frame.all("tcp.srcport") else target
        if kind == "answerer":  # a request that writes an identity is about whom it is sent to
            return target if 0 in frame.numbers(word) else source
        return source


def read_table():
    with TABLE.open(newline="") as file:
        return [Row(cells) for cells in csv.DictReader(file)]


ROWS = read_table()
FIELDS = [row.field for row in ROWS] + [condition.field for row in ROWS for condition in row.conditions]


class Identity:
    """One value of one device."""
    def __init__(self, row, address, value, frame):
        self.row, self.address, self.value, self.frame = row, address, value, frame

    @property
    def key(self):
        return self.row.field, self.address, self.value

    def __str__(self):
        return f"frame {self.frame}: {self.address}: {self.row.field} {self.value!r}"


def said(frames):
    """What the frames say, each value of a device once."""
    found = {}
    for frame in frames:
        for row in ROWS:
            for value in frame.all(row.field) if row.applies(frame) else []:
                address = row.device(frame)
                if address and is_said(value, row.form):
                    found.setdefault((row.field, address, value),
                                     Identity(row, address, value, frame.number))
    return found.values()


def values_of(asset, fields):
    values = [entry["value"] for entry in asset["identity"] if entry["field"] in fields]
    return values + (asset["names"] if "name" in fields else [])


def is_found(identity, asset):
    if asset is None:
        return False
    if identity.row.form == "address":
        return identity.value in asset["ip"] + asset["mac"]
    same = form_named(identity.row.form)
    return any(same(identity.value, ours, identity.row.field) for ours in values_of(asset, identity.row.ours))


def whose(identity, found):
    """Where the value was found instead, for the message."""
    others = [asset["id"] for asset in found.assets.values() if is_found(identity, asset)]
    return f", but of {', '.join(others)}" if others else ""


def compare(frames, found, report):
    for identity in said(frames):
        asset = found.assets.get(found.end(identity.address))
        agrees = is_found(identity, asset)
        report.count(f"identity, {identity.row.protocol}", agrees, identity.key,
                     lambda: f"{identity} is not found{whose(identity, found)}")
