# What a board is told: in text, as a table, as a page, and in JSON.  The sums
# themselves are held against another program by test_board_oracle.c.
# shellcheck disable=SC2154 # stderr is of run
setup_file() {
    load common
    make_home
    cd "$BATS_FILE_TMPDIR" || return 1
    export SAR_HOME=$home
    # What common.bash calls so is of one test; here there is none yet.
    export BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR
    open_case
    answer --quiet || [ $? -eq 3 ]
    forgotten_case open
    # What lies in the outbox answers nobody.
    sar-export report --from 2026-10-01 --to 2030-12-31 --json > unsent
    sar-export deliver --quiet --ref "$REF" --what package --channel email \
        --by u1041
    sar-export deliver --quiet --ref "$REF" --what passphrase --channel post \
        --by u1041
    sed 's/^ref = .*/ref = SAR-2026-0050/' "$SAMPLE/requests/$REF.conf" > r.conf
    sar-export request --quiet --file r.conf
    month=$(date -u +%Y-%m)
    from=2026-10-01
    to=$(date -u -d "$month-01 +1 month -1 day" +%Y-%m-%d)
    export month from to
}

setup() {
    load common
    SAR_HOME=$BATS_FILE_TMPDIR/home
    export SAR_HOME
    cd "$BATS_TEST_TMPDIR" || return 1
}

report() {
    sar-export report --from "$from" --to "$to" "$@"
}

@test "all four forms say the same" {
    report --csv r.csv --html r.html > text
    report --json > json
    grep -q '"answered":0,.*"open":2,.*"unsent":2,' "$BATS_FILE_TMPDIR/unsent"
    python3 - "$month" <<'END'
import csv, json, re, sys
lines = [json.loads(l) for l in open("json")]
assert lines[-1]["type"] == "summary" and lines[-1]["exit_code"] == 0
months = {l["month"]: l for l in lines if l["type"] == "month"}
total = lines[-2]
assert total["type"] == "report" and total["schema"] == "sar-export.report/1"
rows = list(csv.DictReader(open("r.csv", newline="")))
assert [r["month"] for r in rows[:-1]] == sorted(months)
for row in rows:
    line = months.get(row["month"], total)
    for name, value in row.items():
        if name in line and name != "month":
            if value != "" or name != "median_days":
                assert value == "" or str(line[name]).replace(".0", "") == \
                    value.replace(".0", ""), (name, value, line)
# One answered with cuts, one with nothing held and not sent, one open.
assert total["received"] == 3 and total["answered"] == 1, total
assert total["redacted"] == 1 and total["nil"] == 0 and total["open"] == 2
assert total["unsent"] == 1
for name in ("received", "answered", "redacted", "nil", "on_time"):
    assert sum(m[name] for m in months.values()) == total[name], name
text = open("text").read()
assert re.search(r"^  Answered +1$", text, re.M), text
assert re.search(r"^  Answered on time +%d  [0-9.]+%%$" % total["on_time"],
    text, re.M), text
assert re.search(r"^  Open +2$", text, re.M)
assert re.search(r"^%s +%d +%d " % (sys.argv[1],
    months[sys.argv[1]]["received"], months[sys.argv[1]]["answered"]),
    text, re.M), text
END
    [ "$(stat -c %a r.csv r.html | sort -u)" = 600 ]
}

