"""Requests per operation code: which of tshark's fields holds the code, and in which frames it is asked.

What tshark counts twice is counted once: segments that it marks as retransmissions are left out,
since a request sent again is one request.
"""
import collections


def every(field):
    return lambda frame: frame.numbers(field)


def where(condition, field):
    return lambda frame: frame.numbers(field) if condition(frame) else []


def truth(value):
    """Flags are words to some versions and numbers to others."""
    return int(value, 0) if value not in ("True", "False") else int(value == "True")


def where_first(selector, wanted, field):
    """Codes of messages whose selector, which stands beside the code, has the wanted value."""
    def pick(frame):
        chosen = [truth(value) == wanted for value in frame.all(selector)]
        codes = frame.numbers(field)
        if len(chosen) != len(codes):
            return codes if chosen and all(chosen) else []
        return [code for code, is_chosen in zip(codes, chosen) if is_chosen]
    return pick


def to_port(port, *protocols):
    return lambda frame: any(frame.has(name) for name in protocols) and \
        str(port) in frame.all("tcp.dstport") + frame.all("udp.dstport")


def is_modbus_request(frame):
    return frame.has("mbtcp") and "502" in frame.all("tcp.dstport") and not frame.all("modbus.exception_code")


def is_asked(field):
    return lambda frame: any(truth(value) == 0 for value in frame.all(field))


def is_hart_command(frame):
    return 0 in frame.numbers("hart_ip.message_type") and 3 in frame.numbers("hart_ip.message_id")


# Our protocol (with a code: the sub-codes of that one): the fields that are read, and the codes of
# one frame.
CODES = {
    "modbus": (["modbus.func_code", "modbus.exception_code"], where(is_modbus_request, "modbus.func_code")),
    "dnp3": (["dnp3.al.func"], lambda f: [code for code in f.numbers("dnp3.al.func") if code < 128]),
    "s7comm": (["s7comm.header.rosctr", "s7comm.param.func"],
               where_first("s7comm.header.rosctr", 1, "s7comm.param.func")),
    "cip": (["cip.rr", "cip.sc"], where_first("cip.rr", 0, "cip.sc")),
    "mms": (["mms.confirmedServiceRequest"], every("mms.confirmedServiceRequest")),
    "c1222": (["c1222.cmd"], every("c1222.cmd")),
    "hart-ip": (["hart_ip.message_type", "hart_ip.message_id"],
                where_first("hart_ip.message_type", 0, "hart_ip.message_id")),
    "hart-ip/3": (["hart_ip.pt.command"], where(is_hart_command, "hart_ip.pt.command")),
    "fins": (["omron.icf.dtb", "omron.command"], where(is_asked("omron.icf.dtb"), "omron.command")),
    "sbus": (["sbus.att", "sbus.cmd"], where(is_asked("sbus.att"), "sbus.cmd")),
    "esio": (["esio.type"], every("esio.type")),
    "egd": (["egd.type"], every("egd.type")),
    "enip": (["enip.command"], where(to_port(44818, "enip"), "enip.command")),
    "dns": (["dns.flags.response", "dns.flags.opcode"],
            where(lambda f: f.has("dns") and is_asked("dns.flags.response")(f), "dns.flags.opcode")),
    "nbns": (["nbns.flags.response", "nbns.flags.opcode"],
             where(lambda f: f.has("nbns") and is_asked("nbns.flags.response")(f), "nbns.flags.opcode")),
    "llmnr": (["dns.flags.response", "dns.flags.opcode"],
              where(lambda f: f.has("llmnr") and is_asked("dns.flags.response")(f), "dns.flags.opcode")),
    "ospf": (["ospf.msg"], every("ospf.msg")),
    "eigrp": (["eigrp.opcode"], every("eigrp.opcode")),
    "tftp": (["tftp.opcode"], lambda f: [code for code in f.numbers("tftp.opcode") if code < 3]),
}
FIELDS = [field for fields, _ in CODES.values() for field in fields]
# What we count as said and tshark does not call a request of that protocol: answers sent unasked,
# the transport's own connect and disconnect, cyclic data.
NOT_REQUESTS = {"dnp3": (130,), "s7comm": (0xE0, 0x80), "cip": (0xB1,),
                "c1222": (256,), "hart-ip": (4, 5, 0x23, 0x24),
                "mms": (0xE0, 0x80, 96, 98, 100, 131, 133, 136, 139)}
# HART numbers above a byte stand behind command 31, which is where tshark stops.
EXTENDED = 31
# Functions of S7 that we tell apart by a sub-code; other codes with one are user data, which tshark
# keeps in other fields.
S7_FUNCTIONS = ("26", "29", "40")
# Code and sub-code are one number to tshark.
JOINED = ("fins",)


def theirs(frames, protocol):
    counts = collections.Counter()
    for frame in frames:
        if not frame.is_again:
            counts.update(CODES[protocol][1](frame))
    return counts


def code_of(protocol, code):
    """Our code as the number that tshark has for it, or None when it keeps it in another field."""
    main, _, sub = str(code).partition("/")
    if protocol in JOINED:
        return int(main) << 8 | int(sub) if sub else None
    if protocol == "s7comm" and sub and main not in S7_FUNCTIONS:
        return None
    return int(main)


def ours(found, protocol):
    carrier, _, part = ("enip" if protocol == "cip" else protocol).partition("/")
    counts = collections.Counter()
    for conversation in found.conversations:
        if conversation["protocol"] != carrier:
            continue
        for operation in conversation["operations"]:
            if part:  # the commands in one kind of message
                main, _, sub = str(operation["code"]).partition("/")
                if main == part and sub:
                    counts[EXTENDED if int(sub) > 255 else int(sub)] += operation["requests"]
                continue
            is_cip = carrier == "enip" and isinstance(operation["code"], str)
            code = code_of(protocol, operation["code"])
            if code is not None and is_cip == (protocol == "cip"):
                counts[code] += operation["requests"]
    for code in NOT_REQUESTS.get(protocol, ()):
        del counts[code]
    return +counts
