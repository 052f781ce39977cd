"""Whole sound files of every format, all of the same three seconds.

What is heard tells where in time it is: a tone that rises by 500 Hz a second
in the first channel and falls in the second.  In two places, and nowhere
else, there is a 3000 Hz tone: the secret.
"""
import array
import math
import os
import subprocess

RATE, SECONDS = 8000, 3
FRAMES = RATE * SECONDS
SECRETS = ((4000, 5600), (12000, 15200))  # frames
SECRET_HZ = 3000
LOW, HIGH, SLOPE = 400, 1900, 500

# What a codec carries beyond the marked span, in milliseconds before, after.
GUARDS = {"gsm610": (150, 400), "vorbis": (150, 400), "opus": (150, 400),
          "mp3": (150, 400), "ima-adpcm": (60, 60), "ms-adpcm": (60, 60),
          "g721": (60, 60), "g723-24": (60, 60)}
# Sample by sample what any other decoder gives.
EXACT = {"pcm8", "pcm16", "pcm24", "pcm32", "float", "double", "alaw", "ulaw",
         "flac", "alac"}

# name, how it is made, family, codec, channels
PLAIN = [
    ("wav-pcm8", "riff", "pcm8", 1), ("wav-pcm16", "riff", "pcm16", 1),
    ("wav-pcm16", "riff", "pcm16", 2), ("wav-pcm24", "riff", "pcm24", 1),
    ("wav-pcm32", "riff", "pcm32", 2), ("wav-float", "riff", "float", 1),
    ("wav-double", "riff", "double", 1), ("wav-alaw", "riff", "alaw", 1),
    ("wav-alaw", "riff", "alaw", 2), ("wav-ulaw", "riff", "ulaw", 1),
    ("wav-ulaw", "riff", "ulaw", 2), ("wav-ima", "riff", "ima-adpcm", 1),
    ("wav-ima", "riff", "ima-adpcm", 2), ("wav-ms", "riff", "ms-adpcm", 1),
    ("wav-ms", "riff", "ms-adpcm", 2), ("wav-gsm", "riff", "gsm610", 1),
    ("wav-g721", "riff", "g721", 1), ("wavex-pcm16", "riff", "pcm16", 2),
    ("wavex-alaw", "riff", "alaw", 1), ("rf64-pcm16", "rf64", "pcm16", 1),
    ("rf64-alaw", "rf64", "alaw", 2), ("au-ulaw", "au", "ulaw", 1),
    ("au-pcm16", "au", "pcm16", 2), ("au-g721", "au", "g721", 1),
    ("au-g723", "au", "g723-24", 1), ("aiff-pcm16", "aiff", "pcm16", 2),
    ("caf-pcm16", "caf", "pcm16", 1), ("caf-alac", "caf", "alac", 1),
    ("flac", "flac", "flac", 1), ("flac", "flac", "flac", 2),
    ("flac24", "flac", "flac", 1), ("vorbis", "ogg", "vorbis", 1),
    ("vorbis", "ogg", "vorbis", 2), ("opus", "ogg", "opus", 1),
    ("raw-alaw", "raw", "alaw", 1), ("raw-ulaw", "raw", "ulaw", 2),
    ("raw-pcm16", "raw", "pcm16", 1), ("raw-gsm", "raw", "gsm610", 1)]
FFMPEG = [
    ("ff-ima", "riff", "ima-adpcm", 1, "wav", ["-c:a", "adpcm_ima_wav"]),
    ("ff-ms", "riff", "ms-adpcm", 2, "wav", ["-c:a", "adpcm_ms"]),
    ("ff-flac", "flac", "flac", 2, "flac", []),
    ("ff-opus", "ogg", "opus", 2, "ogg", ["-c:a", "libopus", "-b:a", "32k",
      "-page_duration", "100000"]),
    ("ff-vorbis", "ogg", "vorbis", 1, "ogg", ["-c:a", "libvorbis",
      "-page_duration", "100000"]),
    ("ff-mp3", "mp3", "mp3", 1, "mp3", ["-b:a", "32k"]),
    ("ff-mp3", "mp3", "mp3", 2, "mp3", ["-b:a", "32k"]),
    ("ff-mp3-bare", "mp3", "mp3", 1, "mp3",
     ["-b:a", "24k", "-write_xing", "0", "-id3v2_version", "0"]),
    ("ff-mp3-bare", "mp3", "mp3", 2, "mp3",
     ["-b:a", "32k", "-write_xing", "0", "-id3v2_version", "0"])]


