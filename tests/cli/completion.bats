# What a shell completes, against what --help says there is.
setup_file() {
    load common
    cd "$BATS_FILE_TMPDIR" || return 1
    programs=$(make --no-print-directory -s -C "$ROOT" \
        --eval 'p: ; $(info $(PROGRAMS)) @:' p)
    export programs
    # Every command, as "sar-export key make", by its --help alone.
    for program in $programs; do
        for command in $("$program" --help | sed -nE 's/^  ([a-z-]+) .*/\1/p'); do
            [ "$command" != "$program" ] || continue
            if "$program" "$command" --help | grep -q '^Usage: .* COMMAND '; then
                "$program" "$command" --help |
                    sed -nE "s/^  ([a-z-]+) .*/$program $command \\1/p"
            else
                echo "$program $command"
            fi
        done
    done > commands
    [ "$(wc -l < commands)" -ge 30 ]
    mkdir help
    while read -r command; do
        # shellcheck disable=SC2086 # words
        $command --help > "help/$command"
    done < commands
    for shell in bash zsh fish; do
        for program in $programs; do
            "$program" completion "$shell" > "$program.$shell"
        done
    done
    # A home with cases, in sight of whatever completes too much.
    make_home
    SAR_HOME=$home sar-export request --quiet --file "$SAMPLE/requests/$REF.conf"
    mkdir files
    touch files/f1.conf "files/f 2.conf"
    mkdir files/folder
}

setup() {
    load common
    cd "$BATS_FILE_TMPDIR/files" || return 1
    SAR_HOME=$BATS_FILE_TMPDIR/home
    export SAR_HOME
}

# SHELL PROGRAM, and lines to complete on standard input.
completed() {
    python3 "$ROOT/tests/cli/complete.py" "$1" "$BATS_FILE_TMPDIR/$2.$1" "$2"
}

# What each command is completed to, by SHELL, is what its --help has.
as_help() {
    local program
    for program in $programs; do
        grep "^$program " ../commands | sed 's/$/ --/' | completed "$1" "$program"
    done > "$BATS_TEST_TMPDIR/words"
    python3 - "$BATS_TEST_TMPDIR/words" <<'END'
import json, re, sys
seen = 0
for line in open(sys.argv[1]):
    line, words = json.loads(line)
    text = open("../help/" + " ".join(line.split()[:-1])).read()
    want = set(re.findall(r"^ +(?:-., )?(--[a-z][a-z0-9-]*)", text, re.M))
    got = {w.rstrip("=") for w in words if w.startswith("--")}
    assert want == got, (line, want ^ got)
    assert len(want) >= 3, line
    seen += 1
assert seen == len(open("../commands").readlines()), seen
END
}

# What all shells have in common, by SHELL.
values() {
    printf '%s\n' 'sar-export ' 'sar-export key ' 'sar-export key make --kind=' \
        'sar-export run --format ' 'sar-export deliver --channel ' \
        'sar-export log erase --basis ' 'sar-export completion ' \
        'sar-export request --file ' 'sar-export run --marks ' \
        'sar-export config check ' 'sar-export find --ref ' \
        'sar-export find --number ' 'sar-export approve --by ' \
        'sar-export deliver --letter ' \
        'sar-export passphrase ' 'sar-export log prove ' \
        'sar-export key make --passphrase-command ' \
        'sar-export nonsense ' |
        completed "$1" sar-export > "$BATS_TEST_TMPDIR/values"
    python3 - "$BATS_TEST_TMPDIR/values" <<'END'
import json, sys
got = dict(json.loads(line) for line in open(sys.argv[1]))
def words(line):
    out = set()
    for w in got[line]:
        w = w.split("=")[-1].rstrip("/")
        out.add(w)
    return out
commands = {l.split()[1] for l in open("../commands")
    if l.startswith("sar-export ")}
assert commands <= words("sar-export "), commands ^ words("sar-export ")
assert words("sar-export key ") - {"--help"} == {"make", "show", "rotate"}
assert words("sar-export key make --kind=") == {"log", "witness"}
assert words("sar-export run --format ") == {"same", "wav", "flac", "mp3", "opus"}
assert words("sar-export deliver --channel ") == {"post", "email", "portal",
    "telephone", "text", "in-person", "courier"}
assert words("sar-export deliver --letter ") == {"acknowledgement", "identity",
    "authority", "clarification", "extension", "fee", "refusal",
    "complaint-acknowledgement", "complaint-outcome", "nil"}
assert words("sar-export log erase --basis ") == {"art17", "court-order",
    "retention", "error"}
assert words("sar-export completion ") == {"bash", "zsh", "fish"}
files = {w.replace("\\", "") for w in words("sar-export request --file ")}
assert files == {"f1.conf", "f 2.conf", "folder"}, files
assert words("sar-export run --marks ") == {"folder"}
assert "f1.conf" in words("sar-export config check ")
# Nothing from data, and nothing where nothing is known.
for line in ("find --ref ", "find --number ", "approve --by ", "passphrase ",
        "log prove ", "key make --passphrase-command ", "nonsense "):
    # Zsh shows options where there is nothing else.
    left = {w for w in words("sar-export " + line) if not w.startswith("-")}
    assert left == set(), (line, left)
END
}

@test "bash completes what --help has, for every command of every program" {
    as_help bash
    values bash
}

@test "zsh completes what --help has, for every command of every program" {
    command -v zsh > /dev/null || skip "zsh is not installed"
    as_help zsh
    values zsh
}

@test "fish completes what --help has, for every command of every program" {
    command -v fish > /dev/null || skip "fish is not installed"
    as_help fish
    values fish
}

@test "no completion has anything from the home, and none needs one" {
    for program in $programs; do
        for shell in bash zsh fish; do
            SAR_HOME=/nonexistent "$program" completion "$shell" |
                cmp - "../$program.$shell"
            run ! grep -E '[0-9]{5}|0042' <(sed -E 's/SAR-2026-0042/REF/g' \
                "../$program.$shell")
        done
        run -2 "$program" completion
        run -2 "$program" completion csh
        run -2 "$program" completion bash zsh
        # A script is no JSON.
        run -2 --separate-stderr "$program" completion bash --json
        [[ $stderr == *"--json: what is printed is a script" ]]
        [[ $output == '{'*'"type":"summary"'* ]]
    done
}

@test "bash-completion's loader finds what make install installs" {
    [ -f /usr/share/bash-completion/bash_completion ] ||
        skip "bash-completion is not installed"
    mkdir -p "$BATS_TEST_TMPDIR/share/bash-completion/completions"
    cp ../sar-export.bash \
        "$BATS_TEST_TMPDIR/share/bash-completion/completions/sar-export"
    run -0 env XDG_DATA_DIRS="$BATS_TEST_TMPDIR/share" bash -c '
        . /usr/share/bash-completion/bash_completion
        if declare -F _comp_load > /dev/null; then _comp_load sar-export
        else _completion_loader sar-export; fi
        complete -p sar-export'
    [ "$output" = "complete -F _sar_export sar-export" ]
}
