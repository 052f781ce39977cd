#!/bin/bash
# clang.sh BUILD_DIR: do the programs build with clang, without a word?  What
# gcc thinks of them was seen when they were built.  clang says what it has to
# say before it optimises, so it need not.
cd "$(dirname "$0")/../.." || exit 1
. tests/lint/common.sh
lint_need clang
build=${1:?usage: clang.sh BUILD_DIR}

if ! log=$(env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make --no-print-directory \
    -j"$(nproc)" O="$build/clang" CC=clang FLAVOUR=lint OPT=-O0 programs 2>&1); then
    printf '%s\n' "$log"
    exit 1
fi
said=$(grep -vE '^  (CC|LD)  ' <<<"$log" | grep -v 'Nothing to be done')
[ -z "$said" ] || finding "$said"
exit "$bad"
