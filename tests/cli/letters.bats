# Letters: templates an organisation edits, drafts, pages and PDF.

setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    umask 077
    echo 'There are <b>many</b> {{calls}} & more.' > reasons
}

letter() {
    sar-export letter --ref "$REF" "$@"
}

# How the log is, to show that nothing was logged.
logged() {
    cat "$SAR_HOME"/log/*.jsonl | sha256sum
}

@test "a template to begin with is printed, and does as it is" {
    mkdir "$SAR_HOME/templates"
    kinds=$(sar-export letter --list-placeholders all | cut -f 1 | uniq)
    [ "$(wc -l <<< "$kinds")" -eq 11 ]
    for kind in $kinds; do
        sar-export letter --template "$kind" > "$SAR_HOME/templates/$kind.txt"
    done
    run -0 sar-export letter --check
    [ "$output" = "Every template will do." ]
    # And says the same as none.
    open_case
    letter --kind extension --reason complex --text reasons --format txt
    mv "$SAR_HOME/cases/$REF/letters/extension.draft.txt" with
    rm -r "$SAR_HOME/templates"
    letter --kind extension --reason complex --text reasons --format txt
    cmp with "$SAR_HOME/cases/$REF/letters/extension.draft.txt"
    # The list says what is required, for scripts too.
    run -0 sar-export letter --list-placeholders refusal
    grep -qP '^refusal\treasons\trequired\town-line\t' <<< "$output"
    grep -qP '^refusal\tname\toptional\tin-line\t' <<< "$output"
    sar-export letter --list-placeholders refusal --json | head -n 1 |
        grep -q '"schema":"sar-export.letter-slot/1"'
    run -2 sar-export letter --list-placeholders refusall
    run -2 sar-export letter --template refusall
}

@test "a template that will not do is named with its line before a record" {
    open_case
    mkdir "$SAR_HOME/templates"
    t=$SAR_HOME/templates
    sar-export letter --template answer | sed 's/{{rights}}//' > "$t/answer.txt"
    sar-export letter --template refusal | sed 's/{{reasons}}/{{reason}}/' \
        > "$t/refusal.txt"
    printf 'x\n' > "$t/extention.txt"
    line=$(wc -l < "$t/answer.txt")
    bad=$(grep -n '{{reason}}' "$t/refusal.txt" | cut -d : -f 1)
    run --separate-stderr -2 sar-export letter --check
    grep -qF "$t/answer.txt: line $line: ends without {{rights}}" <<< "$stderr"
    grep -qF "$t/refusal.txt: line $bad: a name that" <<< "$stderr"
    grep -qF "$t/extention.txt: no letter is called so" <<< "$stderr"
    # Who looks at the whole configuration sees it too.
    run --separate-stderr sar-export config check
    [ "$status" -eq 2 ]
    grep -qF "refusal.txt: line $bad: a name that" <<< "$stderr"
    before=$(logged)
    run --separate-stderr -2 answer
    [[ $stderr == *"answer.txt: line $line: ends without {{rights}}"* ]]
    [ -z "$(ls "$SAR_HOME/outbox")" ]
    [ ! -e "$SAR_HOME/cases/$REF/letter.txt" ]
    run --separate-stderr -2 sar-export refuse --ref "$REF" --by u1 \
        --reason unfounded --text reasons
    [[ $stderr == *"refusal.txt: line $bad: a name that"* ]]
    [ "$(logged)" = "$before" ]
    [ "$(records refuse)" -eq 0 ]
    [ "$(records intent)" -eq 0 ]
    [ ! -e "$SAR_HOME/cases/$REF/letters/refusal.txt" ]
}

@test "what an organisation writes is in its letters, and the audit agrees" {
    mkdir "$SAR_HOME/words"
    sed -i 's/^\[policy\]/[policy]\ntemplates = words/' "$SAR_HOME/sar.conf"
    sar-export letter --template answer |
        sed 's/^{{files}}/We are glad to help, {{name}}.\n\n{{files}}/' \
            > "$SAR_HOME/words/answer.txt"
    open_case
    run -3 answer
    grep -q '^We are glad to help, A. Sample.' \
        "$SAR_HOME/cases/$REF/letter.txt"
    run -0 sar-verify package --vkey "$SAR_HOME/log.vkey" \
        --passphrase-file "$BATS_TEST_TMPDIR/pass" "$SAR_HOME/outbox/$REF.zip"
}

@test "the template in the manual is one, and its letter makes sense" {
    mkdir "$SAR_HOME/templates"
    python3 - "$ROOT/man/sar-letter.5" "$SAR_HOME/templates/extension.txt" <<'END'
import sys
lines = open(sys.argv[1]).read().split(".Sh EXAMPLES")[1].split("\n")
at = lines.index("{{organisation}}")
open(sys.argv[2], "w").write("\n".join(lines[at:lines.index(".Ed", at)]) + "\n")
END
    letter --check
    open_case
    letter --kind extension --reason complex --text reasons
    tr -d '\r' < "$SAR_HOME/cases/$REF/letters/extension.draft.txt" |
        tr '\n' ' ' > flat
    grep -q 'We cannot answer it within one month. The law allows this for a' flat
}

@test "a draft logs nothing; its page has no markup but its own" {
    open_case
    before=$(logged)
    for kind in acknowledgement identity authority clarification extension fee \
        refusal answer; do
        case $kind in
            extension) set -- --reason numerous --text reasons ;;
            fee) set -- --reason copies --pence 1050 --text reasons ;;
            refusal) set -- --reason exempt --text reasons ;;
            clarification) set -- --text reasons ;;
            *) set -- ;;
        esac
        letter --kind "$kind" "$@"
        name=$SAR_HOME/cases/$REF/letters/$kind.draft
        [ "$(stat -c %a "$name.txt" "$name.html" | sort -u)" = 600 ]
        # CRLF throughout, UTF-8, no line longer than 72.
        run ! grep -qv $'\r$' "$name.txt"
        iconv -f UTF-8 -t UTF-8 "$name.txt" | tr -d '\r' |
            python3 -c 'import sys
assert all(len(l.rstrip("\n")) <= 72 for l in sys.stdin)'
        python3 - "$name.html" <<'END'
import sys, xml.etree.ElementTree as tree
text = open(sys.argv[1], encoding="utf-8").read()
root = tree.fromstring(text.replace("<!DOCTYPE html>", ""))
tags = {element.tag.split("}")[1] for element in root.iter()}
assert tags <= {"html", "head", "meta", "title", "style", "body", "main", "h1",
                "h2", "p", "ul", "li", "br"}, tags
assert root.get("lang") == "en-GB"
assert len([e for e in root.iter() if e.tag.endswith("}h1")]) == 1
assert not [e for e in root.iter() if "src" in e.attrib or "href" in e.attrib]
END
    done
    [ "$(logged)" = "$before" ]
    grep -q '{{calls}}' "$SAR_HOME/cases/$REF/letters/refusal.draft.txt"
    grep -qF '&lt;b&gt;many&lt;/b&gt; {{calls}} &amp; more.' \
        "$SAR_HOME/cases/$REF/letters/refusal.draft.html"
    run --separate-stderr -2 letter --kind extension --text reasons
    [[ $stderr == *"letter extension: ground: not given"* ]]
    [[ $stderr == *"hint: --reason CODE says it"* ]]
    run --separate-stderr -2 letter --kind clarification
    [[ $stderr == *"hint: --text FILE says it"* ]]
    run --separate-stderr -2 letter --kind fee --reason copies --text reasons
    [[ $stderr == *"hint: --pence N says it"* ]]
    run --separate-stderr -2 letter --kind complaint-acknowledgement
    [[ $stderr == *"hint: --name NAME"* ]]
    run --separate-stderr -2 letter --kind nil
    [[ $stderr == *"--kind: there would be a package: answer is its letter"* ]]
    [ ! -e "$SAR_HOME/cases/$REF/letters/nil.draft.txt" ]
    run --separate-stderr -2 letter --kind extension --pages
    run --separate-stderr -2 letter
}

@test "a letter written anew has no PDF of what it said before" {
    open_case
    answer || [ $? -eq 3 ]
    dir=$SAR_HOME/cases/$REF/letters
    letter --kind refusal --reason exempt --text reasons
    for name in refusal.draft answer; do
        [ -e "$dir/$name.html" ]
        echo of this text > "$dir/$name.pdf"
    done
    letter --pages
    letter --kind refusal --reason exempt --text reasons
    grep -q 'of this text' "$dir/refusal.draft.pdf"
    echo 'Other reasons.' > reasons
    letter --kind refusal --reason exempt --text reasons
    [ ! -e "$dir/refusal.draft.pdf" ]
    grep -q 'Other reasons.' "$dir/refusal.draft.html"
    [ -e "$dir/answer.pdf" ]
    printf 'Said anew.\r\n' >> "$SAR_HOME/cases/$REF/letter.txt"
    letter --pages
    [ ! -e "$dir/answer.pdf" ]
    grep -q 'Said anew.' "$dir/answer.html"
}

@test "PDF by WeasyPrint, where it is; without it that is said" {
    open_case
    if ! [ -x /usr/bin/weasyprint ] && ! [ -x /usr/local/bin/weasyprint ]; then
        run --separate-stderr -0 letter --kind refusal --reason exempt \
            --text reasons --format pdf
        [[ $stderr == *"weasyprint is not installed"* ]]
        [ ! -e "$SAR_HOME/cases/$REF/letters/refusal.draft.pdf" ]
        skip "weasyprint is not installed"
    fi
    command -v pdftotext > /dev/null || skip "pdftotext is not installed"
    letter --kind refusal --reason exempt --text reasons --format pdf
    pdf=$SAR_HOME/cases/$REF/letters/refusal.draft.pdf
    [ "$(stat -c %a "$pdf")" = 600 ]
    pdftotext -layout "$pdf" text
    grep -q 'We refuse your request' text
    grep -qF 'There are <b>many</b> {{calls}} & more.' text
    # Made once.
    before=$(sha256sum < "$pdf")
    run -0 letter --pages --format pdf
    [[ $output == *"0 PDFs were made."* ]]
    [ "$(sha256sum < "$pdf")" = "$before" ]
}
