"""What `bulkhead inspect --json` finds in a capture."""
import datetime
import json
import subprocess


class Refused(Exception):
    """A sentence of the program instead of a result."""


class Found:
    def __init__(self, document):
        self.capture = document["captures"][0]
        self.assets = {asset["id"]: asset for asset in document["assets"]}
        self.conversations = document["conversations"]
        self.owner = {address: asset["id"] for asset in document["assets"]
                      for address in asset["ip"] + asset["mac"]}

    def end(self, address):
        """Who an address belongs to: an asset's id, or the address itself."""
        return self.owner.get(address, address)


def inspect(bulkhead, capture):
    done = subprocess.run([bulkhead, "inspect", "--json", capture], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(done.stderr.strip())
    return Found(json.loads(done.stdout))


def moment_us(text):
    """"2024-10-04T21:24:25.933605Z" in microseconds since 1970."""
    whole = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=datetime.timezone.utc)
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return (whole - epoch) // datetime.timedelta(microseconds=1)
