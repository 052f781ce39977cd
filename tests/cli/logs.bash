# shellcheck shell=bash disable=SC2034 # what is set is for who loads it
# Logs made by hand, signed with the key of the vectors.

V=$ROOT/tests/vectors/log
VKEY=$V/log.vkey
LOG_NAME=sar-export.example.gov.uk/log
WITNESS=audit.example.org/w1

forge() {
    "$BUILD/san/forge/forge" "$@"
}

# A log in the folder ${1}, of lines on standard input as lines.py has them.
log_of() {
    python3 "$ROOT/tests/cli/lines.py" > lines.jsonl
    forge log "$V/log.skey" "$1" lines.jsonl "${@:2}"
}

GENESIS="genesis 2026-01-05T09:00:00Z key=$(< "$V/log.vkey")"
INTENT='by=u1041 found=3 select=2 subject=@who'

# A log in order: an import, a release that went out, a nil return.
plain_log() {
    log_of "$1" "${@:2}" <<END
$GENESIS
register 2026-01-05T23:10:07Z by=cron n=2 root=@batch
approve 2026-01-12T10:00:00Z by=u2002 case=SAR-2026-0017 plan=@plan
intent 2026-01-12T10:02:11Z $INTENT case=SAR-2026-0017 received=2026-01-05 due=2026-02-05
release 2026-01-12T10:02:40Z by=u1041 intent=3 pkg=@zip manifest=@manifest size=4123312 redacted_ms=18400 withheld=1 exempt=[TP] reviewer=[u1041] approval=2
deliver 2026-01-13T09:00:00Z by=u1041 case=SAR-2026-0017 release=4 what=package channel=email on=2026-01-12
deliver 2026-01-13T09:00:00Z by=u1041 case=SAR-2026-0017 release=4 what=passphrase channel=telephone on=2026-01-13
nil-return 2026-01-13T09:30:00Z by=u1007 case=SAR-2026-0018 received=2026-01-06 due=2026-02-06 found=0 select=0 subject=@other
END
}

# The witness's policy, in the file ${1}.
witness_policy() {
    cat > "$1" <<END
log $(< "$V/log.vkey")
witness w1 $(< "$V/wit.vkey")
quorum w1
END
}

# The last line of ${output} is the summary; what ${1} says in Python holds.
summary_has() {
    printf '%s\n' "$output" | tail -n 1 | python3 -c '
import json, sys
s = json.loads(sys.stdin.read())
assert eval("(" + sys.argv[1] + ")"), s
' "$1"
}
