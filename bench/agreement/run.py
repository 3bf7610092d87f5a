"""Each capture through both programs, and the report."""
import collections
import fnmatch
import csv
import pathlib
import sys

from agreement import counts, identities, operations, wireshark
from agreement.ours import Refused, inspect

EXCEPTIONS = pathlib.Path(__file__).with_name("exceptions.csv")


class Report:
    """Agreement per figure. A difference that exceptions.csv explains is counted apart, and printed too."""

    def __init__(self, exceptions):
        self.agreement = collections.defaultdict(lambda: [0, 0, 0])
        self.exceptions = exceptions
        self.capture = ""

    def reason(self, what, key):
        for row in self.exceptions:
            if fnmatch.fnmatch(self.capture, f"*{row['capture']}") and row["what"] == what and \
                    fnmatch.fnmatch(str(key), row["key"]):
                return row["why"]
        return ""

    def count(self, what, agrees, key, message):
        row = self.agreement[what]
        row[1] += 1
        row[0] += agrees
        if agrees:
            return
        why = self.reason(what, key)
        row[2] += bool(why)
        print(f"{self.capture}: {what}: {message()}" + (f" [explained: {why}]" if why else ""))

    def compare(self, what, ours, theirs):
        def odd():
            return ", ".join(f"{key}: ours {ours.get(key)}, theirs {theirs.get(key)}"
                             for key in sorted(ours.keys() | theirs.keys(), key=str)
                             if ours.get(key) != theirs.get(key))
        self.count(what, ours == theirs, "", odd)

    def finish(self):
        for what, (same, total, explained) in sorted(self.agreement.items()):
            rest = f", {explained} explained" if explained else ""
            print(f"{what:32} {same:5} of {total:5} agree{rest}")
        return any(same + explained != total for same, total, explained in self.agreement.values())


def compare(bulkhead, capture, report):
    report.capture = capture
    try:
        found = inspect(bulkhead, capture)
    except Refused as why:
        report.count("captures read", False, "", lambda: f"refused: {why}")
        return
    report.count("captures read", True, "", str)
    frames, said = wireshark.read(capture, operations.FIELDS + identities.FIELDS)
    report.compare("file", counts.our_file_figures(found), counts.file_figures(frames, said))
    report.compare("pairs of ends", counts.our_pairs(found), counts.their_pairs(frames, found))
    compare_talks(frames, found, report)
    for protocol in operations.CODES:
        ours, theirs = operations.ours(found, protocol), operations.theirs(frames, protocol)
        if ours or theirs:
            report.compare(f"requests per code, {protocol}", ours, theirs)
    identities.compare(frames, found, report)


def compare_talks(frames, found, report):
    theirs, ours = counts.their_talks(frames, counts.our_talks(found), found)
    for key in sorted(ours.keys() | theirs.keys()):
        report.count("conversations", ours.get(key) == theirs.get(key), key,
                     lambda k=key: f"{k}: ours {ours.get(k)}, theirs {theirs.get(k)}")


def main(arguments, usage):
    if len(arguments) < 2:
        sys.exit(usage)
    with EXCEPTIONS.open(newline="") as file:
        report = Report(list(csv.DictReader(file)))
    for capture in arguments[1:]:
        compare(arguments[0], capture, report)
    return report.finish()
