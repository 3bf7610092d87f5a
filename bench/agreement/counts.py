"""Packets, bytes, times and conversations."""
import collections

from agreement.ours import moment_us

SYN, ACK = 0x02, 0x10


def file_figures(frames, said):
    """Of the file: what `inspect` says of it in the same words."""
    times = [frame.time_us for frame in frames]
    return {"packets": len(frames), "bytes": sum(int(frame.first("frame.len")) for frame in frames),
            "first": min(times, default=0), "last": max(times, default=0),
            "truncated": "cut short" in said}


def our_file_figures(found):
    capture = found.capture
    return {"packets": capture["packets"], "bytes": capture["bytes"],
            "first": moment_us(capture["first"]) if capture["first"] else 0,
            "last": moment_us(capture["last"]) if capture["last"] else 0,
            "truncated": capture["truncated"]}


def is_routed(frame):
    return bool(frame.all("ip.src") or frame.all("ipv6.src"))


def their_pairs(frames, found):
    """By asset, since an asset may have several addresses."""
    pairs = collections.Counter()
    for frame in frames:
        if is_routed(frame):
            a, b = frame.ends()
            pairs[tuple(sorted((found.end(a), found.end(b))))] += 1
    return pairs


def our_pairs(found):
    pairs = collections.Counter()
    for talk in found.conversations:
        if talk["transport"] != "ethernet":
            pairs[tuple(sorted((talk["client"], talk["server"])))] += talk["packets"]
    return pairs


class Talk:
    """Everything between two ends over one transport to one port of one of them."""
    def __init__(self):
        self.packets = self.bytes = 0
        self.first, self.last = None, 0
        self.flows = collections.defaultdict(lambda: {"from": set(), "shook": False, "data": False})

    def add(self, frame, source):
        self.packets += 1
        self.bytes += int(frame.first("frame.len"))
        time = frame.time_us
        self.first = time if self.first is None else min(self.first, time)
        self.last = max(self.last, time)
        flow = self.flows[frame.first("tcp.stream") or frame.first("udp.stream")]
        flow["from"].add(source)
        flags = int(frame.first("tcp.flags", "0"), 0)
        flow["shook"] |= flags & (SYN | ACK) == SYN | ACK
        flow["data"] |= frame.first("tcp.len", "0") != "0"

    def figures(self, is_tcp):
        established = any(len(flow["from"]) > 1 and (not is_tcp or flow["shook"] or flow["data"])
                          for flow in self.flows.values())
        return {"packets": self.packets, "bytes": self.bytes, "first": self.first, "last": self.last,
                "established": established}


def figures_of(talk):
    return {"packets": talk["packets"], "bytes": talk["bytes"], "first": moment_us(talk["first_seen"]),
            "last": moment_us(talk["last_seen"]), "established": talk["established"]}


def joint(figures):
    return {"packets": sum(row["packets"] for row in figures), "bytes": sum(row["bytes"] for row in figures),
            "first": min(row["first"] for row in figures), "last": max(row["last"] for row in figures),
            "established": any(row["established"] for row in figures)}


class Groups:
    """Conversations that a packet could belong to alike: both its ports are a server's to us."""

    def __init__(self, keys):
        self.of = {key: (key,) for key in keys}

    def join(self, a, b):
        if self.of[a] is not self.of[b]:
            together = tuple(sorted({*self.of[a], *self.of[b]}))
            self.of.update((key, together) for key in together)


def keys_of(frame, transport, found):
    """The conversation with the target as server, and with the source."""
    a, b = (found.end(address) for address in frame.ends())
    source, target = (int(frame.first(f"{transport}.{side}port")) for side in ("src", "dst"))
    return (a, b, transport, target), (b, a, transport, source)


def their_talks(frames, ours, found):
    """Per group of our conversations; what we have no conversation for stands by itself."""
    groups, talks = Groups(ours), collections.defaultdict(Talk)
    packets = [(frame, transport, keys_of(frame, transport, found)) for frame in frames
               for transport in ("tcp", "udp")
               # the ports in an ICMP error are those of the packet that it quotes
               if frame.all(f"{transport}.srcport") and not frame.has("icmp") and not frame.has("icmpv6")]
    for _, _, keys in packets:
        if keys[0] in ours and keys[1] in ours:
            groups.join(*keys)
    for frame, transport, keys in packets:
        key = next((key for key in keys if key in ours), keys[0])
        talks[groups.of.get(key, (key,))].add(frame, (frame.ends()[0], frame.first(f"{transport}.srcport")))
    theirs = {group: talk.figures(group[0][2] == "tcp") for group, talk in talks.items()}
    return theirs, {group: joint([ours[key] for key in group]) for group in set(groups.of.values())}


def our_talks(found):
    """By ends, transport and port: several protocols on one port are one here."""
    talks = collections.defaultdict(list)
    for talk in found.conversations:
        if talk["transport"] in ("tcp", "udp"):
            talks[talk["client"], talk["server"], talk["transport"], talk["port"]].append(figures_of(talk))
    return {key: joint(figures) for key, figures in talks.items()}
