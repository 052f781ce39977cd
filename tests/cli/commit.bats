# Recordings are committed to when they are imported; sar-index commit does it
# for those of an index of before.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    db=$SAR_HOME/index.db
}

committed() {
    sar-index stat --json | python3 -c '
import json, sys
s = json.loads(sys.stdin.readlines()[-1])
print(s["registered"], s["committed"])'
}

# As release 0.1.0 had it.
to_version_2() {
    sqlite3 "$db" "DROP TABLE held; DROP TABLE hold; DROP TABLE purge;
        DROP TABLE purge_run;
        DROP INDEX registration_by_batch; DROP TABLE commitment;
        ALTER TABLE registration RENAME TO now;
        CREATE TABLE registration (
  recording INTEGER NOT NULL REFERENCES recording,
  seq INTEGER NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (recording, seq)
) STRICT, WITHOUT ROWID;
        INSERT INTO registration SELECT recording, seq, line FROM now;
        DROP TABLE now; PRAGMA user_version = 2;" > /dev/null
    without_sums "$db"
}

@test "an import commits to what it decodes, as hashlib and sox do" {
    run python3 "$ROOT/tests/cli/commit.py" "$SAR_HOME"
    [ "$status" -eq 0 ]
    read -r all sound <<< "$output"
    [ "$all" -gt 10 ]
    [ "$sound" -gt 10 ]
    [ "$(committed)" = "$all $sound" ]
    sar-index check --quiet || [ $? -eq 3 ]
}

@test "a dry run of an import commits to nothing" {
    rm -rf "$SAR_HOME"
    empty_home
    cp -R "$SAMPLE/recorder" "$SAR_HOME"
    run sar-index import --json --dry-run "$SAMPLE/recorder/cdr.csv"
    [ "$status" -eq 0 ]
    [[ $output == *'"recordings_committed":0'* ]]
    [ "$(committed)" = "0 0" ]
}

@test "an index of before is read, then committed to once, and lines linked" {
    read -r all sound <<< "$(committed)"
    # First, for its hold is written into the index.
    open_case
    to_version_2
    run sar-export find --ref "$REF"
    [ "$status" -eq 0 ]
    [ "$(committed)" = "$all 0" ]
    [ "$(sqlite3 "$db" 'PRAGMA user_version')" -eq 2 ]
    run sar-index commit --json
    [ "$status" -eq 0 ]
    summary_is 0
    [[ $output == *"\"committed\":$sound,"* ]]
    [[ $output == *"\"registered\":$sound,"* ]]
    [ "$(committed)" = "$all $sound" ]
    [ "$(records register)" -eq 2 ]
    run python3 - "$db" "$sound" <<'END'
import json, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
lines = {}
for rec, line in db.execute("SELECT recording, line FROM registration ORDER BY "
                            "recording, seq"):
    lines.setdefault(rec, []).append(json.loads(line))
two = [l for l in lines.values() if len(l) == 2]
assert len(two) == int(sys.argv[2])
for old, new in two:
    assert new["was"] == old["rec"] != new["rec"] and "was" not in old
END
    [ "$status" -eq 0 ]
    # What was not decoded keeps the line it had, and its place.
    sqlite3 "$db" "SELECT count(*) FROM registration WHERE seq =
        (SELECT min(seq) FROM registration)" | grep -qx "$all"
    run sar-index commit --json
    [ "$status" -eq 0 ]
    [[ $output == *'"committed":0,'* && $output == *'"registered":0,'* ]]
    [ "$(records register)" -eq 2 ]
    sar-index check --quiet || [ $? -eq 3 ]
    log_verifies
}

@test "what is gone is counted, what was changed is an incident: 14" {
    read -r all sound <<< "$(committed)"
    to_version_2
    mapfile -t files < <(find "$SAR_HOME/recorder/monitor" -name '*.wav' \
        -size +20k | sort)
    rm "${files[0]}"
    printf x | dd of="${files[1]}" bs=1 seek=9000 conv=notrunc status=none
    run --separate-stderr sar-index commit --json
    [ "$status" -eq 14 ]
    [[ $stderr == *"not what was imported"* ]]
    [[ $output == *'"changed":1'* && $output == *'"gone":1'* ]]
    [[ $output == *"\"committed\":$((sound - 2)),"* ]]
    # The others have theirs.
    [ "$(committed)" = "$all $((sound - 2))" ]
}

