#!/bin/bash
# Every shell script through shellcheck.
cd "$(dirname "$0")/../.." || exit 1
. tests/lint/common.sh
lint_need shellcheck

files=$(lint_files '*.sh' '*.bash') || exit 1
grep '\.sh$' <<<"$files" |
    xargs -d '\n' shellcheck -x --source-path=SCRIPTDIR:. || bad=1
# What bats loads uses variables that bats sets.
grep '\.bash$' <<<"$files" |
    xargs -r -d '\n' shellcheck -x -e SC2154 || bad=1
exit "$bad"
