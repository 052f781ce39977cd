"""Made-up FreeSWITCH records in a folder: freeswitch.py DIR.

transfer/   a caller answered by 2001 and sent on, blind, to 2002; JSON, plain
encoded/    the same, its variables URL-encoded
repeated/   the same, each stage under a name that comes again (old versions)
lines/      the same, a line each in one file
attended/   a caller answered by 2001, who asks 2003 first and then connects
            the two; XML, as mod_xml_cdr writes it
cdr.csv     FusionPBX's export: a call in, one out that nobody answered, one
            with a time that is none, and a row cut short
"""
import calendar
import json
import os
import sys
import time
import urllib.parse
from xml.sax.saxutils import escape, quoteattr

CALLER = "+447700900123"
DID = "01632960000"


def epoch(text):
    """UTC seconds."""
    return calendar.timegm(time.strptime(text, "%Y-%m-%d %H:%M:%S"))


def uuid(n):
    return "%08d-aaaa-4bbb-8ccc-0123456789ab" % n


def profile(who, caller, dialled, **more):
    out = {"username": caller, "dialplan": "XML", "caller_id_name": "Nobody",
           "ani": caller, "caller_id_number": caller,
           "network_addr": "192.0.2.1", "rdnis": "",
           "destination_number": dialled, "uuid": who,
           "source": "mod_sofia", "context": "default",
           "chan_name": "sofia/internal/%s@192.0.2.1" % caller}
    out.update(more)
    return out


def side(name, profiles):
    return {name: {name + "_caller_profiles": profiles}}


def stage(index, own, created, bridged=0, transferred=0, hungup=0):
    us = 1000000
    return {"dialplan": "XML", "profile_index": str(index),
            "extension": {"name": "x", "number": own["destination_number"],
                          "applications": [{"app_name": "bridge",
                                            "app_data": "user/x"}]},
            "caller_profile": own,
            "times": {"created_time": str(created * us),
                      "profile_created_time": str(created * us),
                      "answered_time": "0",
                      "bridged_time": str(bridged * us),
                      "hangup_time": str(hungup * us),
                      "transfer_time": str(transferred * us)}}


def record(who, direction, start, answer, end, flow, apps=(), **variables):
    us = 1000000
    local = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(start + 3600))
    out = {"uuid": who, "direction": direction, "start_stamp": local,
           "start_epoch": str(start), "start_uepoch": str(start * us + 6702),
           "answer_epoch": str(answer), "end_epoch": str(end),
           "answer_uepoch": str(answer * us), "end_uepoch": str(end * us),
           "duration": str(end - start),
           "billsec": str(end - answer if answer else 0),
           "hold_accum_ms": "0", "hangup_cause": "NORMAL_CLEARING",
           "digits_dialed": "1234#"}
    out.update(variables)
    return {"core-uuid": uuid(0), "switchname": "sw",
            "channel_data": {"state": "CS_REPORTING",
                             "direction": direction},
            "callStats": {"audio": {"inbound": {"errorLog": []}}},
            "variables": out,
            "app_log": {"applications": [
                {"app_name": a, "app_data": d, "app_stamp": "0"}
                for a, d in apps]},
            "callflow": flow}


