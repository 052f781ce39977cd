# shellcheck shell=bash
# What the lints share; sourced from the project's root.

set -u
export LC_ALL=C

# Everything the project owns, whether committed yet or not, by name pattern;
# no file at all is an error, for a lint that looks at nothing always passes.
lint_files()
{
    local list
    if ! list=$(git ls-files -co --exclude-standard -- "$@" 2>/dev/null); then
        local pattern find_args=()
        for pattern in "$@"; do
            find_args+=(-o -name "${pattern##*/}")
        done
        list=$(find . \( -path ./build -o -path ./.git \) -prune -o -type f \
            \( "${find_args[@]:1}" \) -print | sed 's,^\./,,' | sort)
    fi
    local file found=
    while IFS= read -r file; do
        [ -f "$file" ] || continue
        printf '%s\n' "$file"
        found=1
    done <<<"$list"
    if [ -z "$found" ]; then
        echo "no file matches: $*" >&2
        return 1
    fi
}

# lint_need TOOL...: end as skipped (77) when one is not installed.
lint_need()
{
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null 2>&1 && continue
        echo "skip: $tool is not installed"
        exit 77
    done
}

# What a variable of the Makefile holds, as make expands it.
lint_make_value()
{
    # Set by a make that runs us; it would bring its own options and jobs.  Of
    # no flavour and of nothing built, so that it neither tries the compiler's
    # flags nor reads what every object depends on.
    env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make --no-print-directory -s \
        O=none FLAVOUR=none \
        --eval "lint-value: ; \$(info $1) @:" lint-value
}

# One finding, on one line; a lint ends with "exit $bad".
bad=0

# shellcheck disable=SC2034 # bad is read by whoever sources this
finding()
{
    printf '%s\n' "$*"
    bad=1
}

lint_modules()
{
    lint_make_value "\$(MODULES)"
}
