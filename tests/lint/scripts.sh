#!/bin/bash
# The review page's scripts are one to the browser: is it JavaScript, and is
# every name at its top given once?  The tests in files of their own are not
# told; and every module of the browser's tests is JavaScript too.
cd "$(dirname "$0")/../.." || exit 1
. tests/lint/common.sh
lint_need node

script=$(mktemp --suffix=.cjs) || exit 1
trap 'rm -f "$script"' EXIT
# shellcheck disable=SC2046 # one word a file
cat $(lint_make_value "\$(review_script)") >"$script" || exit 1
node --check "$script" 2>&1 | sed "s,$script,the review page," || bad=1
[ "${PIPESTATUS[0]}" -eq 0 ] || bad=1
for module in tests/browser/*.mjs; do
    node --check "$module" || bad=1
done
exit "$bad"
