#!/bin/bash
# Does every include go down?  A module includes its own headers and the
# public ones of what the Makefile's USES_MODULE lists; a program includes
# public headers, cmd/common's and its own.  Unit tests obey their module's
# list and may see its private headers.
cd "$(dirname "$0")/../.." || exit 1
. tests/lint/common.sh

# MODULE.h is a module's public face, and so is every header of base; a header
# that says "Private to" is not.  These are the faces there are besides.
public='
audio/peaks.h
audio/sealed.h
audit/proof.h
audit/redaction.h
casebook/compare.h
clock/holidays.h
docket/dockets.h
clock/nation.h
casebook/prefix.h
casebook/sample.h
disclosure/attach.h
disclosure/log.h
disclosure/prove.h
disclosure/record.h
tlog/commitment.h
tlog/cosign.h
tlog/key.h
tlog/keyfile.h
tlog/minisig.h
tlog/note.h
tlog/paths.h
tlog/policy.h
tlog/range.h
tlog/tlogproof.h
tlog/witness.h
tlog/evidence.h
tlog/tree.h
tlog/vkeys.h
export/advice.h
export/agenda.h
export/answer.h
export/approval.h
export/build.h
export/calendar.h
export/care.h
export/case.h
export/history.h
export/intake.h
export/agenda.h
export/hold.h
export/listen.h
export/open_cases.h
export/purge.h
export/retention.h
export/ready.h
export/posted.h
export/recovery.h
export/reveal.h
export/review.h
export/event.h
export/complaint.h
export/dates.h
export/delivery.h
export/due.h
export/find.h
export/released.h
export/home.h
export/inspect.h
export/letters.h
export/pdf.h
export/settings.h
export/timeline.h
export/traces.h
export/verdicts.h
export/wording.h
export/register.h
index/commitment.h
index/each.h
index/expiry.h
index/hold.h
index/purge.h
index/parts.h
index/search.h
index/verify.h
ingest/recommit.h
media/headerless.h
media/coded.h
package/age.h
package/content.h
package/passphrase.h
phone/country.h
picture/levels.h
package/reader.h
package/size.h
letter/html.h
letter/notice.h
letter/register.h
marks/basis.h
marks/decision.h
marks/marks.h
plan/guards.h
media/coded.h
plan/changes.h
plan/lint.h
plan/redactions.h
marks/read.h
review/saved.h
'

modules=$(lint_modules) || exit 1
[ -n "$modules" ] || { echo 'no modules in the Makefile'; exit 1; }
for module in $modules; do
    declare "uses_$module=$(lint_make_value "\$(USES_$module)")"
done

is_module()
{
    [[ " $modules " == *" $1 "* ]]
}

# Headers whose first comment says that they are private, asked for once.
declare -A private=()
while IFS= read -r file; do
    private[${file#lib/}]=1
done < <(lint_files 'lib/*.h' | xargs -d '\n' awk '
    FNR == 1 { over = 0; in_comment = 0 }
    over { next }
    /\/\*/ { in_comment = 1 }
    in_comment && /Private to/ { print FILENAME; over = 1 }
    in_comment && /\*\// { over = 1 }')

is_public()
{
    local owner=${1%%/*}
    [ -z "${private[$1]:-}" ] || return 1
    [[ $owner == base || $1 == "$owner/$owner.h" || $public == *"
$1
"* ]]
}

# file, line, header, module whose rights it has
check_lib_include()
{
    local file=$1 line=$2 header=$3 me=$4
    local owner=${header%%/*} uses=uses_$4

    if [ ! -f "lib/$header" ]; then
        finding "$file:$line: no such header: lib/$header"
    elif [ "$owner" = "$me" ]; then
        return
    elif [ "$me" != any ] && [[ " ${!uses} " != *" $owner "* ]]; then
        finding "$file:$line: $me may not include $owner"
    elif ! is_public "$header"; then
        finding "$file:$line: $header is private to $owner"
    fi
}

# file, line, header: an include by a program
check_cmd_include()
{
    local file=$1 line=$2 header=$3 program owner=${3%%/*}
    program=${file#*/}
    program=${program%%/*}

    if [[ $owner == "$program" || $owner == common ]] &&
        [ -f "cmd/$header" ]; then
        return
    elif [[ $header == */* ]] && is_module "$owner"; then
        check_lib_include "$file" "$line" "$header" any
    else
        finding "$file:$line: not a public, common or own header: $header"
    fi
}

# file, line, header: from where the file stands, what does it ask for?
check_include()
{
    local file=$1 line=$2 header=$3 module

    case $file in
    lib/*)
        module=${file#*/}
        module=${module%%/*}
        if ! is_module "$module"; then
            finding "$file: $module is not a module of the Makefile"
        elif [[ $header != */* || $header == ../* ]]; then
            finding "$file:$line: include by path: \"$module/$header\""
        else
            check_lib_include "$file" "$line" "$header" "$module"
        fi
        ;;
    cmd/*)
        check_cmd_include "$file" "$line" "$header"
        ;;
    tests/unit/test_*)
        [[ $header == */* && $header != ../* ]] || return
        module=${file##*/test_}
        module=${module%.c}
        check_lib_include "$file" "$line" "$header" "${module%%_*}"
        ;;
    esac
}

files=$(lint_files 'lib/*.c' 'lib/*.h' 'cmd/*.c' 'cmd/*.h' \
    'tests/unit/*.c' 'tests/unit/*.h') || exit 1
while IFS=: read -r file line text; do
    header=${text#*\"}
    check_include "$file" "$line" "${header%%\"*}"
done < <(xargs -d '\n' grep -Hn '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' \
    <<<"$files")


# The list above must not outlive what it names.
for header in $public; do
    [ -f "lib/$header" ] || finding "tests/lint/layers.sh: no lib/$header"
done
exit "$bad"
