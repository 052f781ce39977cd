#!/bin/bash
# npm.sh DIR: what package-lock.json pins, each by its digest, into DIR, once.
# Exit status 77 and a line where there is no npm or no registry.
set -eu
to=$(realpath -m "${1:?usage: npm.sh DIR}")
cd "$(dirname "$0")"
for tool in node npm; do
    command -v "$tool" >/dev/null || { echo "skip: no $tool"; exit 77; }
done
[ -e "$to/done" ] && cmp -s package-lock.json "$to/done" && exit 0
rm -rf "$to"
mkdir -p "$to"
cp package.json package-lock.json "$to"
if ! npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund \
    --fetch-retries 1 --fetch-timeout 20000 >"$to/log" 2>&1; then
    if grep -qE 'ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|UNREACH|ENOTCACHED' \
        "$to/log"; then
        echo 'skip: the npm registry cannot be reached'
        exit 77
    fi
    cat "$to/log"
    exit 1
fi
cp package-lock.json "$to/done"
