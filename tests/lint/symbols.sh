#!/bin/bash
# symbols.sh BUILD_DIR: does every external name say where it is from?
# sar_MODULE_..., or sar_STEM_... for the stem of a header of that module; in
# base, sar_FILE_...
cd "$(dirname "$0")/../.." || exit 1
. tests/lint/common.sh
lint_need nm
build=${1:?usage: symbols.sh BUILD_DIR}

modules=$(lint_modules) || exit 1
for module in $modules; do
    archive=$build/lib/$module.a
    if [ ! -f "$archive" ]; then
        finding "$archive: not built"
        continue
    fi
    stems=$module
    for header in "lib/$module"/*.h; do
        stems+="|$(basename "$header" .h)"
    done
    if [ "$module" = base ]; then
        for source in lib/base/*.c; do
            stems+="|$(basename "$source" .c)"
        done
    fi
    names=$(nm -g --defined-only "$archive" 2>/dev/null |
        awk 'NF == 3 { print $3 }')
    [ -n "$names" ] || finding "$archive: no external names"
    while IFS= read -r name; do
        [ -n "$name" ] || continue
        [[ $name =~ ^sar_($stems)_ ]] ||
            finding "lib/$module: external name: $name"
    done <<<"$names"
done
exit "$bad"
