#!/bin/bash
# Functions and words that must not be in the sources, paths of somebody's
# machine, and headers that need another one before them.
cd "$(dirname "$0")/../.." || exit 1
. tests/lint/common.sh
lint_need gcc pkg-config

sources=$(lint_files '*.c' '*.h') || exit 1

# STYLE.md's list and the near relations of what is on it.
forbidden='strcpy|strcat|strncat|stpcpy|sprintf|vsprintf|strncpy|strtok'
forbidden+='|strtok_r|gets|atoi|atol|atoll|atof|localtime|ctime|asctime'
forbidden+='|system|popen|alloca|mktemp|tmpnam'
# Comments and strings may name them; gcc takes the comments out and leaves the
# lines where they were, and whose they are.
hits=$(xargs -d '\n' awk 'FNR == 1 { print "# 1 \"" FILENAME "\"" } { print }' \
    <<<"$sources" | gcc -fpreprocessed -dD -E -x c - 2>/dev/null |
    sed -E '/^# [0-9]+ /!s/"([^"\\]|\\.)*"/""/g' | awk \
    -v words="(^|[^A-Za-z0-9_.>])($forbidden)[[:space:]]*[(]" '
    /^# [0-9]+ / { line = $2 - 1; name = $3; gsub(/"/, "", name); next }
    { line++ }
    $0 ~ words {
        sub(/^[[:space:]]+/, "")
        print name ":" line ": forbidden function: " $0
    }')
[ -z "$hits" ] || finding "$hits"

texts=$(lint_files '*.c' '*.h' '*.sh' '*.bats' '*.bash' '*.py') || exit 1
# Each pattern has a bracket in it so that this file does not match.
unfinished='\<(TO[D]O|FIX[M]E|XX[X]|place[h]older|not impl[e]mented)\>'
hits=$(xargs -d '\n' grep -HnE "$unfinished" <<<"$texts")
[ -z "$hits" ] || finding "$hits"

texts=$(lint_files '*.c' '*.h' '*.sh' '*.bats' '*.bash' '*.py' '*.md' \
    '*.conf' Makefile 'man/*') || exit 1
machine='(^|[^A-Za-z0-9_.~-])/(home|root|Users|wor[k]|mnt)/[A-Za-z0-9]'
hits=$(xargs -d '\n' grep -HnE "$machine" <<<"$texts")
[ -z "$hits" ] || finding "$hits"

flags=()
eval "flags=($(lint_make_value "\$(CPPFLAGS_ALL) \$(PKG_CFLAGS)"))"
# clang meets each of them in lint clang, from whatever includes it.  One that
# a source of the programs includes before anything else has been compiled alone
# there, by these flags and more.
# shellcheck disable=SC2016 # awk reads it
first=$(grep -E '^(lib|cmd)/[^/]*/[^/]*\.c$' <<<"$sources" | xargs -d '\n' awk '
    FNR == 1 { over = 0 }
    !over && /^[[:space:]]*#[[:space:]]*include/ {
        over = 1
        if (split($0, part, "\"") == 3)
            print "lib/" part[2] "\ncmd/" part[2]
    }
    !over && /^[[:space:]]*#/ { over = 1 }')
[ -n "$first" ] || finding 'no source includes a header of ours first'
while IFS= read -r file; do
    hits=$(gcc -std=c11 "${flags[@]}" -Wall -Wextra -Werror -fsyntax-only \
        -x c "$file" 2>&1) && [ -z "$hits" ] && continue
    finding "$file: does not compile alone"
    finding "$hits"
done < <(grep -E '^(lib|cmd)/.*\.h$' <<<"$sources" |
    grep -vxFf <(printf '%s\n' "$first"))
exit "$bad"