class Seed:
    """One whole file; sound is the range of its bytes that is sound."""

    def __init__(self, name, family, codec, channels, path):
        self.name, self.family, self.codec = name, family, codec
        self.channels, self.path = channels, path
        with open(path, "rb") as f:
            self.data = f.read()
        self.bare = family == "raw" or "bare" in name
        self.sound = self.find_sound()
        self.raw = "-"
        if family == "raw":
            self.raw = "%s:%d:%d" % (codec, RATE, channels)

    def find_sound(self):
        data, start, end = self.data, 0, len(self.data)
        if self.family in ("riff", "rf64"):
            start = data.index(b"data", 12) + 8
            if self.family == "riff":
                end = start + int.from_bytes(data[start - 4:start], "little")
        elif self.family == "au":
            start = int.from_bytes(data[4:8], "big")
        elif self.family == "aiff":
            start = data.index(b"SSND") + 16
        elif self.family == "caf":
            start = data.index(b"data") + 16
            size = int.from_bytes(data[start - 12:start - 4], "big")
            end = min(end, start + size - 4)
        elif self.family == "flac":
            start, last = 4, False
            while not last:
                last = data[start] & 0x80
                start += 4 + int.from_bytes(data[start + 1:start + 4], "big")
        elif self.family == "ogg":
            # Behind the headers: the first page that says when it is.
            start = next(a for a, b in ogg_pages(data)
                         if data[a + 6:a + 14].strip(b"\0"))
        elif self.family == "mp3":
            start = mp3_frames(data)[0 if self.bare else 1][0]
        return start, end


def ogg_pages(data):
    """(start, end) of each page."""
    pages, at = [], 0
    while data[at:at + 4] == b"OggS":
        n = data[at + 26]
        end = at + 27 + n + sum(data[at + 27:at + 27 + n])
        pages.append((at, end))
        at = end
    return pages


def mp3_frames(data):
    """(start, end) of each frame of MPEG 2.5, layer 3, 8000 Hz."""
    rates = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
    at, frames = 0, []
    if data[:3] == b"ID3":
        at = 10 + sum((b & 127) << (7 * (3 - i))
                      for i, b in enumerate(data[6:10]))
    while data[at:at + 2] == b"\xff\xe3" and data[at + 2] >> 4 < 15:
        size = 72 * rates[data[at + 2] >> 4] * 1000 // RATE
        frames.append((at, at + size + (data[at + 2] >> 1 & 1)))
        at = frames[-1][1]
    return frames


def flac_frames(data, start):
    """(start, end) of each frame, by its sync code and header's CRC."""
    at, starts = start, []
    while (at := data.find(b"\xff", at)) != -1:
        if data[at + 1:at + 2] in (b"\xf8", b"\xf9"):
            for size in (6, 7, 8, 9):
                crc = 0
                for b in data[at:at + size - 1]:
                    crc ^= b
                    for _ in range(8):
                        crc = (crc << 1 ^ (0x107 if crc & 0x80 else 0)) & 0x1ff
                if data[at + size - 1:at + size] == bytes([crc & 0xff]):
                    starts.append(at)
                    break
        at += 1
    return list(zip(starts, starts[1:] + [len(data)]))


def signal(channel):
    out = []
    for i in range(FRAMES):
        t = i / RATE
        if channel == 0:
            turns = LOW * t + SLOPE * t * t / 2
        else:
            turns = HIGH * t - SLOPE * t * t / 2
        x = 0.3 * math.sin(2 * math.pi * turns)
        if any(a <= i < b for a, b in SECRETS):
            x = 0.6 * math.sin(2 * math.pi * SECRET_HZ * t)
        out.append(round(32767 * x))
    return out


def make(tool, work):
    """Every seed, once, in the folder work."""
    seeds = []
    tracks = [signal(0), signal(1)]
    for channels in (1, 2):
        mixed = array.array("h", (x for frame in zip(*tracks[:channels])
                                  for x in frame))
        with open("%s/%d.pcm" % (work, channels), "wb") as f:
            mixed.tofile(f)
    for name, family, codec, channels in PLAIN:
        path = "%s/%s-%d" % (work, name, channels)
        subprocess.run([tool, "make", name, str(RATE), str(channels),
                        "%s/%d.pcm" % (work, channels), path], check=True)
        seeds.append(Seed(name, family, codec, channels, path))
    for name, family, codec, channels, kind, options in FFMPEG:
        path = "%s/%s-%d" % (work, name, channels)
        subprocess.run(
            ["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "s16le", "-ar",
             str(RATE), "-ac", str(channels), "-i",
             "%s/%d.pcm" % (work, channels)] + options +
            ["-fflags", "+bitexact", "-ar", str(RATE), "-f", kind, path],
            check=True)
        seeds.append(Seed(name, family, codec, channels, path))
    return seeds


def truth(seed, work):
    """What the file's samples are, a list a channel, by another decoder."""
    if seed.codec in ("opus", "vorbis", "g721", "g723-24"):
        path = "%s/%d.pcm" % (work, seed.channels)
        with open(path, "rb") as f:
            raw = f.read()
    else:
        kind = []
        if seed.family == "raw":
            kind = ["-f", {"pcm16": "s16le", "gsm610": "gsm"}.get(
                seed.codec, seed.codec.replace("ulaw", "mulaw"))]
            if seed.codec != "gsm610":
                kind += ["-ar", str(RATE), "-ac", str(seed.channels)]
        raw = subprocess.run(
            ["ffmpeg", "-v", "error", "-nostdin"] + kind +
            ["-i", seed.path, "-f", "s16le", "-"],
            check=True, capture_output=True).stdout
    samples = array.array("h", raw[:len(raw) // (2 * seed.channels) *
                                   2 * seed.channels])
    return [samples[c::seed.channels] for c in range(seed.channels)]
