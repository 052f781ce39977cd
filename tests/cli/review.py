"""What a page of sar-export review says, held against what is known of it
otherwise: the plan, the files, what ffmpeg decodes."""
import base64
import fnmatch
import hashlib
import html.parser
import json
import os
import re
import shutil
import sqlite3
import struct
import subprocess
import sys

what, *args, home, ref = sys.argv[1:]
case = os.path.join(home, "cases", ref)
folder = os.path.join(case, "review")


class Page(html.parser.HTMLParser):
    """The elements of the page, and the texts of scripts and style."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.texts, self.inside = [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.inside = (tag, dict(attrs))
            self.texts.append([self.inside, ""])

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside:
            self.texts[-1][1] += data


def read():
    with open(os.path.join(folder, "index.html"), encoding="utf-8") as file:
        page = Page(file.read())
    data = [text for (tag, attrs), text in page.texts
            if attrs.get("type") == "application/json"]
    assert len(data) == 1 and "<" not in data[0]
    return page, json.loads(data[0])


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def source(digest):
    """The path of the recording with that digest."""
    for where, _, names in os.walk(os.path.join(home, "recorder")):
        for name in names:
            if sha256(os.path.join(where, name)) == digest:
                return os.path.join(where, name)
    raise AssertionError("no recording has the digest of an item")


def samples(path):
    return subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, "-f", "s16le", "-"],
        check=True, stdout=subprocess.PIPE).stdout


def csp(text):
    digest = hashlib.sha256(text.encode()).digest()
    return "'sha256-%s'" % base64.b64encode(digest).decode()


def check_policy(page, data):
    policy = [a["content"] for t, a in page.tags
              if a.get("http-equiv") == "Content-Security-Policy"]
    assert len(policy) == 1
    rules = dict(r.split(" ", 1) for r in policy[0].split("; "))
    scripts = [csp(text) for (tag, attrs), text in page.texts
               if tag == "script" and not attrs]
    styles = [csp(text) for (tag, _), text in page.texts if tag == "style"]
    assert rules == {
        "default-src": "'none'", "connect-src": "'none'",
        "base-uri": "'none'", "form-action": "'none'",
        "media-src": "'self' file:", "script-src": " ".join(scripts),
        "style-src": styles[0] + " 'nonce-%s'" % data["nonce"]}, rules
    assert len(scripts) == 2 and len(styles) == 1
    # Nothing is fetched, and nothing runs but those scripts.
    for tag, attrs in page.tags:
        for name in attrs:
            assert name not in ("src", "srcset", "style", "action")
            assert not name.startswith("on")
        assert not attrs.get("href", "#").partition("#")[0]


def check_cut(item, cut):
    assert set(cut) == {"from_us", "to_us", "channels", "basis", "fill",
                        "decision"}
    assert 0 <= cut["from_us"] < cut["to_us"] <= item["length_us"] + 1000
    assert cut["fill"] in ("policy", "tone", "silence")


def check_item(item):
    assert item["length_us"] > 0 and 1 <= item["channels"] <= 8
    for kind in ("original", "redacted"):
        name = item[kind]
        if name is None:
            assert kind == "redacted" and item["redacted_sha256"] is None
            continue
        assert name == "%s-%02d.flac" % (kind, item["item"])
        assert sha256(os.path.join(folder, name)) == item[kind + "_sha256"]
    assert len(item["peaks"]) == item["channels"]
    for cut in item["cuts"]:
        check_cut(item, cut)
        # What goes in fact is no less than what was marked.
        assert any(r["from_us"] <= cut["from_us"] and
                   cut["to_us"] <= r["to_us"] for r in item["removed"])


def check_data():
    page, data = read()
    check_policy(page, data)
    assert data["schema"] == "sar-review.page/1" and data["ref"] == ref
    assert data["received"] == "2026-10-10" and data["due"] == "2026-11-10"
    assert all(re.fullmatch("[\u2022 ]+\\d{3}", n) for n in data["numbers"])
    numbers = [i["item"] for i in data["items"]]
    assert numbers == list(range(1, len(numbers) + 1))
    heard = [i for i in data["items"] if i["reviewable"]]
    assert len(heard) == 11
    for item in heard:
        check_item(item)
        source(item["recording"])
    listed = dict(reversed(line.split("  ")) for line in
                  open(os.path.join(folder, "recordings"), encoding="ascii")
                  .read().splitlines())
    assert listed == {i["original"]: i["recording"] for i in heard}
    plan = json.loads(subprocess.run(
        ["sar-export", "plan", "--ref", ref, "--json"], check=False,
        stdout=subprocess.PIPE).stdout.splitlines()[-1])
    assert plan["plan"] == data["base"]
    files = {"index.html", "recordings"}
    files |= {i[k] for i in heard for k in ("original", "redacted") if i[k]}
    assert set(os.listdir(folder)) == files
    assert {b["code"] for b in data["bases"]} >= {"TP", "CRIME", "NEITHER"}
    assert [f["key"] for f in data["fields"]][:2] == [
        "outcome", "without-identifying"]


def tops(item, wave):
    """The peaks of the page, from the samples: the least and the most of each
    hundredth of a second, divided by 256 towards zero."""
    n = item["channels"]
    values = struct.unpack("<%dh" % (len(wave) // 2), wave)
    frames = len(values) // n
    rate, out = item["rate"], [b""] * n
    bins = -(-frames * 100 // rate)
    for channel in range(n):
        of = values[channel::n]
        for k in range(bins):
            part = of[k * rate // 100:(k + 1) * rate // 100]
            if part:
                out[channel] += struct.pack(
                    "bb", int(min(part) / 256), int(max(part) / 256))
    return out


def check_sound():
    for item in read()[1]["items"]:
        if not item["reviewable"]:
            continue
        wave = samples(os.path.join(folder, item["original"]))
        path = source(item["recording"])
        codec = subprocess.run(
            ["ffprobe", "-v", "error", "-show_entries", "stream=codec_name",
             "-of", "csv=p=0", path], check=True,
            stdout=subprocess.PIPE).stdout.strip()
        # What is decoded with a loss two decoders decode in two ways.
        if codec in (b"pcm_s16le", b"pcm_mulaw", b"pcm_alaw", b"flac") and \
                not item["unsure"]:
            assert samples(path) == wave, item["item"]
        drawn = [base64.b64decode(p) for p in item["peaks"]]
        assert tops(item, wave) == drawn, item["item"]
        assert len(wave) // 2 // item["channels"] == \
            -(-item["length_us"] * item["rate"] // 1000000)


def check_package():
    names = sorted(n for n in os.listdir(args[0]) if n.endswith(".flac"))
    copies = sorted(n for n in os.listdir(folder) if n.startswith("redacted"))
    assert len(names) == len(copies) > 5
    for name, copy in zip(names, copies):
        assert samples(os.path.join(args[0], name)) == \
            samples(os.path.join(folder, copy)), name


def with_cut():
    """An item with a cut, of a recording whose samples can be changed where
    they are: 16 bits each, in a file that ends with them."""
    for item in read()[1]["items"]:
        if not item.get("removed"):
            continue
        with open(source(item["recording"]), "rb") as file:
            head = file.read(44)
        if head[:4] == b"RIFF" and head[20:22] == b"\1\0" and \
                head[34:36] == b"\x10\0" and head[36:40] == b"data":
            return item
    raise AssertionError("no item has a cut")


def change_secret():
    """Copies of the sample's recorder and marks in which something else is
    said where the cut of one recording is."""
    item = with_cut()
    path = source(item["recording"])
    cut = item["removed"][0]
    first, last = (cut[k] * item["rate"] // 1000000
                   for k in ("from_us", "to_us"))
    shutil.copytree(os.path.join(home, "recorder"), "recorder")
    shutil.copytree(os.path.join(case, "marks"), "marks")
    path = os.path.join("recorder", os.path.relpath(
        path, os.path.join(home, "recorder")))
    with open(path, "rb") as file:
        wave = bytearray(file.read())
    n = 2 * item["channels"]
    for at in range(44 + (first + 1) * n, 44 + (last - 1) * n):
        wave[at] ^= 0x5a
    with open(path, "wb") as file:
        file.write(wave)
    for name in os.listdir("marks"):
        with open(os.path.join("marks", name), encoding="utf-8") as file:
            text = file.read()
        with open(os.path.join("marks", name), "w", encoding="utf-8") as file:
            file.write(text.replace(item["recording"], sha256(path)))
    with open("before.json", "w", encoding="ascii") as file:
        json.dump(item, file)


def check_same():
    with open("before.json", encoding="ascii") as file:
        was = json.load(file)
    now = next(i for i in read()[1]["items"] if i["item"] == was["item"])
    assert now["recording"] != was["recording"]
    assert now["original_sha256"] != was["original_sha256"]
    assert now["redacted_sha256"] == was["redacted_sha256"]


def check_wrong():
    """So many items say what is wrong with their recording, and no more."""
    data = read()[1]
    wrong = [i for i in data["items"] if i["wrong"]
             and not i["wrong"].startswith("It was not there when")]
    assert len(wrong) == int(args[0])
    for item in wrong:
        assert not item["reviewable"] and "original" not in item
        assert re.fullmatch(r"[A-Z][a-z: ]+\.", item["wrong"])
        assert not [n for n in os.listdir(folder)
                    if n.endswith("-%02d.flac" % item["item"])]


def check_whole():
    """The page is of the copies beside it, each whole, and of no others."""
    files = {"index.html", "recordings"}
    for item in read()[1]["items"]:
        if item["reviewable"]:
            check_item(item)
            files |= {item[k] for k in ("original", "redacted") if item[k]}
    assert set(os.listdir(folder)) == files


def check_says():
    """The page's data has these members, as the patterns have them."""
    data = read()[1]
    for key, pattern in zip(args[::2], args[1::2]):
        assert fnmatch.fnmatchcase(str(data[key]), pattern), data[key]


def check_claimed():
    """A purge is about to delete something."""
    index = sqlite3.connect("file:%s/index.db?mode=ro" % home, uri=True)
    claimed = "SELECT count(*) FROM purge WHERE state = 0"
    sys.exit(index.execute(claimed).fetchone()[0] == 0)


if what == "data":
    check_data()
elif what == "says":
    check_says()
elif what == "claimed":
    check_claimed()
elif what == "whole":
    check_whole()
elif what == "files":
    for one in read()[1]["items"]:
        if one["reviewable"]:
            print(source(one["recording"]))
elif what == "wrong":
    check_wrong()
elif what == "sound":
    check_sound()
elif what == "package":
    check_package()
elif what == "secret":
    change_secret()
elif what == "same":
    check_same()
else:
    sys.exit("what?")
