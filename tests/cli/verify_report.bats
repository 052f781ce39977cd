# The page on a log: the same for the same log, and nothing in it is markup
# that was not meant to be.
load common
load logs

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
}

# A log with something of everything, whatever there is to say of it.
full_log() {
    log_of log each <<END
$GENESIS
register 2026-01-05T23:10:07Z by=cron n=210 root=@batch
approve 2026-01-12T10:00:00Z by=u2002 case=SAR-2026-0017 plan=@plan
intent 2026-01-12T10:02:11Z $INTENT case=SAR-2026-0017 received=2026-01-05 due=2026-02-05
release 2026-01-12T10:02:40Z by=u1041 intent=3 pkg=@zip manifest=@manifest size=4123312 redacted_ms=18400 withheld=1 exempt=[LIT,TP] reviewer=[u1041] approval=2
deliver 2026-01-13T09:00:00Z by=u1041 case=SAR-2026-0017 release=4 what=package channel=email on=2026-01-12
nil-return 2026-01-13T09:30:00Z by=u1007 case=SAR-2026-0018 received=2026-01-06 due=2026-02-06 found=0 select=0 subject=@other
refuse 2026-01-14T09:30:00Z by=u1007 case=SAR-2026-0019 reason=identity
cosigned 2026-01-15T09:00:00Z by=$WITNESS key=$(< "$V/wit.vkey") size=8 ts=1768467600
intent 2026-02-20T10:02:11Z $INTENT case=SAR-2026-0020 received=2026-01-15 due=2026-02-14
release 2026-02-20T10:02:40Z by=u1041 intent=9 pkg=@zip2 manifest=@manifest size=1 redacted_ms=60000 exempt=[TP] unavailable=5 failed=2
intent 2026-02-20T10:03:11Z $INTENT case=SAR-2026-0021 received=2026-02-19 due=2026-03-19
delete 2026-02-21T01:00:00Z by=cron n=17 root=@gone
review 2026-02-21T02:00:00Z by=u3001 exceptions=0 through=12
END
    sed -n '36,40p' log/checkpoints > cosigned
    forge cosign "$V/wit.skey" 1768467600 cosigned > log/cosignatures
    witness_policy policy
}

report() {
    run --separate-stderr sar-verify report --policy policy \
        --known cosigned --as-of 2026-03-25 "$@" log
}

