# shellcheck shell=bash
# Cases to be reviewed, each in a home review-NAME with its page made:
#   fresh    the sample, nobody has listened to anything
#   marked   the sample, all decided
#   hostile  the sample, everybody writes markup
#   many     100 calls with 50 cuts each
#   long     a call of three hours, and two of one second
#   sounds   a call that rings, and in which keys are pressed

: "${sample:?}" "${ref:?}" "${work:?}" "${evil:?}"

# A home with calls of these lengths: NAME LENGTH...
made()
{
    SAR_HOME=$work/$1
    export SAR_HOME
    node "$ROOT/tests/browser/calls.mjs" "$work/$1.made" "${@:2}"
    sar-export init --quiet --config "$sample/sar.conf"
    mkdir -p "$SAR_HOME/recorder"
    mv "$work/$1.made/audio" "$SAR_HOME/recorder/monitor"
    sar-index init --quiet
    sar-index import --quiet --mapping "$work/$1.made/mapping.conf" \
        "$work/$1.made/calls.csv"
    sar-export request --quiet --file "$sample/requests/$ref.conf"
}

mark()
{
    sar-export mark --quiet --ref "$ref" --by u1041 --speaker requester "$@"
}

# 3, 5: the case has what is missing, or undecided; the page is there.
page()
{
    sar-export review --quiet "$ref" || [ $? -eq 3 ] || [ $? -eq 5 ]
    [ -s "$SAR_HOME/cases/$ref/review/index.html" ]
}

# Which recordings of the sample are decided how: labels FOLDER.
decide()
{
    local pair item
    for pair in 4:02 5:03 9:06 13:08; do
        item=${pair%:*}
        mark --item "$item" --labels "$1/labels/${pair#*:}.txt" \
            --decision "$1/decisions/${pair#*:}.txt"
    done
    for item in 3 7 8 11; do
        mark --item "$item" --nothing-to-cut
    done
    mark --item 14 --nothing-to-cut --damage-heard
    sar-export mark --quiet --ref "$ref" --by u1041 --item 15 --speaker other
}

copy sample review-fresh
page

copy sample review-marked
decide "$sample"
page

home review-hostile "$work/hostile.conf"
sar-export request --quiet --file "$work/hostile.request"
mkdir -p "$work/evil/labels" "$work/evil/decisions"
for n in 02 03 06 08; do
    sed "s|another voice|$evil|" "$sample/labels/$n.txt" \
        > "$work/evil/labels/$n.txt"
    sed "s|^\(information\): .*|\1: $evil|" "$sample/decisions/$n.txt" \
        > "$work/evil/decisions/$n.txt"
done
decide "$work/evil"
page

# shellcheck disable=SC2046 # a word a call
made review-many $(yes 20 | head -n 100)
for i in $(seq 50); do
    printf '%d.%06d\t%d.%06d\tTP somebody\n' $((i * 38 / 100)) \
        $((i * 38 % 100 * 10000)) $((i * 38 / 100)) \
        $((i * 38 % 100 * 10000 + 9000))
done > "$work/fifty.txt"
for i in $(seq 100); do
    mark --item "$i" --labels "$work/fifty.txt" \
        --decision "$sample/decisions/02.txt"
done
page

made review-long 10800 1 1x2
page

made review-sounds keys
page
