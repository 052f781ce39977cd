"""Saved reviews made by hand, of what `plan --json` says of a case.

new PLAN BY       all approved: one cut in the first recording
edit FILE EXPR    what Python's EXPR makes of it: s the review, i its items by
                  number, cut(...) and decision(...) to make more
mutants FILE DIR  200 others of it, DIR/NNN.json, each of them another text
judge FILE...     what a reader has to say of each: "refused" or "other"
"""
import copy
import json
import random
import re
import sys

SEED = 8
HEARD = ("inside", "held-past-retention", "retention-boundary")


def decision(name="1", **more):
    return dict({"id": name, "outcome": "redact", "without-identifying": "no",
                 "consent": "not-sought", "information": "health",
                 "confidentiality": "n/a", "steps": "none", "capability":
                 "n/a", "refusal": "n/a", "by": "u1041",
                 "on": "2026-10-12"}, **more)


def cut(start, end, **more):
    return dict({"from_us": start, "to_us": end, "channels": [], "basis": "TP",
                 "fill": "policy", "decision": "1"}, **more)


def item(line):
    return {"item": line["number"], "recording": line["recording"]["sha256"],
            "verdict": "approved", "speaker": "requester",
            "damage_heard": line["recording"]["finding"] == "header-repaired",
            "heard_permille": 1000, "note": "", "cuts": [], "decisions": []}


def new(plan, by):
    with open(plan, encoding="utf-8") as f:
        lines = [json.loads(line) for line in f]
    items = [item(x) for x in lines
             if x["type"] == "item" and x["decision"] in HEARD]
    items[1]["cuts"] = [cut(1000000, 2000000)]
    items[1]["decisions"] = [decision()]
    return {"schema": "sar-review.saved/1", "ref": lines[-1]["ref"],
            "base": lines[-1]["plan"], "by": by,
            "saved": sys.argv[4] if len(sys.argv) > 4
            else "2026-11-25T15:04:05Z", "items": items}


def read(name):
    def once(pairs):
        assert len(dict(pairs)) == len(pairs), "twice"
        return dict(pairs)
    with open(name, "rb") as f:
        return json.loads(f.read().decode("utf-8"), object_pairs_hook=once)


# --- what may stand there, written down once more, not as the program has it

ID = re.compile(r"[0-9A-Za-z]{1,8}\Z")
STAFF = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,31}\Z")
DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z")
TIME = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T"
                  r"([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ\Z")
CODES = ("TP CRIME CRIME-RISK PUBLIC-FN REG LPP MGMT NEG REF SW-HARM CHILD "
         "NEITHER").split()
FREE = ("consent-evidence information confidentiality steps capability refusal "
        "prejudice whole-recording").split()
KINDS = {"outcome": ("redact", "disclose"), "without-identifying":
         ("yes", "no"), "consent": ("given", "refused", "not-sought",
                                    "not-capable")}


def need(true):
    assert true


def is_line(text):
    need(isinstance(text, str) and len(text.encode()) <= 500)
    need(not re.search("[\0-\x1f\x7f-\x9f\u2028\u2029]", text))


def is_int(value, low, high):
    need(type(value) is int and low <= value <= high)


def check_decision(one):
    need(isinstance(one["id"], str) and ID.match(one["id"]))
    for key, value in one.items():
        if key == "id":
            continue
        is_line(value)
        value = value.strip(" ")
        if key in KINDS:
            need(value in KINDS[key])
        elif key in ("on", "consent-date"):
            need(DAY.match(value))
        elif key == "by":
            need(STAFF.match(value))
        elif key == "parent":
            need(value.upper() in CODES[:-1])
        else:
            need(key in FREE and value != "")


def check_cut(one):
    need(set(one) == {"from_us", "to_us", "channels", "basis", "fill",
                      "decision"})
    is_int(one["from_us"], 0, 2 ** 53)
    is_int(one["to_us"], one["from_us"] + 1, 2 ** 53)
    need(isinstance(one["channels"], list))
    for channel in one["channels"]:
        is_int(channel, 1, 8)
    need(len(set(one["channels"])) == len(one["channels"]))
    need(one["basis"] in CODES and one["fill"] in ("policy", "tone",
                                                   "silence"))
    need(one["decision"] == "" or ID.match(one["decision"]))


def check_settled(one):
    """As a whole: enough for what the mutants are made of."""
    ids = {d["id"]: d for d in one["decisions"]}
    used = set()
    for x in one["decisions"]:
        need({"outcome", "by", "on", "without-identifying", "consent",
              "information", "confidentiality", "steps", "capability",
              "refusal"} <= set(x))
        need(x["consent"].strip() in ("not-sought", "refused") and
             x["outcome"].strip() == "redact")
        need(x["consent"].strip() == "not-sought" or
             ("consent-date" in x and "consent-evidence" in x and
              x["refusal"].strip() != "n/a"))
    for x in one["cuts"]:
        if x["decision"] == "" and len(ids) != 1:
            continue
        name = x["decision"] or list(ids)[0]
        need(name in ids)
        used.add(name)
        need(x["basis"] in ("TP", "LPP", "REF") or "prejudice" in ids[name])
        need(x["basis"] != "NEITHER")
    need(used == set(ids))


