#!/bin/bash
# Is every manual page clean, and every page it refers to there?
cd "$(dirname "$0")/../.." || exit 1
. tests/lint/common.sh
lint_need mandoc

pages=$(lint_files 'man/*.[1-9]') || exit 1
# Which pages of other packages are installed is the machine's matter; a page
# of ours must be in man/.
while IFS= read -r line; do
    if [[ $line =~ 'referenced manual not found: Xr '([^ ]+)' '([0-9]) ]]; then
        page=${BASH_REMATCH[1]}.${BASH_REMATCH[2]}
        [[ $page == sar-* || $page == sar.* ]] || continue
        [ -f "man/$page" ] && continue
    fi
    finding "$line"
done < <(xargs -d '\n' mandoc -T lint <<<"$pages" 2>&1)

for program in $(lint_make_value "\$(PROGRAMS)"); do
    [ -f "man/$program.1" ] || finding "man/$program.1: no such page"
done
exit "$bad"