@test "the report is what it was, as text, page and list" {
    full_log
    report --csv list.csv
    [ "$status" -eq 5 ]
    [ "$stderr" = "sar-verify: log: verifies, and has 4 things for a person to look at
sar-verify: hint: sar-verify(1) says of each what to do" ]
    printf '%s\n' "$output" | diff "$ROOT/tests/golden/report.txt" -
    diff "$ROOT/tests/golden/report.csv" list.csv
    report --html report.html
    [ "$status" -eq 5 ]
    [ -z "$output" ]
    diff "$ROOT/tests/golden/report.html" report.html
    [ "$(stat -c %a report.html)" = 600 ]
}

@test "it is the same whatever the clock and the threads" {
    full_log
    report --jobs 1
    first=$output
    TZ=Pacific/Auckland report --jobs 2
    [ "$output" = "$first" ]
    cc -shared -fPIC -o clock.so "$ROOT/tests/cli/clock.c"
    run --separate-stderr env CLOCK_AHEAD=99999999 \
        LD_PRELOAD="$(cc -print-file-name=libasan.so):$PWD/clock.so" \
        sar-verify report --policy policy --known cosigned \
        --as-of 2026-03-25 --max-age 100 log
    [ "$output" = "$first" ]
}

@test "the page is well-formed, and its policy lets nothing in" {
    full_log
    report --html report.html
    python3 - <<'END'
import base64, hashlib, re
import xml.etree.ElementTree as tree
text = open("report.html", encoding="utf-8").read()
page = tree.fromstring(text.split("\n", 1)[1])
names = {e.tag for e in page.iter()}
assert names <= {"html", "head", "meta", "title", "style", "body", "main",
    "h1", "h2", "p", "dl", "dt", "dd", "ul", "li", "pre", "table", "caption",
    "thead", "tbody", "tr", "th", "td"}, names
for e in page.iter():
    assert not set(e.attrib) & {"src", "href", "style", "id"}, e.attrib
    if e.tag == "th":
        assert e.get("scope") in ("row", "col")
assert page.get("lang") == "en" and page.find("head/title").text
policy = page.find("head/meta[@http-equiv]").get("content")
style = re.search("<style>(.*?)</style>", text, re.S).group(1)
digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
assert policy == ("default-src 'none'; base-uri 'none'; form-action 'none'; "
    "style-src 'sha256-%s'" % digest), policy
assert "url(" not in style and "@import" not in style
assert [h.text for h in page.iter("h2")] == ["What was verified", "Cases",
    "Disclosed, and withheld", "Exceptions", "What a log cannot show",
    "For the minutes"]
assert page.find(".//pre").text.split("\n")[1] == "14"
END
}

@test "what the minutes get is enough the next time" {
    full_log
    report
    printf '%s\n' "$output" | tail -n 3 | sed 's/^ *//' > minutes
    run --separate-stderr sar-verify log --policy policy --known minutes log
    [ "$status" -eq 5 ]
    [[ $output == *"known: the log begins with 1 checkpoint"* ]]
    sed -i '$d' lines.jsonl
    forge log "$V/log.skey" log lines.jsonl each
    run --separate-stderr sar-verify log --policy policy --known minutes log
    [ "$status" -eq 13 ]
}

@test "hostile names and codes are text in the page" {
    full_log
    mkdir box
    echo evil > $'box/<img src=x onerror=alert(1)>\e]0;\xe2\x80\xae&.zip'
    report --outbox box
    [ "$status" -eq 5 ]
    one=$(tr -s '\n ' '  ' <<< "$output")
    run ! grep -qP '[^\x20-\x7e\n]' <<< "$output"
    [[ $one == *'<img src=x onerror=alert(1)>?]0;???&.zip: none'* ]]
    report --outbox box --html report.html --csv list.csv
    run ! grep -q '<img' report.html
    grep -q '&lt;img src=x onerror=alert(1)&gt;?\]0;???&amp;.zip: none' \
        report.html
    run ! grep -qP '[^\x20-\x7e\n\r]' list.csv
}

@test "a log in order has nothing left for a person" {
    plain_log log
    run --separate-stderr sar-verify report --quiet --vkey "$VKEY" log
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    [[ $output == *"nothing is left for a person to look"* ]]
    [[ $output == *$'Exceptions\n----------\n  None.'* ]]
    run --separate-stderr sar-verify report --json --vkey "$VKEY" log
    [ "$status" -eq 0 ]
    summary_is 0
    summary_has 's["report"].startswith("Report on a disclosure log\n")'
    run --separate-stderr sar-verify report --json --vkey "$VKEY" \
        --html page.html log
    [ "$status" -eq 0 ]
    summary_has 's["out"] == "page.html" and "report" not in s'
}

@test "more exceptions than there is room for are counted" {
    {
        echo "$GENESIS"
        for i in $(seq 150); do
            echo "register 2026-01-05T23:10:07Z by=cron n=0 root=@$i"
        done
    } | log_of log
    run --separate-stderr sar-verify report --vkey "$VKEY" log
    [ "$status" -eq 5 ]
    [ "$(grep -c '^  register-empty, record ' <<< "$output")" -eq 100 ]
    [[ $output == *"And 50 more: the list (--csv) has them all."* ]]
    [[ $output == *$'\n  register-empty         150: an import of no recordings'* ]]
}

@test "a log that does not verify gets no report" {
    full_log
    sed -i 's/SAR-2026-0017/SAR-2026-0071/' log/entries-*
    report --html report.html --csv list.csv
    [ "$status" -eq 13 ]
    [ -z "$output" ]
    [ ! -e report.html ]
    [ ! -e list.csv ]
}

@test "a page is not replaced without --force, nor a list left of a failure" {
    full_log
    echo mine > report.html
    report --html report.html --csv list.csv
    [ "$status" -eq 6 ]
    [ "$(< report.html)" = mine ]
    [ ! -e list.csv ]
    report --html none/report.html --csv list.csv
    [ "$status" -eq 15 ]
    [ ! -e list.csv ]
    report --html report.html --force
    [ "$status" -eq 5 ]
    [ "$(head -n 1 report.html)" = '<!DOCTYPE html>' ]
}
