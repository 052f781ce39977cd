#!/bin/bash
# What `make tidy` runs: gcc -fanalyzer, clang-tidy and cppcheck, with the
# Makefile's own flags.  Prints findings only; exit status 1 on any.
cd "$(dirname "$0")/../.." || exit 1
. tests/lint/common.sh
for tool in gcc clang-tidy cppcheck; do
    command -v "$tool" >/dev/null || finding "tidy: $tool is not installed"
done
[ "$bad" -eq 0 ] || exit 1

files=$(lint_files 'lib/*.c' 'cmd/*.c') || exit 1
flags=()
eval "flags=($(lint_make_value \
    "\$(CPPFLAGS_ALL) \$(PKG_CFLAGS) -std=c11 \$(WARN)"))"
[ "${#flags[@]}" -gt 5 ] || { echo 'tidy: no flags from make'; exit 1; }
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT

# tool, file, flags: its findings, or why it failed, in a file of their own.
# shellcheck disable=SC2317 # xargs calls it
check()
{
    local tool=$1 file=$2 rc=0 log
    shift 2
    log=$out/$tool-${file//\//-}
    case $tool in
    gcc)
        gcc "$@" -O2 -fanalyzer -fdiagnostics-path-format=none \
            -c -o /dev/null "$file" >"$log" 2>&1 || rc=1
        ;;
    clang-tidy)
        clang-tidy --quiet "$file" -- "$@" >"$log" 2>"$log.err" || rc=1
        # It counts on standard error what it then does not show.
        [ "$rc" -eq 0 ] || cat "$log.err" >>"$log"
        rm -f "$log.err"
        ;;
    esac
    [ "$rc" -eq 0 ] || echo "$tool: $file: failed" >>"$log"
}
export -f check
export out

for tool in gcc clang-tidy; do
    # shellcheck disable=SC2016 # the inner shell expands it
    xargs -d '\n' -I{} -P"$(nproc)" \
        bash -c 'tool=$1 file=$2; shift 2; check "$tool" "$file" "$@"' \
        check "$tool" {} "${flags[@]}" <<<"$files"
done

defines=()
for flag in "${flags[@]}"; do
    [[ $flag == -[ID]* ]] && defines+=("$flag")
done
# The programs have one thread, so readdir() need not be reentrant.
xargs -d '\n' cppcheck -q -j"$(nproc)" --std=c11 --language=c \
    --library=posix --enable=warning,performance,portability --inline-suppr \
    --suppress=missingIncludeSystem --suppress=readdirCalled \
    --error-exitcode=1 "${defines[@]}" <<<"$files" >"$out/cppcheck" 2>&1 ||
    echo 'cppcheck: failed' >>"$out/cppcheck"

for log in "$out"/*; do
    [ -s "$log" ] || continue
    cat "$log"
    bad=1
done
exit "$bad"
