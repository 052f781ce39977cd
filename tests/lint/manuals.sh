#!/bin/bash
# Is every manual page clean, and every page it refers to there?
cd "$(dirname "$0")/../.." || exit 1
. tests/lint/common.sh
lint_need mandoc

pages=$(lint_files 'man/*.[1-9]') || exit 1
# Which pages of other packages are installed is the machine's matter; a page
# of ours must be in man/.
while IFS= read -r line; do
    # mandoc's own list of pages, which it finds wanting before it looks.
    [[ $line == 'mandoc: outdated mandoc.db lacks '* ]] && continue
    if [[ $line =~ 'referenced manual not found: Xr '([^ ]+)' '([0-9]) ]]; then
        page=${BASH_REMATCH[1]}.${BASH_REMATCH[2]}
        [[ $page == sar-* || $page == sar.* ]] || continue
        [ -f "man/$page" ] && continue
    fi
    finding "$line"
done < <(xargs -d '\n' mandoc -T lint <<<"$pages" 2>/dev/null)

# What does not fit into a narrow window; groff is what man(1) uses mostly.
if command -v groff >/dev/null; then
    while IFS= read -r page; do
        for width in 80 100; do
            while IFS= read -r line; do
                finding "$page: at width $width: $line"
            done < <(groff -mdoc -Tutf8 -P-c -rLL="${width}n" -w break -z \
                "$page" 2>&1)
        done
    done <<<"$pages"
fi

for program in $(lint_make_value "\$(PROGRAMS)"); do
    [ -f "man/$program.1" ] || finding "man/$program.1: no such page"
done
exit "$bad"
