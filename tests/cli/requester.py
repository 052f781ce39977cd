"""requester.py FOLDER PLAN: is what the requester gets of one piece?

FOLDER is a package that was opened, PLAN the case's plan.json.  From the plan
alone this makes redactions.json once more and compares the bytes, and looks
for every place in schedule.txt and listen.html.
"""
import json
import os
import re
import sys

folder, plan = sys.argv[1:]


def read(name):
    with open(os.path.join(folder, name), newline="") as f:
        return f.read()


def cut_json(cut, channels):
    every = [c + 1 for c in range(channels)]
    return {"basis": cut["basis"].split("+"),
            "channels": [c for c in every if not cut["channels"] or
                         cut["channels"] >> (c - 1) & 1],
            "fill": cut["fill"], "from": cut["from"], "to": cut["to"]}


def place(tenths):
    h, m, s = tenths // 36000, tenths // 600 % 60, tenths % 600
    return ("%d:%02d" % (h, m) if h else "%d" % m) + ":%02d.%d" % (
        s // 10, s % 10)


plan = json.load(open(plan))
files, places = [], 0
text = " ".join(read("schedule.txt").split())
page = read("listen.html")
for item in plan["items"]:
    if not item["name"]:
        continue
    rec = item["recording"]
    rate, frames = rec["rate"], rec["frames"]
    files.append({"channels": rec["channels"],
                  "cuts": [cut_json(c, rec["channels"]) for c in item["cuts"]],
                  "fade": plan["fade_ms"] * rate // 1000,
                  "format": item["format"], "frames": frames,
                  "name": item["name"], "rate": rate})
    assert os.path.exists(os.path.join(folder, item["name"])), item["name"]
    assert 'src="%s"' % item["name"] in page
    # Both have the times its player shows.
    late = 1105 if item["format"] == "mp3" else 0
    for cut in item["cuts"]:
        span = (place((cut["from"] + late) * 10 // rate),
                place(-(-(cut["to"] + late) * 10 // rate)))
        assert "from %s to %s: you hear" % span in text, span
        assert "%s</td><td class=\"time\">%s" % span in page, span
        places += 1
want = json.dumps({"recordings": files, "schema": "sar-package.redactions/1"},
                  sort_keys=True, separators=(",", ":"))
assert read("redactions.json") == want
assert places == page.count("<tr data-from=") > 0
# Whoever else called is not told of, but that there was a call.
hidden = [i for i in plan["items"] if i["reason"] in
          ("not-requester", "possible-match", "not-reviewed")]
for item in hidden:
    assert re.search("Item %d: Withheld [^0-9]" % item["number"], text)
print("%d recordings, %d places, %d hidden" % (len(files), places, len(hidden)))
