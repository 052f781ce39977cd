# The vCons of a package, by what they were made of: FOLDER HOME REF CDR NUMBER...
# Each is there, has that number of the requester's which the call's own record
# has, in full, and nobody else's, and says of its recording what plan.json does.
import csv
import datetime
import json
import os
import re
import subprocess
import sys
import zoneinfo

folder, home, ref, cdr = sys.argv[1:5]
numbers = sys.argv[5:]
LONDON = zoneinfo.ZoneInfo("Europe/London")
TYPES = {"opus": "audio/ogg", "flac": "audio/flac", "mp3": "audio/mpeg",
         "wav": "audio/x-wav"}
REASONS = {"TP": "DPA 2018 Sch. 2 para. 16"}

plan = json.load(open(f"{home}/cases/{ref}/plan.json"))
items = [i for i in plan["items"] if i["name"]]
calls = list(csv.DictReader(open(cdr)))
seen = set()


def of_channels(cut, n):
    return [c for c in range(n) if not cut["channels"] or
            cut["channels"] >> c & 1]


def probe(path):
    said = subprocess.run(
        ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of",
         "csv=p=0", path], check=True, capture_output=True, text=True).stdout
    return float(said)


def redactions(item, rate, channels):
    for cut in item["cuts"]:
        start = cut["from"] * 1000 // rate
        end = -(-cut["to"] * 1000 // rate)
        yield {"start": start / 1000, "duration": (end - start) / 1000,
               "channels": of_channels(cut, channels), "method": cut["fill"],
               "reason": " and ".join(REASONS[b]
                                      for b in cut["basis"].split("+"))}


def check(item):
    text = open(os.path.join(folder, item["name"].split(".")[0] +
                             ".vcon.json")).read()
    vcon = json.loads(text)
    rows = [c for c in calls if c["calldate"] == item["start"]]
    (number,) = {n for n in numbers for c in rows
                 if n in (c["src"], c["dst"][1:])}
    requester, ours, anybody = vcon["parties"]
    assert requester == {"tel": "tel:+44" + number[1:]}, requester
    assert ours == {"org": "Wexcombe Borough Council", "type": "organization"}
    assert anybody == {"name": "anonymous"}
    # Nobody else's, not an extension either.
    for row in rows:
        for one in (row["src"], row["dst"]):
            assert number in one or not re.search(
                rf"\b{one.lstrip('+0')}\b", re.sub(r"[0-9a-f-]{36}", "", text))
    assert text.count(number[1:]) == 1

    (dialog,) = vcon["dialog"]
    recording = item["recording"]
    rate = recording["rate"]
    assert dialog["type"] == "recording" and dialog["parties"] == [0, 1, 2]
    assert dialog["filename"] == item["name"]
    assert dialog["mediatype"] == TYPES[item["name"].split(".")[1]]
    assert dialog["duration"] == -(-recording["frames"] * 1000 // rate) / 1000
    heard = probe(os.path.join(folder, item["name"]))
    assert abs(dialog["duration"] - heard) < 0.01, (dialog["duration"], heard)
    start = datetime.datetime.fromisoformat(dialog["start"])
    assert start.astimezone(LONDON).strftime("%F %T") == item["start"]
    assert (dialog.get("originator") == 1) == any(c["src"] != number
                                                  for c in rows)
    assert dialog["sar_redactions"] == list(
        redactions(item, rate, recording["channels"]))
    for uuid in vcon["uuid"], vcon["redacted"]["uuid"]:
        assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-"
                            r"[89ab][0-9a-f]{3}-[0-9a-f]{12}", uuid), uuid
        assert uuid not in seen
        seen.add(uuid)
    return number, len(item["cuts"])


assert len(items) >= 5
assert len([n for n in os.listdir(folder) if n.endswith(".vcon.json")]) == \
    len(items)
found = [check(i) for i in items]
assert {number for number, _ in found} == set(numbers)
assert sum(cuts for _, cuts in found) >= 2
