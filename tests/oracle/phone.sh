#!/bin/bash
# phone.sh BUILD_DIR COUNT SEED: lib/phone against libphonenumber, on so many
# random forms.  Exit status 1 if they differ in a way that must not be, 77,
# with a line that says why, where the library is not installed.
set -u
cd "$(dirname "$0")/../.." || exit 1
[ $# -eq 3 ] || { echo 'usage: phone.sh BUILD_DIR COUNT SEED' >&2; exit 2; }
out=$1/oracle
mkdir -p "$out" || exit 1

skip()
{
    echo "skip: $1"
    exit 77
}

command -v g++ >/dev/null || skip 'no g++'
echo '#include <phonenumbers/phonenumberutil.h>' |
    g++ -E -x c++ - >/dev/null 2>&1 || skip 'no libphonenumber-dev'

objects=
for source in lib/phone/*.c lib/base/hex.c lib/base/text.c; do
    object=$out/$(basename "$source" .c).o
    ${CC:-gcc} -std=c11 -O2 -D_GNU_SOURCE -Ilib -c -o "$object" "$source" ||
        exit 1
    objects="$objects $object"
done
# shellcheck disable=SC2086 # one word an object
g++ -std=c++17 -O1 -Wall -Wextra -Werror -Ilib -o "$out/phone_oracle" \
    tests/oracle/phone_oracle.cc $objects -lphonenumber -lprotobuf \
    -lsodium || exit 1
"$out/phone_oracle" "$2" "$3"