def check_item(one, last):
    need(set(one) == {"item", "recording", "verdict", "speaker",
                      "damage_heard", "heard_permille", "note", "cuts",
                      "decisions"})
    is_int(one["item"], last + 1, 2 ** 31 - 1)
    need(re.match(r"[0-9a-f]{64}\Z", one["recording"]))
    need(one["verdict"] in ("approved", "rejected", "second-person",
                            "undecided"))
    need(one["speaker"] in ("requester", "other"))
    need(type(one["damage_heard"]) is bool)
    is_int(one["heard_permille"], 0, 1000)
    is_line(one["note"])
    need(isinstance(one["cuts"], list) and isinstance(one["decisions"], list))
    for x in one["cuts"]:
        check_cut(x)
    for x in one["decisions"]:
        check_decision(x)
    need(len({x["id"] for x in one["decisions"]}) == len(one["decisions"]))
    if one["verdict"] == "undecided":
        return
    if one["speaker"] == "other":
        need(one["cuts"] == [] and one["decisions"] == [])
    if one["verdict"] == "approved":
        check_settled(one)


def judge(name):
    """By itself; what the case has to say of it comes later."""
    try:
        s = read(name)
        need(set(s) == {"schema", "ref", "base", "by", "saved", "items"})
        need(s["schema"] == "sar-review.saved/1")
        need(re.match(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}\Z", s["ref"]))
        need(re.match(r"[0-9a-f]{64}\Z", s["base"]))
        need(STAFF.match(s["by"]) and TIME.match(s["saved"]))
        need(isinstance(s["items"], list))
        last = 0
        for one in s["items"]:
            check_item(one, last)
            last = one["item"]
    except (AssertionError, KeyError, TypeError, ValueError, AttributeError,
            RecursionError):
        return "refused"
    return "other"


# --- mutants

VALUES = [None, True, False, 0, -1, 1, 2, 1000, 1001, 2 ** 31, 2 ** 53,
          2 ** 53 + 1, 2 ** 63 - 1, 10 ** 30, 0.5, 1e3, "", "x", "TP", "tp",
          "NEITHER", "approved", "undecided", "rejected", "second-person",
          "requester", "other", "u1041", "07700900123", "2026-10-12",
          "2026-02-31", "2099-01-01T00:00:00Z", "2020-01-01T00:00:00Z",
          "a\nb", "a\u2028b", "\u202e", "<b>", "x" * 501, "0" * 64, "A" * 64,
          [], [1], [1, 1], [9], {}, {"a": 1}, [[]], "1"]


def places(value, at=()):
    """Every place in it, as a path."""
    yield at
    inner = value.items() if isinstance(value, dict) else \
        enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, at + (key,))


def at_path(value, path):
    for key in path:
        value = value[key]
    return value


def mutate(good, rng):
    """Another value, a member or element less, more, twice or elsewhere."""
    s = copy.deepcopy(good)
    path = rng.choice([p for p in places(s) if p])
    inside, key = at_path(s, path[:-1]), path[-1]
    how = rng.choice(("value", "value", "value", "less", "more", "again",
                      "swap"))
    if how == "less":
        del inside[key]
    elif how == "more" and isinstance(inside, dict):
        inside[rng.choice(("extra", "note", "item", "x"))] = rng.choice(VALUES)
    elif how == "again" and isinstance(inside, list):
        inside.insert(key, copy.deepcopy(inside[key]))
    elif how == "swap" and isinstance(inside, list):
        inside.append(inside.pop(key))
    else:
        inside[key] = rng.choice(VALUES)
    return json.dumps(s)


def spoil(text, rng):
    """Of the text: cut, a byte turned, a member twice, something behind."""
    at = rng.randrange(len(text))
    member = re.compile(r'"(\w+)": ("[^"]*"|\d+|true|false)')
    found = rng.choice(list(member.finditer(text)))
    return rng.choice((
        lambda: text[:at],
        lambda: text[:at] + rng.choice('{}[]",:0\\\0\x80') + text[at + 1:],
        lambda: text[:found.end()] + ", " + found.group() +
        text[found.end():],
        lambda: text + rng.choice(("{}", "x", "\0", ",")),
        lambda: "\ufeff" + text,
    ))()


def mutants(name, folder):
    good = read(name)
    rng, seen, n = random.Random(SEED), {json.dumps(good)}, 0
    while n < 200:
        text = spoil(json.dumps(good), rng) if n % 4 == 3 else \
            mutate(good, rng)
        if text in seen:
            continue
        seen.add(text)
        with open("%s/%03d.json" % (folder, n), "w", encoding="utf-8",
                  errors="surrogatepass") as f:
            f.write(text)
        n += 1


def main(what, *args):
    if what == "new":
        print(json.dumps(new(*args[:2]), indent=1))
    elif what == "edit":
        s = read(args[0])
        i = {x["item"]: x for x in s["items"]}
        exec(args[1], {"s": s, "i": i, "cut": cut, "decision": decision})
        with open(args[0], "w", encoding="utf-8") as f:
            f.write(json.dumps(s, indent=1))
    elif what == "mutants":
        mutants(*args)
    elif what == "judge":
        for name in args:
            print(name, judge(name))


main(*sys.argv[1:])
