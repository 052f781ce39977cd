"""schemas.py FOLDER FILE: is every line of FILE, each an object that a program
printed with --json, of the schema that it says, in FOLDER?  Lines of other
output are passed over; an object of no schema, or of one that is not there, is
a finding.  Prints a line for each, and for each schema how many there were."""
import collections
import json
import os
import site
import sys

# run.sh starts Python without what is installed beside it.
site.main()
import jsonschema  # noqa: E402


def main():
    folder, path = sys.argv[1:]
    validators, seen, bad = {}, collections.Counter(), 0
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            schema = json.load(f)
        jsonschema.Draft202012Validator.check_schema(schema)
        said = schema["properties"]["schema"]["const"]
        assert name == said.replace("/", "-") + ".json", name
        validators[said] = jsonschema.Draft202012Validator(schema)
    with open(path, encoding="utf-8", errors="replace") as f:
        for line in f:
            if not line.startswith("{"):
                continue
            try:
                one = json.loads(line)
            except ValueError:
                # A program that was killed ends anywhere.
                if line.endswith("}\n"):
                    print("no JSON:", line.rstrip()[:200])
                    bad += 1
                continue
            said = one.get("schema")
            if said not in validators:
                print("no such schema:", said, line.rstrip()[:200])
                bad += 1
                continue
            seen[said] += 1
            for error in validators[said].iter_errors(one):
                print("%s: %s: %s: %s" % (
                    said, "/".join(map(str, error.absolute_path)),
                    error.message[:200], line.rstrip()[:300]))
                bad += 1
    for said, n in sorted(seen.items()):
        print("# %s %d" % (said, n))
    sys.exit(1 if bad else 0)


main()
