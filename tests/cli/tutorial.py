"""tutorial.py save HOME REF: as the page would; or
tutorial.py PAGE: run every command of sar-tutorial(7), in order, in one
shell, in the current folder; each has to end as the page says, and to print
the lines that stand below it, in that order, "..." being anything.  What the
page says is typed at the question of "approve" is typed, on a terminal; what a
person saves on the page of "review" is made here, as its section 6 has it."""
import base64
import json
import os
import re
import subprocess
import sys


QUESTION = "To store this, type the reference of the case: "
LABELS = {4: "02", 5: "03", 9: "06", 13: "08"}


def saved_item(item):
    """One call, as section 6 says it is heard."""
    one = {"item": item["item"], "recording": item["recording"],
           "verdict": "approved", "speaker": "requester",
           "damage_heard": item["unsure"], "heard_permille": 1000, "note": "",
           "cuts": [], "decisions": []}
    if item["item"] == 15:
        one["speaker"] = "other"
    if item["item"] in LABELS:
        name = LABELS[item["item"]] + ".txt"
        decision = dict(line.rstrip("\n").split(": ", 1) for line in
                        open("sample-data/decisions/" + name))
        one["decisions"] = [dict(decision, id="1")]
        for line in open("sample-data/labels/" + name):
            start, end, text = line.split("\t")
            one["cuts"].append({
                "from_us": round(float(start) * 1e6),
                "to_us": round(float(end) * 1e6), "channels": [],
                "basis": text.split()[0], "fill": "policy", "decision": "1"})
    return one


def save(home, ref):
    """What the page downloads, of the data that is in it."""
    text = open("%s/cases/%s/review/index.html" % (home, ref),
                encoding="utf-8").read()
    data = json.loads(re.search(r'id="data">(.*?)</script>', text,
                                re.S).group(1))
    saved = {"schema": "sar-review.saved/1", "ref": data["ref"],
             "base": data["base"], "by": "u1041", "saved": data["made"],
             "items": [saved_item(item) for item in data["items"]
                       if item["reviewable"]]}
    name = "%s-review-%s.json" % (ref, re.sub("[-:Z]", "", data["made"]))
    with open(name, "w", encoding="utf-8") as f:
        json.dump(saved, f)


def typed(command, shown):
    """The command on a terminal, where the page says what is typed."""
    word = [line[len(QUESTION):] for line in shown
            if line.startswith(QUESTION)]
    if not word:
        return command
    code = base64.b64encode(command.encode()).decode()
    return ("python3 '%s/type.py' screen '%s=%s' -- bash -c "
            "\"$(echo %s | base64 -d)\" < /dev/null; got=$?; "
            "tr -d '\\r' < screen; (exit $got)" %
            (os.path.dirname(os.path.abspath(__file__)), QUESTION, word[0],
             code))


def blocks(text):
    for block in re.findall(r"^\.Bd -literal\n(.*?)^\.Ed$", text,
                            re.M | re.S):
        yield block.replace("\\e", "\\").replace("\\&", "")


def commands(block):
    """Command, lines expected of it, exit status."""
    lines = block.split("\n")[:-1]
    i = 0
    while i < len(lines):
        assert lines[i].startswith("$ "), lines[i]
        command = [lines[i][2:]]
        while lines[i].endswith("\\"):
            i += 1
            command.append(lines[i])
        i += 1
        shown, status = [], 0
        while i < len(lines) and not lines[i].startswith("$ "):
            got = re.fullmatch(r"exit status (\d+)", lines[i])
            if got:
                status = int(got.group(1))
            else:
                shown.append(lines[i])
            i += 1
        yield "\n".join(command), shown, status


def pattern(line):
    """White space as wide as it is; "..." is anything, or nothing."""
    parts = [r"\s+".join(map(re.escape, re.split(r"\s+", part)))
             for part in line.split("...")]
    return re.compile(".*".join(parts) + r"\s*$")


def main():
    n = 0
    shell = subprocess.Popen(
        ["bash"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, universal_newlines=True)
    for block in blocks(open(sys.argv[1], encoding="utf-8").read()):
        for command, shown, status in commands(block):
            of = re.search(r"--plan (\S+)-review", command)
            if of is not None:
                save("training", of.group(1))
            shell.stdin.write(typed(command, shown) +
                              "\necho \"--end-- $?\"\n")
            shell.stdin.flush()
            output = []
            while True:
                line = shell.stdout.readline()
                assert line, "the shell ended: " + command
                if line.startswith("--end-- "):
                    break
                output.append(line.rstrip("\n"))
            print("$ " + command)
            print("\n".join(output))
            got = int(line.split()[1])
            assert got == status, (command, "ends with", got, "not", status)
            at = 0
            for want in shown:
                while at < len(output) and \
                        not pattern(want).match(output[at]):
                    at += 1
                assert at < len(output), (command, "does not print", want)
                at += 1
            n += 1
    shell.stdin.close()
    assert shell.wait() == 0
    print("commands:", n)


if sys.argv[1] == "save":
    save(*sys.argv[2:])
else:
    main()