def transfer():
    """A 10:00, 2001 10:00:10 to 10:01, held 20 s, 2002 to 10:03."""
    t = epoch("2026-06-10 09:00:00")
    a, b, c = uuid(1), uuid(2), uuid(3)
    path = "/var/lib/freeswitch/recordings/2026/%s.wav" % a
    one = profile(a, CALLER, DID, **side("originatee", [
        profile(b, CALLER, "2001")]))
    two = profile(a, CALLER, "2002", rdnis=DID, **side("originatee", [
        profile(c, CALLER, "2002")]))
    legs = "ARRAY::%s;Outbound Call;2001|:%s;Outbound Call;2002" % (b, c)
    yield record(
        a, "inbound", t, t + 10, t + 180,
        [stage(2, two, t + 60, bridged=t + 70, hungup=t + 180),
         stage(1, one, t, bridged=t + 10, transferred=t + 60)],
        [("set", "RECORD_STEREO=true"), ("record_session", path)],
        call_uuid=a, call_direction="inbound", originated_legs=legs,
        bridge_uuid=c, last_bridge_to=c, signal_bond=c,
        sip_from_user=CALLER, sip_to_user=DID,
        sip_full_from="\"Nobody\" <sip:%s@192.0.2.1>" % CALLER,
        caller_id="\"Nobody\" <%s>" % CALLER,
        transfer_history="%d:%s:bl_xfer:2002/default/XML" % (t + 60, uuid(9)),
        hold_events="{{%d123456,%d123456}}" % (t + 30, t + 50),
        hold_accum_ms="20000", RECORD_STEREO="true",
        record_ms="165000", record_seconds="165")
    for who, ext, start, answer, end in ((b, "2001", t + 2, t + 10, t + 60),
                                         (c, "2002", t + 61, t + 70, t + 180)):
        own = profile(who, "01632960000", ext, **side("originator", [
            profile(a, CALLER, DID)]))
        yield record(who, "outbound", start, answer, end,
                     [stage(1, own, start, bridged=answer, hungup=end)],
                     call_uuid=a, originating_leg_uuid=a, signal_bond=a,
                     last_bridge_to=a, bridge_uuid=a)


def attended():
    """E rings 2001 (F), who rings 2003 (G to H) and connects E and H."""
    t = epoch("2026-01-12 14:00:00")
    e, f, g, h = uuid(11), uuid(12), uuid(13), uuid(14)
    own = profile(e, CALLER, DID, **side("originatee", [
        profile(f, CALLER, "2001")]))
    yield record(
        e, "inbound", t, t + 5, t + 200,
        [stage(1, own, t, bridged=t + 5, hungup=t + 200)],
        call_uuid=e, bridge_uuid=h, signal_bond=h, last_bridge_to=f,
        transfer_history=["%d:%s:att_xfer:2001@a/2003@b" % (t + 90, uuid(8)),
                          "%d:%s:uuid_br:%s" % (t + 90, uuid(8), h)],
        hold=[(t + 40, t + 90, f)], hold_accum_ms="50000",
        record_path="/usr/local/freeswitch/recordings/council/archive",
        record_name="%s.wav" % e, record_stereo_swap="true")
    own = profile(f, CALLER, "2001", **side("originator", [
        profile(e, CALLER, DID)]))
    yield record(f, "outbound", t + 1, t + 5, t + 91,
                 [stage(1, own, t + 1, bridged=t + 5, hungup=t + 91)],
                 call_uuid=e, originating_leg_uuid=e)
    own = profile(g, "2001", "2003", **side("originatee", [
        profile(h, "2001", "2003")]))
    yield record(g, "inbound", t + 41, t + 50, t + 91,
                 [stage(1, own, t + 41, bridged=t + 50, hungup=t + 91)],
                 call_uuid=g, bridge_uuid=h, signal_bond=h)
    own = profile(h, "2001", "2003", **side("originator", [
        profile(g, "2001", "2003")]))
    yield record(h, "outbound", t + 42, t + 50, t + 200,
                 [stage(1, own, t + 42, bridged=t + 50, hungup=t + 200)],
                 call_uuid=g, originating_leg_uuid=g, signal_bond=e)


def encode(text):
    """switch_url_encode()"""
    return "".join(c if ord(c) < 128 and c not in
                   "\r\n \"#%&+:;<=>?@[\\]^`{|}" else urllib.parse.quote(c)
                   for c in text)


def element(name, content):
    if isinstance(content, dict):
        content = "".join(element(n, c) for n, c in content.items())
        return "<%s>%s</%s>\n" % (name, content, name)
    return "<%s>%s</%s>\n" % (name, escape(content), name)


def profile_xml(p):
    out = {}
    for name, value in p.items():
        if isinstance(value, dict):
            (inner, profiles), = value.items()
            out[name] = {inner[:-1]: profiles[0]}
        else:
            out[name] = value
    return out


