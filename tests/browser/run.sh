#!/bin/bash
# run.sh DIR [NAME...]: what `make check-browser` runs: each tests/browser/
# test_NAME.mjs in a Chromium, on pages that fixtures.sh makes with the programs
# of DIR.  Prints each failure in full, each skip, and last of all
#     N passed, N failed, N skipped
# PICTURES=FOLDER: no test, README's pictures into FOLDER.
# Exit status 1 if any failed.  Where there is no Chromium, no node or no npm,
# and none can be had, all is skipped, which a line says, and the status is 0.
set -u
cd "$(dirname "$0")/../.." || exit 1
[ $# -ge 1 ] || { echo 'usage: run.sh DIR [NAME...]' >&2; exit 2; }
ROOT=$PWD
build=$(cd "$1" && pwd) || exit 1
shift

unset MAKEFLAGS MFLAGS MAKELEVEL SAR_HOME
LC_ALL=C.UTF-8
PATH=$build/bin:$PATH
BROWSER_MODULES=$build/browser
WORK=$(mktemp -d) || exit 1
trap 'rm -rf "$WORK"' EXIT
export ROOT LC_ALL PATH BROWSER_MODULES WORK

names=("$@")
if [ ${#names[@]} -eq 0 ]; then
    # Those that take longest first.
    for file in tests/browser/test_*_looks.mjs tests/browser/test_*.mjs; do
        file=${file##*/test_}
        file=${file%.mjs}
        [[ " ${names[*]} " = *" $file "* ]] || names+=("$file")
    done
fi

skip_all()
{
    echo "check-browser is skipped: $1"
    echo "0 passed, 0 failed, ${#names[@]} skipped"
    exit 0
}

timeout --foreground 600 sh tests/deps.sh browser ||
    echo 'check-browser: not all that it wants could be installed'
CHROMIUM=$(command -v chromium || command -v chromium-browser ||
    command -v google-chrome) || skip_all 'no chromium'
export CHROMIUM
for tool in node 7z; do
    command -v "$tool" >/dev/null || skip_all "no $tool"
done
rc=0
said=$(timeout --foreground 300 bash tests/browser/npm.sh "$BROWSER_MODULES") || rc=$?
[ "$rc" -ne 77 ] || skip_all "${said#skip: }"
if [ "$rc" -ne 0 ]; then
    echo "$said"
    echo '0 passed, 1 failed, 0 skipped'
    exit 1
fi

if ! timeout -k 10 300 bash tests/browser/fixtures.sh "$WORK" \
    >"$WORK/fixtures.log" 2>&1 </dev/null; then
    cat "$WORK/fixtures.log"
    echo 'the pages could not be made'
    echo '0 passed, 1 failed, 0 skipped'
    exit 1
fi

if [ -n "${PICTURES:-}" ]; then
    node tests/browser/pictures.mjs "$PICTURES"
    exit
fi

# One browser a file.  What was planned and not reported, failed.
job()
{
    local log=$WORK/$1.log rc=0
    SECONDS=0
    timeout -k 10 "${BROWSER_SECONDS:-400}" node --test-reporter=tap \
        "tests/browser/test_$1.mjs" >"$log" 2>&1 </dev/null || rc=$?
    awk -v rc="$rc" '
    /^ok [0-9]+ .*# SKIP/ { skipped++; next }
    /^ok [0-9]+ / { ok++ }
    /^not ok [0-9]+ / { bad++ }
    END {
        if (bad == 0 && (rc != 0 || ok + skipped == 0)) bad = 1
        print ok + 0, bad + 0, skipped + 0
    }' "$log" >"$WORK/$1.count"
    read -r ok bad skipped <"$WORK/$1.count"
    printf '%-28s %4d s %4d passed' "$1" "$SECONDS" "$ok"
    [ "$bad" -eq 0 ] || printf ', %d FAILED' "$bad"
    [ "$skipped" -eq 0 ] || printf ', %d skipped' "$skipped"
    printf '\n'
    # What a test measured.
    sed -n 's/^# measured: /    /p' "$log"
}
export -f job

# shellcheck disable=SC2016 # the inner shell expands it
printf '%s\n' "${names[@]}" | xargs -P2 -I{} bash -c 'job "$1"' job {}

# Two browsers on a machine that does other things besides miss a moment now
# and then: a file that failed is run once more, by itself, and the first time
# is printed.  A fault fails twice.
for name in "${names[@]}"; do
    bad=1
    [ -s "$WORK/$name.count" ] && read -r _ bad _ <"$WORK/$name.count"
    [ "$bad" -gt 0 ] || continue
    printf '\n--- failed at first: %s\n' "$name"
    cat "$WORK/$name.log"
    printf '\n--- once more, by itself:\n'
    job "$name"
done

passed=0 failed=0 skipped=0
for name in "${names[@]}"; do
    ok=0 bad=1 skips=0
    [ -s "$WORK/$name.count" ] && read -r ok bad skips <"$WORK/$name.count"
    passed=$((passed + ok))
    failed=$((failed + bad))
    skipped=$((skipped + skips))
    if [ "$bad" -gt 0 ]; then
        printf '\n--- failed: %s\n' "$name"
        cat "$WORK/$name.log"
    fi
    sed -nE "s/^ok [0-9]+ - (.*) # SKIP ?/skipped: $name: \1: /p" \
        "$WORK/$name.log"
done

echo
if [ $((passed + failed)) -eq 0 ]; then
    echo 'no test ran'
    failed=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
