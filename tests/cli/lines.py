"""Lines of a log, from lines "TYPE TIME NAME=VALUE ..." on standard input.

A value of digits alone is a number, @TEXT the SHA-256 of TEXT in Base64, and
[A,B] a list.  A line that begins with "-" or "{" is taken as it is.
"""

import base64
import hashlib
import json
import sys


def digest(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def value(text):
    if text.startswith("[") and text.endswith("]"):
        return [value(item) for item in text[1:-1].split(",")]
    if text.startswith("@"):
        return digest(text[1:])
    return int(text) if text.isdigit() else text


for seq, line in enumerate(sys.stdin.read().splitlines()):
    if line[0] in "-{":
        print(line)
        continue
    kind, time, *members = line.split()
    record = {
        "v": 1,
        "seq": seq,
        "type": kind,
        "t": time,
        "salt": base64.b64encode(hashlib.sha256(line.encode()).digest()[:16])
        .decode(),
    }
    for member in members:
        name, text = member.split("=", 1)
        record[name] = value(text)
    print(json.dumps(record, sort_keys=True, separators=(",", ":")))
