"""tap.py - test cases whose names are sentences, and what every test here needs.

A case is a function; its docstring is the sentence. It fails by an AssertionError, whose text
is shown, and is skipped by tap.Skip("because ...").
"""
import concurrent.futures
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests/golden"


class Skip(Exception):
    pass


def captures():
    return sorted([*GOLDEN.glob("*/*.pcap"), *GOLDEN.glob("*/*.pcapng")])


def run(bulkhead, *arguments, **how):
    """The finished process; its output is text unless bytes are asked for."""
    how = {"capture_output": True, "text": True, "timeout": 600, "check": False, **how}
    return subprocess.run([bulkhead, *map(str, arguments)], **how)


def outcome(sentence, case):
    """The line of the case and those that explain it."""
    try:
        case()
        return "ok", sentence, ""
    except Skip as why:
        return "ok", f"{sentence} # SKIP {why}", ""
    except AssertionError as why:
        return "not ok", sentence, str(why)
    except subprocess.TimeoutExpired as why:
        return "not ok", sentence, f"still running after {why.timeout} s"


def report(cases, side_by_side=True):
    """Run pairs of a sentence and a function; 1 when any failed."""
    failed = 0
    print(f"1..{len(cases)}")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() if side_by_side else 1) as pool:
        answers = pool.map(lambda case: outcome(*case), cases)
        for number, (status, sentence, why) in enumerate(answers, 1):
            print(f"{status} {number} {sentence}", flush=True)
            print("".join(f"# {line}\n" for line in why.splitlines()), end="")
            failed += status != "ok"
    return 1 if failed else 0
