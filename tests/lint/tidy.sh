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
        # gcc 12 calls a string or pointer lost once it is stored in an array
        # of the caller's that reallocarray() may move, so its leak check is
        # off: cppcheck's and clang's are on, and all tests run with the
        # address sanitiser's (detect_leaks in tests/run.sh).
        gcc "$@" -Wno-analyzer-malloc-leak -O2 -fanalyzer -fdiagnostics-path-format=none \
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
# cppcheck does not read the system's headers, so it is told that these are
# loops; without a ';', which would end the list of definitions.
defines+=('-Djson_object_foreach(o,k,v)=while(json_next(o,&k,&v))'
    '-Djson_array_foreach(a,i,v)=while(json_next(a,&i,&v))')
# The programs have one thread, so readdir() need not be reentrant.
options=(-q --std=c11 --language=c --library=posix
    "--enable=warning,performance,portability" --inline-suppr
    --suppress=missingIncludeSystem --suppress=readdirCalled
    --error-exitcode=1 "${defines[@]}")
# With a definition it cannot read it says nothing of any file.
echo 'int f(void) { int a[1] = { 0 }; return a[1]; }' >"$out/.bad.c"
cppcheck "${options[@]}" "$out/.bad.c" 2>/dev/null &&
    finding 'cppcheck: does not see a fault that is there'
xargs -d '\n' cppcheck -j"$(nproc)" "${options[@]}" <<<"$files" \
    >"$out/cppcheck" 2>&1 || echo 'cppcheck: failed' >>"$out/cppcheck"

for log in "$out"/*; do
    [ -s "$log" ] || continue
    cat "$log"
    bad=1
done
exit "$bad"
