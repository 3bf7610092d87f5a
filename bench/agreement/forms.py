"""How one value is written by two programs: each form says when ours means the same as theirs."""
import csv
import functools
import pathlib
import re

from agreement.wireshark import value_names

REGISTRIES = pathlib.Path(__file__).resolve().parents[2] / "catalogue" / "registries"


def plain(text):
    """Without case, padding, and how many blanks stand where."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split()).casefold()


def words(text):
    return re.findall(r"[a-z0-9]+", plain(text))


def numbers_in(text):
    """Every number in a text, read as decimal and as hexadecimal: "4.003", "00524D8E", "device 0x015a"."""
    found = set()
    for word in re.findall(r"[0-9A-Fa-fx]+", text):
        for base in (10, 16):
            try:
                found.add(int(word, base))
            except ValueError:
                pass
    return found


def same_text(theirs, ours, _field):
    return plain(theirs).rstrip(".") in plain(ours)


def same_number(theirs, ours, _field):
    return int(theirs, 0) in numbers_in(ours)


def same_hex_number(theirs, ours, _field):
    return int(theirs.replace(":", ""), 16) in numbers_in(ours)


def same_hex_text(theirs, ours, field):
    return same_text(bytes.fromhex(theirs.replace(":", "")).decode(errors="replace"), ours, field)


@functools.lru_cache
def registry(name):
    """The catalogue's own table of assigned numbers, for fields whose values tshark does not name."""
    with (REGISTRIES / f"{name}.csv").open(newline="") as file:
        return {int(row[0]): row[1] for row in list(csv.reader(file))[1:]}


def same_named(theirs, ours, field, names=None):
    """A number in a registry, or its name: two registries spell a name differently and begin it alike."""
    number = int(theirs, 0)
    name = words((names or value_names(field)).get(number, ""))
    return number in numbers_in(ours) or bool(name) and name[0] in words(ours)


def same_revision(theirs, ours, _field):
    """Major and minor revision in one number, the minor one above."""
    number = int(theirs, 0)
    return {number & 0xFF, number >> 8} <= numbers_in(ours)


def same_tag(theirs, ours, field):
    """Six-bit characters: what pads them is not part of the tag."""
    return same_text(theirs.strip("@ "), ours, field)


def same_lines(theirs, ours, _field):
    return all(plain(line) in plain(ours) for line in theirs.splitlines())


def same_netbios(theirs, ours, field):
    """Name, type in angle brackets, and what the type means."""
    return same_text(theirs.split("<")[0], ours, field)


_FORMS = {"text": same_text, "number": same_number, "hex number": same_hex_number, "hex text": same_hex_text,
         "named": same_named, "revision": same_revision, "tag": same_tag, "lines": same_lines,
         "netbios": same_netbios, "banner": same_text}


def form_named(words):
    """The comparison of a form: "named" may be followed by the registry to look into."""
    name, _, table = words.partition(" ")
    if name == "named" and table:
        return functools.partial(same_named, names=registry(table))
    return _FORMS[words]


def is_said(theirs, form):
    """Does the value say anything? Padding and control characters alone do not."""
    if form in ("text", "tag", "lines", "netbios", "banner"):
        return any(character.isalnum() for character in theirs) and "\ufffd" not in theirs
    return True