def xml(cdr):
    variables = dict(cdr["variables"])
    holds = variables.pop("hold", [])
    out = element("channel_data", cdr["channel_data"])
    inner = ""
    for name, value in variables.items():
        for v in value if isinstance(value, list) else [value]:
            inner += element(name, encode(v))
    out += "<variables>%s</variables>\n" % inner
    out += "<app_log>%s</app_log>\n" % "".join(
        "<application app_name=%s app_data=%s app_stamp=\"0\"></application>" %
        (quoteattr(a["app_name"]), quoteattr(a["app_data"]))
        for a in cdr["app_log"]["applications"])
    if holds:
        out += "<hold-record>%s</hold-record>\n" % "".join(
            "<hold on=\"%d000000\" off=\"%d000000\" bridged-to=\"%s\"></hold>"
            % h for h in holds)
    for flow in cdr["callflow"]:
        out += "<callflow dialplan=\"XML\" profile_index=\"%s\">%s%s" % (
            flow["profile_index"],
            element("caller_profile", profile_xml(flow["caller_profile"])),
            element("times", flow["times"]))
        out += "</callflow>\n"
    return ("<?xml version=\"1.0\"?>\n<cdr core-uuid=\"%s\" switchname=\"sw\">"
            "\n%s</cdr>\n" % (cdr["core-uuid"], out))


def write(folder, name, text):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def again(cdr):
    """JSON with one "callflow" for each stage, which no dict can hold."""
    flow = cdr.pop("callflow")
    text = json.dumps(cdr)[:-1]
    return text + "".join(",\"callflow\":" + json.dumps(f)
                          for f in flow) + "}"


COLUMNS = """domain_uuid sip_call_id extension extension_name start_stamp
end_stamp start_date_formatted start_time_formatted start_epoch hangup_cause
duration billmsec missed_call record_path record_name xml_cdr_uuid bridge_uuid
direction billsec caller_id_name caller_id_number caller_destination
source_number destination_number leg read_codec write_codec cc_side
answer_stamp status sip_hangup_disposition tta""".split()


def fusionpbx():
    """xml_cdr_export.php: quotes around everything, none escaped."""
    t = epoch("2026-06-10 09:00:00")
    rows = [
        dict(extension="2001", extension_name="No \"Body\"",
             start_stamp="2026-06-10 10:00:00.5+01",
             end_stamp="2026-06-10 14:33:00+05:30", start_epoch=t,
             duration=170, billsec=170, xml_cdr_uuid=uuid(1),
             bridge_uuid=uuid(2), direction="inbound", leg="a",
             record_path="/var/lib/freeswitch/recordings/d/archive/2026/Jun/10",
             record_name=uuid(1) + ".mp3", caller_id_name="Nobody",
             caller_id_number=CALLER, caller_destination=DID,
             source_number=CALLER, destination_number="2001",
             answer_stamp="2026-06-10 10:00:10+01", tta=10),
        dict(extension="2002", start_stamp="2026-06-10 10:00:00",
             end_stamp="2026-06-10 10:00:20", start_epoch=t, billsec=0,
             xml_cdr_uuid=uuid(2), direction="outbound", leg="a",
             caller_id_number="2002", destination_number="901632960123"),
        dict(start_epoch="then", xml_cdr_uuid=uuid(3), leg="a")]
    lines = [COLUMNS] + [[str(r.get(c, "")) for c in COLUMNS] for r in rows]
    lines.append(["cut", "short"])
    return "".join(",".join("\"%s\"" % f for f in line) + "\n"
                   for line in lines)


def main(folder):
    for cdr in transfer():
        name = "a_%s.cdr.json" % cdr["variables"]["uuid"]
        write(folder + "/transfer", name, json.dumps(cdr))
        coded = dict(cdr, variables={n: encode(v) for n, v in
                                     cdr["variables"].items()})
        write(folder + "/encoded", name, json.dumps(coded, indent=1))
        write(folder + "/repeated", name, again(dict(cdr)))
    write(folder + "/lines", "calls.json",
          "".join(json.dumps(c) + "\n" for c in transfer()))
    write(folder, "cdr.csv", fusionpbx())
    for cdr in attended():
        write(folder + "/attended",
              "a_%s.cdr.xml" % cdr["variables"]["uuid"], xml(cdr))


main(sys.argv[1])
