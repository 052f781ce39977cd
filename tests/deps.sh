#!/bin/sh
# Install the Debian packages a target needs and this machine lacks.
# Usage: deps.sh [demo|check|bench|tidy|fuzz|browser|oracle|hear].  Asks first when a person is
# there to answer and is not root.
set -eu

build="gcc libc6-dev make pkg-config libjansson-dev libpopt-dev libcsv-dev
libinih-dev libexpat1-dev libsqlite3-dev libsndfile1-dev libflac-dev libopusenc-dev
libmp3lame-dev libzip-dev zlib1g-dev libsodium-dev libssl-dev libseccomp-dev
tzdata"
tests="git bash clang clang-format universal-ctags libcmocka-dev bats p7zip-full
libarchive-tools flac ffmpeg sox strace mandoc shellcheck python3 python3-icalendar sqlite3 openssl
minisign age binutils unzip ziptool nodejs libzip4j-java bsh fish zsh
bash-completion logrotate weasyprint poppler-utils python3-jsonschema espeak-ng
multimon-ng"

# Of the tests' readers of zips: bsh brings a Java runtime (190 MB) where there
# is none; zip.js is fetched by npm, and left out where there is no npm: Debian's
# own is 400 packages.
case ${1:-} in
demo) want="$build p7zip-full" ;;
check) want="$build $tests" ;;
bench) want="$build sox ffmpeg p7zip-full libarchive-tools openssl sqlite3 python3 time" ;;
tidy) want="$build clang clang-tidy cppcheck" ;;
fuzz) want="$build clang libclang-rt-14-dev" ;;
browser)
    want="$build p7zip-full chromium nodejs"
    # Who has node from elsewhere has npm with it.
    command -v npm >/dev/null 2>&1 || want="$want npm"
    ;;
oracle) want="$build g++ libphonenumber-dev" ;;
hear)
    want="$build python3 sox espeak-ng flite festival festvox-kdlpc16k
festvox-us-slt-hts asterisk-core-sounds-en-wav asterisk-core-sounds-fr-wav
asterisk-core-sounds-it-wav asterisk-core-sounds-ru-wav
asterisk-prompt-es-co asterisk-prompt-fr-armelle
asterisk-prompt-it-menardi-wav asterisk-moh-opsound-wav timidity freepats
openttd-openmsx"
    ;;
*) want=$build ;;
esac

missing=
for p in $want; do
    dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q ' installed$' ||
        missing="$missing $p"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "deps: these packages are missing, and apt-get is not here:$missing" >&2
    exit 1
fi
as=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "deps: run as root, or install sudo; missing:$missing" >&2
        exit 1
    fi
    as=sudo
    if [ -t 0 ]; then
        printf 'deps: install with sudo:%s\ndeps: go on? [y/N] ' "$missing"
        read -r answer
        case $answer in y | Y | yes) ;; *) exit 1 ;; esac
    fi
fi
echo "deps: installing:$missing"
$as apt-get -qq update
# shellcheck disable=SC2086 # one word a package is what is wanted
$as env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y \
    --no-install-recommends $missing >/dev/null
