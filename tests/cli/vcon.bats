# The vCons of a real build: whose number is in them, and that they say of each
# recording what the plan does.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
}

# NUMBER...: what was asked for.
checked() {
    opened "$SAR_HOME/outbox" "$REF" pass opened
    python3 "$ROOT/tests/cli/vcon.py" opened "$SAR_HOME" "$REF" \
        "$SAMPLE/recorder/cdr.csv" "$@"
}

@test "a vCon has the requester's number as asked for, and what the plan says" {
    open_case
    answer --quiet --vcon || [ $? -eq 3 ]
    checked 01632960123
}

@test "so it does in Opus, hidden and in volumes, of two numbers asked for" {
    sed 's/^number = .*/number = +44 7700 900123\n&/' \
        "$SAMPLE/requests/$REF.conf" > asked
    sar-export request --quiet --file asked
    item=$(sar-export find --json --ref "$REF" | python3 -c '
import json, sys
(item,) = [i for i in map(json.loads, sys.stdin)
           if i.get("start") == "2026-09-10T08:44:19Z"]
print(item["item"])')
    sar-export mark --quiet --ref "$REF" --item "$item" --by u1041 \
        --speaker requester --nothing-to-cut
    answer --quiet --vcon --format opus --hide-names --volume-size "100 kB" ||
        [ $? -eq 3 ]
    [ -e "$SAR_HOME/outbox/$REF-part-2.zip" ]
    checked 01632960123 07700900123
}
