"""Asterisk's logs for the command tests, and what a search must answer.

scenarios FIXTURE DIR FORM   every scenario of the CDR specification as a log
                             of its own, FORM "csv" or "custom"; prints, a
                             line each: file, number, rejects, then the legs
                             found by number, by group and perhaps (sorted
                             refs), as worked out here from the rows alone
answer FIND.JSON             the same three of a find's JSON lines
"""
import collections
import csv
import json
import sys

CSV = ("accountcode src dst dcontext clid channel dstchannel lastapp lastdata "
       "start answer end duration billsec disposition amaflags uniqueid "
       "userfield peeraccount linkedid sequence").split()
CUSTOM = ("clid src dst dcontext channel dstchannel lastapp lastdata start "
          "answer end duration billsec disposition amaflags accountcode "
          "uniqueid userfield sequence").split()
BARE = {"csv": ("duration", "billsec", "sequence"), "custom": ("sequence",)}


def field(form, row, name, number):
    text = row[name]
    if name in ("src", "dst") and text == "100":
        text = number
    if name == "clid":
        text = text.replace("<100>", "<%s>" % number)
    if name in BARE[form] or (form == "csv" and text == "" and
                              name in ("start", "answer", "end")):
        return text
    return '"' + text.replace('"', '""') + '"'


def is_bad(row):
    """The page has slips of the pen in two of its times."""
    return any(row[n] and (len(row[n]) != 19 or row[n][10] != " ")
               for n in ("start", "answer", "end"))


def expect(rows, form):
    good = [r for r in rows if not is_bad(r)]
    own = "linkedid" if form == "csv" else "uniqueid"
    direct = [r for r in good if "100" in (r["src"], r["dst"])]
    groups = {r[own] for r in direct}
    grouped = [r for r in good if r[own] in groups and r not in direct]
    return len(rows) - len(good), len(direct), len(grouped)


def scenarios(fixture, folder, form):
    by_name = collections.OrderedDict()
    with open(fixture, newline="", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            by_name.setdefault(row["scenario"], []).append(row)
    for i, rows in enumerate(by_name.values()):
        number = "01632960%03d" % (100 + i)
        path = "%s/%02d.csv" % (folder, i)
        with open(path, "w", encoding="utf-8") as out:
            for row in rows:
                names = CSV if form == "csv" else CUSTOM
                out.write(",".join(field(form, row, n, number)
                                   for n in names) + "\n")
        print(path, number, *expect(rows, form))


def answer(path):
    count = collections.Counter()
    with open(path, encoding="utf-8") as f:
        for line in f:
            item = json.loads(line)
            if item["type"] == "item":
                count.update(item["legs"])
    print(count["number"], count["group"] + count["link"], count["possible"])


if sys.argv[1] == "scenarios":
    scenarios(*sys.argv[2:])
else:
    answer(sys.argv[2])
