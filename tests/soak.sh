#!/bin/bash
# soak.sh BUILD_DIR: what `make soak` runs: the tests that make check runs in
# part, at every point and in many more rounds.
set -u
cd "$(dirname "$0")/.." || exit 1
[ $# -eq 1 ] || { echo 'usage: soak.sh BUILD_DIR' >&2; exit 2; }
[ -d "$1" ] || { echo "soak.sh: $1: no such folder" >&2; exit 2; }

unset MAKEFLAGS MFLAGS MAKELEVEL SAR_HOME
BUILD=$(cd "$1" && pwd) || exit 1
ROOT=$PWD
SAR_TESTS=$ROOT/tests
SAR_SOAK=1
ASAN_OPTIONS=detect_leaks=1
UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
LC_ALL=C.UTF-8
export BUILD ROOT SAR_TESTS SAR_SOAK ASAN_OPTIONS UBSAN_OPTIONS LC_ALL

failed=0
for name in test_index_paths test_index_rot test_package_reader \
    test_package_reveal_forged; do
    "$BUILD/san/unit/$name" || failed=1
done
for name in import_crash points inject log_crash kill retain_crash; do
    PATH=$BUILD/san/bin:$PATH bats --tap "tests/cli/$name.bats" || failed=1
done
# The programs as they are installed.
PATH=$BUILD/bin:$PATH bats --tap --timing tests/soak/large.bats || failed=1
exit "$failed"
