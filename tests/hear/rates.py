"""How often music and a second voice are heard, and how often wrongly.

rates.py HEAR FOLDER: HEAR is tests/bench/hear.c as a program, FOLDER what
calls.py made.  Prints the rates; fails where more than 2 % of the calls of one
person are said to have a second voice, or of those without music to have some.
"""
import os
import subprocess
import sys
import wave

FALSE_MOST = 0.02
EDGE = 3  # seconds by which the ends of music may be off


def heard(program, path):
    with wave.open(path) as w:
        shape = [str(w.getframerate()), str(w.getnchannels())]
        sound = w.readframes(w.getnframes())
    out = subprocess.run([program, *shape], input=sound, check=True,
                         capture_output=True, text=False).stdout.decode()
    spans = {"music": [], "voice": []}
    for line in out.splitlines():
        kind, start, end, *_ = line.split("\t")
        if kind in spans:
            spans[kind].append((float(start) / 1000, float(end) / 1000))
    return spans


def overlap(one, other):
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)


def length(spans):
    return sum(b - a for a, b in spans)


def read(folder):
    with open(os.path.join(folder, "truth.tsv")) as truth:
        for line in truth:
            name, kind, detail, spans = line.rstrip("\n").split("\t")
            yield name, kind, detail, [
                tuple(map(float, s.split("-"))) for s in spans.split(",") if s]


def main():
    program, folder = sys.argv[1:]
    calls = {"one": 0, "two": 0, "held": 0, "unheld": 0}
    second = {"one": 0, "two": 0}
    quiet = [0, 0]  # calls without music, and those said to have some
    found = [0, 0.0, 0.0, 0.0]  # calls, seconds of music, found, wrongly
    for name, kind, detail, music in read(folder):
        spans = heard(program, os.path.join(folder, name + ".wav"))
        calls[kind] += 1
        if kind in second and spans["voice"]:
            second[kind] += 1
            if kind == "one":
                print(f"a second voice of one: {name} {detail}")
        if kind == "held":
            hit = overlap(music, spans["music"])
            wide = [(a - EDGE, b + EDGE) for a, b in music]
            found[0] += hit >= length(music) / 2
            found[1] += length(music)
            found[2] += hit
            found[3] += (length(spans["music"]) -
                         overlap(wide, spans["music"]))
        elif " music" not in detail:
            quiet[0] += 1
            quiet[1] += bool(spans["music"])
            if spans["music"]:
                print(f"music where there is none: {name} {detail}")
    print(f"second voice, of {calls['two']} calls of two people: "
          f"{second['two']}")
    print(f"second voice, of {calls['one']} calls of one person: "
          f"{second['one']}")
    print(f"music, of {calls['held']} calls with it: {found[0]}; of "
          f"{found[1]:.0f} s of it: {found[2]:.0f} s; beside it: "
          f"{found[3]:.0f} s")
    print(f"music, of {quiet[0]} calls without it: {quiet[1]}")
    if (second["one"] > FALSE_MOST * calls["one"] or
            quiet[1] > FALSE_MOST * quiet[0] or not calls["one"]):
        sys.exit("rates: too many are false")


if __name__ == "__main__":
    main()