@test "the page stands alone, and says in words and numbers what it draws" {
    report --html r.html --quiet
    python3 - <<'END'
import json, re, subprocess, sys
from html.parser import HTMLParser
page = open("r.html", encoding="utf-8").read()

class Reader(HTMLParser):
    void = {"meta"}
    def __init__(self):
        super().__init__()
        self.open, self.seen, self.text = [], [], {}
        self.svg, self.cells, self.row = {}, [], None
    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in self.void:
            self.open.append(tag)
        if tag == "tr":
            self.cells.append([])
    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag
    def handle_data(self, data):
        if not self.open:
            return
        self.text.setdefault(self.open[-1], []).append(data)
        if self.open[-1] in ("td", "th") and self.cells:
            self.cells[-1].append(data)

r = Reader()
r.feed(page)
assert not r.open, r.open
tags = dict()
for tag, attrs in r.seen:
    tags.setdefault(tag, []).append(attrs)
assert "script" not in tags and "img" not in tags and "link" not in tags
assert "http:" not in page.replace("http-equiv", "") and "https:" not in page
svg = tags["svg"][0]
assert svg["role"] == "img"
named = svg["aria-labelledby"].split()
assert named == [tags["title"][1]["id"], tags["desc"][0]["id"]]
assert "table below" in "".join(r.text["desc"])
# Not by colour alone: one bar is filled, the other has a pattern.
fills = {a["fill"] for a in tags["rect"] if a.get("fill") != "#fff"
    and a.get("stroke")}
assert fills == {"#00437a", "url(#hatch)"}, fills
assert tags["html"][0]["lang"] == "en-GB"
assert all("scope" in a for a in tags["th"])
# What stands over the bars is what stands in the table beside.
words = [t for t in r.text["text"] if t.strip()]
bars = [(words[i + 2], words[i], words[i + 1]) for i in range(0, len(words), 3)]
rows = [(c[0], c[1], c[2]) for c in r.cells
    if re.fullmatch(r"\d{4}-\d\d", c[0])]
assert bars == rows and len(rows) >= 2, (bars, rows)
END
}

@test "nothing of anybody is in it" {
    report --csv r.csv --html r.html > all
    report --json >> all
    cat r.csv r.html >> all
    run ! grep -iE "SAR-2026|sample|01632|u1041|u4711|$REF|C-2026" all
    # The organisation's own name is no person's.
    grep -q 'Wexcombe Borough Council' r.html
    sed 's/^name = .*/name = A \&<b> \x27"Council/' "$SAR_HOME/sar.conf" > c.conf
    cp -R "$SAR_HOME" other
    cat c.conf > other/sar.conf
    SAR_HOME=$PWD/other report --html o.html --quiet
    grep -q 'A &amp;&lt;b&gt; ' o.html
    run ! grep '<b>' o.html
}

@test "open cases are judged on the day that is asked about" {
    received=2026-10-10
    run -0 report --as-of "$received"
    grep -qE '^  of these, overdue +0$' <<< "$output"
    run -0 report --as-of 2027-06-01 --json
    [[ $output == *'"overdue":2'* ]]
    [[ $output == *'"past_law":2'* ]]
    [[ $output == *'"as_of":"2027-06-01"'* ]]
    # Another time, another count.
    run -0 sar-export report --from 2020-01-01 --to 2020-12-31 --json
    [[ $output == *'"received":0'* && $output != *'"received":1'* ]]
    [[ $output != *median_days* ]]
}

@test "days that are none, files that are there, a log that lies" {
    run -2 --separate-stderr sar-export report
    [ "$stderr" = "sar-export: --from: missing" ]
    run -2 sar-export report --from 2026-01-01
    run -2 sar-export report --from 2026-13-01 --to 2026-12-31
    run -2 --separate-stderr sar-export report --from 2026-02-01 --to 2026-01-01
    [ "$stderr" = "sar-export: the last day is before the first" ]
    run -2 sar-export report --from 1900-01-01 --to 2026-01-01
    echo mine > there.html
    run -6 --separate-stderr report --html there.html --csv new.csv
    [ "$(cat there.html)" = mine ]
    [ ! -e new.csv ]
    [ -z "$output" ]
    report --html there.html --force --quiet
    grep -q '<svg' there.html
    run -15 report --csv nowhere/r.csv
    cp -R "$SAR_HOME" other
    export SAR_HOME=$PWD/other
    file=$(ls other/log/*.jsonl 2> /dev/null || grep -rl '"receive"' other/log)
    sed -i 's/2026-10-10/2026-10-11/' $file
    run -13 --separate-stderr report --html late.html
    [ -z "$output" ]
    [ ! -e late.html ]
}
