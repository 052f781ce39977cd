"""Make a home whose recordings differ from another's only where it says.

    interference.py HOME WORK SECRET EDGE

A call of the requester in each format a recorder writes, one and two
channels, with a part to be cut.  SECRET says what is under the cut: noise,
square or silence.  EDGE is how many frames of the secret lie just outside the
cut, before it and after: 0 is what must not be told from another secret.
Codecs whose sound carries over from block to block have whole blocks changed.
"""
import array
import hashlib
import os
import random
import subprocess
import sys

DECISION = os.path.join(os.path.dirname(__file__),
                        "../../sample-data/decisions/02.txt")
RATE, FRAMES = 8000, 16000
FROM, TO = 6400, 12000  # whole tenths of a second
# name, options of ffmpeg, format of the file, channels
FORMATS = [
    ("pcm16", ["-c:a", "pcm_s16le"], "wav", 1),
    ("pcm16-2", ["-c:a", "pcm_s16le"], "wav", 2),
    ("alaw", ["-c:a", "pcm_alaw"], "wav", 1),
    ("alaw-2", ["-c:a", "pcm_alaw"], "wav", 2),
    ("ulaw", ["-c:a", "pcm_mulaw"], "wav", 1),
    ("ulaw-2", ["-c:a", "pcm_mulaw"], "wav", 2),
    ("flac", [], "flac", 1), ("flac-2", [], "flac", 2),
    ("pcm8", ["-c:a", "pcm_u8"], "wav", 1),
    ("pcm24-2", ["-c:a", "pcm_s24le"], "wav", 2),
    ("pcm32", ["-c:a", "pcm_s32le"], "wav", 1),
    ("float-2", ["-c:a", "pcm_f32le"], "wav", 2),
    ("rf64", ["-c:a", "pcm_s16le", "-rf64", "always"], "wav", 1),
    ("au", ["-c:a", "pcm_mulaw"], "au", 1),
    ("aiff-2", ["-c:a", "pcm_s16be"], "aiff", 2),
    ("caf", ["-c:a", "pcm_s16be"], "caf", 1),
    ("ima", ["-c:a", "adpcm_ima_wav", "-block_size", "256"], "wav", 1),
    ("ms-2", ["-c:a", "adpcm_ms", "-block_size", "256"], "wav", 2)]
BLOCKS = ("ima", "ms-2")
COLUMNS = ("calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,"
           "lastdata,duration,billsec,disposition,amaflags,accountcode,"
           "uniqueid,userfield,did,cnum,cnam,outbound_cnum,outbound_cnam,"
           "dst_cnam,recordingfile,linkedid,peeraccount,sequence")


def speech(channels, seed):
    """Steps of a random walk: no two frames near each other are alike."""
    rng = random.Random(seed)
    out, at = array.array("h"), 0
    for _ in range(FRAMES * channels):
        at = max(-9000, min(9000, at + rng.randint(-900, 900)))
        out.append(at)
    return out


def secret(kind, n, seed):
    rng = random.Random(seed)
    if kind == "noise":
        return array.array("h", (rng.randint(-32768, 32767)
                                 for _ in range(n)))
    if kind == "square":
        return array.array("h", (24000 if i // 8 % 2 else -24000
                                 for i in range(n)))
    return array.array("h", bytes(2 * n))


def encode(pcm, options, form, channels, path):
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "s16le",
                    "-ar", str(RATE), "-ac", str(channels), "-i", "-"] +
                   options + ["-f", form, path], input=pcm.tobytes(),
                   check=True)


def change_blocks(path, kind, edge):
    """Other bytes in the blocks that lie wholly under the cut."""
    with open(path, "rb") as f:
        data = bytearray(f.read())
    size = int.from_bytes(data[32:34], "little")
    channels = data[22]
    start = data.index(b"data") + 8
    # Frames of a block: ITU's and Microsoft's, as their headers say.
    each = int.from_bytes(data[38:40], "little")
    first, last = -(-FROM // each), TO // each
    assert last - first > 2 and channels in (1, 2)
    # Past the guards on both sides of the cut, to whole tenths of a second.
    more = 5 * edge
    for block in range(first - more, last + more):
        at = start + block * size
        # The header of a block stays: what it holds must be in range.
        head = 7 * channels if data[20] == 2 else 4 * channels
        new = secret(kind, size, block).tobytes()[:size - head]
        data[at + head:at + size] = new
    with open(path, "wb") as f:
        f.write(data)


def make_sound(path, entry, kind, edge):
    name, options, form, channels = entry
    pcm = speech(channels, name)
    if name not in BLOCKS:
        a, b = (FROM - edge) * channels, (TO + edge) * channels
        pcm[a:b] = secret(kind, b - a, name)
    encode(pcm, options, form, channels, path)
    if name in BLOCKS:
        change_blocks(path, kind, edge)


def make_marks(folder, number, path):
    with open(path, "rb") as f:
        digest = hashlib.sha256(f.read()).hexdigest()
    with open("%s/%02d.marks" % (folder, number), "w") as f:
        f.write("sar-marks: 1\nrecording: sha256:%s\nspeaker: requester\n"
                "reviewer: u1041\nreviewed: 2026-10-12\n" % digest)
        with open(DECISION) as decision:
            f.writelines("decision.1." + line for line in decision)
        f.write("\n%.6f\t%.6f\tTP\n" % (FROM / RATE, TO / RATE))


def main(home, work, kind, edge, wanted):
    folder = home + "/recorder/monitor/2026/06/01/"
    marks = work + "/marks"
    os.makedirs(folder)
    os.makedirs(marks)
    with open(work + "/cdr.csv", "w") as f:
        f.write(COLUMNS + "\n")
        for n, entry in enumerate(e for e in FORMATS
                                  if not wanted or e[0] in wanted):
            at = "%02d%02d00" % (9 + n // 6, n % 6 * 10)
            uid = "%d.%d" % (1780300800 + n * 600, n)
            name = "in-01632960000-01632960123-20260601-%s-%s.%s" % (
                at, uid, entry[2])
            make_sound(folder + name, entry, kind, edge)
            make_marks(marks, n, folder + name)
            f.write("2026-06-01 %s:%s:00,,01632960123,2001,ext,PJSIP/t-%d,"
                    "PJSIP/2001-1,Dial,,2,2,ANSWERED,3,,%s,,01632960000,"
                    "01632960123,,,,,%s,%s,,%d\n"
                    % (at[:2], at[2:4], n, uid, name, uid, n))


main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5:])
