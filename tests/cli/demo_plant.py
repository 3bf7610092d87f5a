"""The demo plant, made once for a test program and copied for the tests that change it."""
import hashlib
import shutil
import tempfile

import tap

# As the README writes them: the paths are in the listings.
CAPTURES = [str(path.relative_to(tap.ROOT)) for path in sorted((tap.ROOT / "demo").glob("*.pcap"))]
PLANT_FILE = "demo/plant.yaml"
DAY = "2026-11-23"

LISTINGS = (
    ("assets",),
    ("conversations",),
    ("assess", "--today", DAY),
    ("assess", "--elements", "--today", DAY),
    ("signals", "--today", DAY),
    ("signals", "--rows", "--today", DAY),
)


class DemoPlant:
    def __init__(self, bulkhead):
        self.bulkhead = bulkhead
        self.keeper = tempfile.TemporaryDirectory(prefix="bulkhead-demo-")
        self.path = f"{self.keeper.name}/plant"
        bulkhead("init", self.path, "--quiet")
        bulkhead("import", self.path, "plant", PLANT_FILE, "--quiet")
        bulkhead("load", self.path, *CAPTURES, "--quiet")

    def copy(self, folder):
        """Without the files that tests which are reading it keep beside the database."""
        passing = shutil.ignore_patterns("*-wal", "*-shm")
        return shutil.copytree(self.path, folder / "plant", ignore=passing)

    def listing(self, *words, plant=None, **how):
        """`signals` ends with 1 on the demo plant, which has its faults."""
        code = 1 if words[0] == "signals" else 0
        return self.bulkhead(words[0], plant or self.path, *words[1:], code=code, **how)

    def listings(self, plant=None):
        return {words: self.listing(*words, "--csv", plant=plant) for words in LISTINGS}


def contents(plant):
    """What is in a plant's folder, byte by byte."""
    return {str(path.relative_to(plant)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(plant.rglob("*")) if path.is_file()}