@test "--again commits to what another decoder decoded, and to nothing else" {
    path=$(sqlite3 "$db" "SELECT path FROM recording r JOIN commitment c
        ON c.recording = r.id WHERE decoder GLOB 'libsndfile*' LIMIT 1")
    [ -n "$path" ]
    run sar-index commit --again --json
    [ "$status" -eq 0 ]
    [[ $output == *'"committed":0,'* ]]
    python3 "$ROOT/tests/cli/commit.py" "$SAR_HOME" rename "$path" \
        "libsndfile-1.0.31 gsm610"
    without_sums "$db"
    python3 "$ROOT/tests/cli/commit.py" "$SAR_HOME" secrets | sort > before
    run sar-index commit --json
    [[ $output == *'"committed":0,'* ]]
    run sar-index commit --again --json --by u1041
    [ "$status" -eq 0 ]
    [[ $output == *'"committed":1,'* && $output == *'"registered":1,'* ]]
    # Under new secrets, and the old ones are nowhere.
    python3 "$ROOT/tests/cli/commit.py" "$SAR_HOME" secrets | sort > after
    [ "$(comm -23 before after | wc -l)" -eq 2 ]
    for old in $(comm -23 before after); do
        run ! grep -rqaP "$(sed 's/../\\x&/g' <<< "$old")" "$SAR_HOME"
    done
    sqlite3 "$db" "SELECT line FROM registration g JOIN recording r ON r.id =
        g.recording WHERE path = '$path' AND seq = registered" |
        grep -q '"was":'
    python3 "$ROOT/tests/cli/commit.py" "$SAR_HOME"
    log_verifies
}

@test "seeds and salts are in no file but the index" {
    python3 "$ROOT/tests/cli/commit.py" "$SAR_HOME" secrets > secrets
    [ "$(wc -l < secrets)" -gt 20 ]
    python3 - "$SAR_HOME" secrets <<'END'
import base64, os, sys
secrets = [bytes.fromhex(l) for l in open(sys.argv[2])]
seen = 0
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        data = open(os.path.join(folder, name), "rb").read()
        there = sum(f in data for s in secrets for f in
                    (s, s.hex().encode(), base64.b64encode(s)))
        if name == "index.db":
            seen += there
        else:
            assert there == 0, name
assert seen == len(secrets), seen
END
}

@test "commit takes an id, and needs a home, an index and its recordings" {
    run sar-index commit --by 'Zoe Example'
    [ "$status" -eq 2 ]
    run sar-index commit --home nowhere
    [ "$status" -eq 10 ]
    run sar-index commit --recordings nowhere
    [ "$status" -eq 10 ]
    rm "$db"
    run sar-index commit
    [ "$status" -eq 10 ]
}

@test "what does not tell its length is decoded twice, and committed to right" {
    command -v ffmpeg > /dev/null || skip "ffmpeg is not installed"
    rm -rf "$SAR_HOME"
    empty_home
    # Written to a pipe, FLAC does not say how long it is.
    ffmpeg -v error -f lavfi -i anoisesrc=r=8000:d=20:seed=1 -sample_fmt s16 \
        -f flac - |
        cat > "$monitor/noise.flac"
    ffmpeg -v error -f lavfi -i anullsrc=r=8000:cl=mono -t 60 -sample_fmt s16 \
        -f flac - |
        cat > "$monitor/silence.flac"
    for sound in noise silence; do
        [ "$(metaflac --show-total-samples "$monitor/$sound.flac")" -eq 0 ]
    done
    vendor_mapping > mapping.conf
    printf 'Start,Id,From,To,Secs,File\n' > calls.csv
    printf '2026-06-01 09:00:00,%s,01632960123,2001,20,%s.flac\n' \
        1 noise 2 silence >> calls.csv
    sar-index import --quiet --mapping mapping.conf calls.csv
    [ "$(committed)" = "2 2" ]
    run python3 "$ROOT/tests/cli/commit.py" "$SAR_HOME"
    [ "$output" = "2 2" ]
}
