"""Exports of made-up calls, the same ones whenever this runs:
calls.py SEED ROWS FIRST [again]

ROWS rows of FreePBX's CSV on standard output, their references from number
FIRST on; with "again" each reference comes twice, the second time changed."""
import csv
import random
import sys

HEAD = ("calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,"
        "duration,billsec,disposition,amaflags,accountcode,uniqueid,userfield,"
        "did,cnum,cnam,outbound_cnum,outbound_cnam,dst_cnam,recordingfile,"
        "linkedid,peeraccount,sequence").split(",")
# What the sample data has on disk.
FILE = "in-01632960000-01632960123-20260409-164107-1775749267.702.wav"


def row(rng, number):
    day, second = rng.randrange(1, 29), rng.randrange(86400)
    talk = rng.randrange(600)
    src = rng.choice(["01632960%03d" % rng.randrange(1000),
                      "+44 1632 960%03d" % rng.randrange(1000),
                      "anonymous", "2%03d" % rng.randrange(40)])
    cells = dict.fromkeys(HEAD, "")
    cells.update(
        calldate="2026-04-%02d %02d:%02d:%02d" % (
            day, second // 3600, second // 60 % 60, second % 60),
        clid=src, src=src, dst="2%03d" % rng.randrange(40),
        channel="PJSIP/trunk-1", dstchannel="PJSIP/2001-2", lastapp="Dial",
        duration=talk + 5, billsec=talk, disposition="ANSWERED",
        uniqueid="%d.1" % number, linkedid="%d.1" % (number - number % 3),
        did="01632960000", sequence=number)
    if rng.randrange(4) == 0:
        cells["recordingfile"] = rng.choice([FILE, "lost-%d.wav" % number])
    return [cells[name] for name in HEAD]


def main():
    rng = random.Random(int(sys.argv[1]))
    count, first = int(sys.argv[2]), int(sys.argv[3])
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(HEAD)
    rows = [row(rng, first + i) for i in range(count)]
    if sys.argv[4:] == ["again"]:
        rows += [row(rng, first + i) for i in range(count)]
        rng.shuffle(rows)
    out.writerows(rows)


main()
