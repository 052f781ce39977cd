#!/bin/bash
# length.sh [-v]: no function over 60 lines, no file over 600.  With -v also
# those over what the style asks for, 40 and 400.
cd "$(dirname "$0")/../.." || exit 1
. tests/lint/common.sh
lint_need ctags

function_max=60 file_max=600
if [ "${1:-}" = -v ]; then
    function_max=40 file_max=400
fi

files=$(lint_files '*.c' '*.h' | grep -vx 'lib/package/words\.c') || exit 1
while IFS= read -r file; do
    lines=$(wc -l <"$file")
    [ "$lines" -le "$file_max" ] || finding "$file: $lines lines"
done <<<"$files"

# A function is counted from its name to its closing brace.
functions=$(ctags -L - --languages=C --langmap=C:.c.h --c-kinds=f --fields=+ne \
    --excmd=number -f - <<<"$files") || exit 1
[ -n "$functions" ] || finding 'ctags finds no function'
long=$(awk -F '\t' -v max="$function_max" '
    /^!_/ { next }
    {
        line = end = 0
        for (i = 4; i <= NF; i++) {
            if ($i ~ /^line:/) line = substr($i, 6)
            if ($i ~ /^end:/) end = substr($i, 5)
        }
        if (!line || !end)
            print $2 ": " $1 ": ctags does not see where it ends"
        else if (end - line + 1 > max)
            print $2 ":" line ": " $1 ": " end - line + 1 " lines"
    }' <<<"$functions")
[ -z "$long" ] || finding "$long"
exit "$bad"
