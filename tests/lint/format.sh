#!/bin/bash
# Is every C file as clang-format would write it?
cd "$(dirname "$0")/../.." || exit 1
. tests/lint/common.sh
lint_need clang-format

files=$(lint_files '*.c' '*.h') || exit 1
# A word list one word a line is kept as it was published.
grep -vx 'lib/package/words\.c' <<<"$files" |
    xargs -d '\n' clang-format --dry-run -Werror
