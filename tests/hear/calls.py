"""Made-up calls of which it is known who talks, and when music plays.

calls.py FOLDER SEED COUNT: COUNT calls of each kind in FOLDER, as 16-bit mono
at 8000 Hz, and what is true of them in FOLDER/truth.tsv:

    name  kind  detail  music's spans in seconds (from-to, with commas)

Voices are what Debian has: those who recorded Asterisk's prompts, in six
languages, also moved in pitch, which makes another person of each; flite's,
festival's and espeak-ng's.  Music: Asterisk's on hold, OpenMSX's as timidity
plays it, and plucked strings and chords of sox's.  What is not installed is
left out and named.
"""
import array
import glob
import os
import random
import shutil
import subprocess
import sys
import tempfile
import wave

RATE = 8000
SOUNDS = "/usr/share/asterisk/sounds/"
# Who recorded them, and by how many cents each is moved to be somebody else.
PEOPLE = {
    "en_US_f_Allison/*.wav": (0, -500, -900),
    "fr_CA_f_June/*.wav": (0, -500, -900),
    "it_IT_f_Menardi/*.wav": (0, -400, -800),
    "it_IT_m_Carlo/*.wav": (0, -400, -800),
    "ru_RU_f_IvrvoiceRU/*.wav": (0, -500, -1000),
    "es/*.gsm": (0, -700, -1100),
    "fr/*.gsm": (0, -400, -800),
}
ESPEAK = ("en+m1", "en+m4", "en+m7", "en+f2", "en+f3", "en+f5", "en-us+m3",
          "en-us+f4")
FLITE = ("kal16", "awb", "rms", "slt")
FESTIVAL = ("ked_diphone", "cmu_us_slt_arctic_hts")
SENTENCES = (
    "Good morning, you are through to the claims team, how can I help?",
    "Yes, I had a letter from you on Tuesday and I do not understand it.",
    "Could you tell me the number at the top of the page, please?",
    "Just a moment, I have put it somewhere safe.",
    "There was a leak under the kitchen sink, and the ceiling came down.",
    "I see, and have you had anybody out to look at it?",
    "A plumber came, and he said that the joint had been fitted badly.",
    "Let me read that back to you, so that we have it right.",
    "My daughter lives here too, but she is away at college until June.",
    "I am not at all pleased with how long this is taking.",
    "We will write to you within ten working days.",
    "That is what the last person told me, and nothing came.",
    "I am sorry about that, I shall look into it myself.",
    "Is there anything else that I can help you with today?",
    "No, thank you, that was all, goodbye.",
    "The car was parked outside when the other driver hit it.",
    "He left his name with a neighbour, but no number.",
    "And what was the weather like at the time?",
    "It was raining, and it was nearly dark by then.",
    "I would rather you sent it to my work than to my home.",
)
SAID = 24  # things said by each of those who were recorded
CODECS = ("none", "a-law", "u-law", "gsm")


def sox(*args):
    subprocess.run(["sox", "-V1", "-R", *args], check=True,
                   stderr=subprocess.DEVNULL)


def seconds(path):
    with wave.open(path) as w:
        return w.getnframes() / w.getframerate()


class Source:
    """What people say and what is played, each a mono file at RATE."""

    def __init__(self, folder):
        self.folder = folder
        self.n = 0
        self.voices = {}
        self.music = []
        self.absent = []
        for find in (self.recorded, self.espeak, self.flite, self.festival,
                     self.on_hold, self.midi, self.made):
            find()

    def path(self, suffix=".wav"):
        self.n += 1
        return os.path.join(self.folder, f"{self.n}{suffix}")

    def take(self, path, *effects):
        """The file at ${path} as ours; None: no sound is in it."""
        out = self.path()
        try:
            sox(path, "-c1", "-b16", "-r", str(RATE), out, *effects)
        except subprocess.CalledProcessError:
            return None
        return out if seconds(out) > 0.8 else None

    def recorded(self):
        for pattern, moves in PEOPLE.items():
            files = sorted(glob.glob(SOUNDS + pattern))
            if not files:
                self.absent.append("asterisk " + pattern)
                continue
            size = 16000 if files[0].endswith(".wav") else 1650
            files = [f for f in files
                     if 1.5 * size < os.path.getsize(f) < 9 * size]
            for cents in moves:
                said = [self.take(f, "pitch", str(cents), "norm", "-6")
                        for f in files[::max(len(files) // SAID, 1)]]
                name = f"{pattern.split('/')[0]}{cents}"
                self.voices[name] = [s for s in said if s]

    def spoken(self, name, command):
        """Sentences by a program that writes to the file it is given."""
        said = []
        for sentence in SENTENCES:
            raw = self.path()
            subprocess.run(command(sentence, raw), check=True,
                           stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
            said.append(self.take(raw, "norm", "-6"))
        self.voices[name] = [s for s in said if s]

    def espeak(self):
        if not shutil.which("espeak-ng"):
            self.absent.append("espeak-ng")
            return
        for v in ESPEAK:
            self.spoken("espeak-" + v, lambda text, out, v=v:
                        ["espeak-ng", "-v", v, "-w", out, text])

    def flite(self):
        if not shutil.which("flite"):
            self.absent.append("flite")
            return
        for v in FLITE:
            self.spoken("flite-" + v, lambda text, out, v=v:
                        ["flite", "-voice", v, "-t", text, "-o", out])

    def festival(self):
        for v in FESTIVAL:
            if not glob.glob(f"/usr/share/festival/voices/*/{v}"):
                self.absent.append("festival " + v)
                continue
            self.spoken("festival-" + v, lambda text, out, v=v:
                        ["sh", "-c", 'printf %s "$1" | '
                         f'text2wave -eval "(voice_{v})" -o "$2"', "-", text,
                         out])

    def on_hold(self):
        files = sorted(glob.glob("/usr/share/asterisk/moh/*.wav"))
        if not files:
            self.absent.append("asterisk-moh-opsound-wav")
        self.music += [m for m in (self.take(f, "norm", "-6") for f in files)
                       if m]

    def midi(self):
        files = sorted(glob.glob(
            "/usr/share/games/openttd/baseset/openmsx/*.mid"))
        if not files or not shutil.which("timidity"):
            self.absent.append("openttd-openmsx, timidity or freepats")
            return
        for f in files:
            out = self.path()
            subprocess.run(["timidity", "-c", "/etc/timidity/freepats.cfg",
                            "-Ow", "-s", str(RATE), "--output-mono", "-o",
                            out, f], stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, check=True)
            self.music.append(self.take(out, "norm", "-6"))

    def made(self):
        """Eight notes or chords, again and again."""
        for kind, step in (("pluck", 0.25), ("pluck", 0.5), ("sine", 1.5),
                           ("triangle", 0.5)):
            notes = []
            for root in (0, 5, 7, 0, 9, 5, 7, 0):
                out = self.path()
                chord = []
                for third in (0, 4, 7):
                    chord += ["synth", str(step), kind,
                              *(["mix"] if chord and kind != "pluck" else []),
                              f"%{root + third - 9}"]
                    if kind == "pluck":
                        break
                sox("-r", "44100", "-n", "-c1", "-b16", out, *chord, "gain",
                    "-6")
                notes.append(out)
            out = self.path()
            sox(*notes, "-r", str(RATE), out, "repeat", str(int(12 / step)))
            self.music.append(out)


def samples(path):
    with wave.open(path) as w:
        return array.array("h", w.readframes(w.getnframes()))


def moved(said, cents, gain):
    """What is said, higher (and so quicker) and louder."""
    step = 2 ** (cents / 1200)
    loud = 10 ** (gain / 20)
    places = (i * step for i in range(int((len(said) - 2) / step)))
    return array.array("h", [
        max(-32768, min(32767, int(loud * (
            said[int(x)] * (1 - x % 1) + said[int(x) + 1] * (x % 1)))))
        for x in places])


class Maker:
    def __init__(self, source, rng, folder):
        self.source = source
        self.rng = rng
        self.folder = folder
        self.tmp = 0

    def path(self):
        self.tmp += 1
        return os.path.join(self.source.folder, f"t{self.tmp}.wav")

    def say(self, voice, cents, gain):
        return moved(samples(self.rng.choice(self.source.voices[voice])),
                     cents, gain)

    def nothing(self, length):
        return array.array("h", bytes(2 * int(length * RATE)))

    def moods(self, raised):
        """How one person's voice goes, from one thing said to the next: by
        and by, and, where ${raised}, higher and louder for a part."""
        drift = 0.0
        n = 0
        start = self.rng.randint(5, 12)
        while True:
            drift = max(-250, min(250, drift + self.rng.gauss(0, 90)))
            up = raised and start <= n < start + 12
            yield (drift + self.rng.gauss(0, 60) + (up and raised),
                   self.rng.uniform(-2, 2) + (up and 6))
            n += 1

    def talk(self, people, length, raised=0):
        """Turns of ${people}, who have their own level and moods."""
        moods = [self.moods(raised) for _ in people]
        gains = [self.rng.uniform(-12, -2) for _ in people]
        parts = []
        total = 0
        who = 0
        while total < length:
            for _ in range(self.rng.choice((1, 1, 2, 3))):
                cents, gain = next(moods[who])
                parts.append(self.say(people[who], cents, gains[who] + gain))
                parts.append(self.nothing(self.rng.uniform(0.05, 0.9)))
                total += (len(parts[-2]) + len(parts[-1])) / RATE
            who = (who + 1) % len(people)
        return parts

    def play(self, length):
        """Music of ${length} seconds at most."""
        music = self.rng.choice(self.source.music)
        at = self.rng.uniform(0, max(seconds(music) - length, 0))
        out = self.path()
        sox(music, out, "trim", f"{at:.2f}", f"{length:.2f}", "gain",
            f"{self.rng.uniform(-16, 0):.1f}")
        return samples(out)

    def ringing(self):
        one, out = self.path(), self.path()
        sox("-n", "-r", str(RATE), "-c1", "-b16", one, "synth", "0.4", "sin",
            "400", "synth", "0.4", "sin", "mix", "450", "gain", "-12", "pad",
            "0", "0.2", "repeat", "1", "pad", "0", "1.8")
        sox(one, out, "repeat", str(self.rng.randint(1, 5)))
        return samples(out)

    def keys(self):
        parts = []
        for _ in range(self.rng.randint(4, 16)):
            out = self.path()
            length = str(self.rng.choice((0.08, 0.1, 0.2, 0.4)))
            sox("-n", "-r", str(RATE), "-c1", "-b16", out, "synth", length,
                "sin", self.rng.choice(("697", "770", "852", "941")), "synth",
                length, "sin", "mix",
                self.rng.choice(("1209", "1336", "1477")), "gain", "-10",
                "pad", "0", "0.12")
            parts.append(samples(out))
        return parts

    def hum(self, length):
        kind, hz = self.rng.choice((("sawtooth", "50"), ("sawtooth", "60"),
                                    ("square", "217"), ("sine", "1000")))
        out = self.path()
        sox("-n", "-r", str(RATE), "-c1", "-b16", out, "synth",
            f"{length:.2f}", kind, hz, "gain",
            f"{self.rng.uniform(-45, -28):.1f}")
        return out

    def write(self, name, parts, hum=False):
        """One after the other, over a noise, by way of a codec."""
        whole, line, out = self.path(), self.path(), self.path()
        with wave.open(whole, "wb") as w:
            w.setparams((1, 2, RATE, 0, "NONE", ""))
            for part in parts:
                w.writeframes(part.tobytes())
        length = seconds(whole)
        sox("-n", "-r", str(RATE), "-c1", "-b16", line, "synth",
            f"{length:.2f}", self.rng.choice(("whitenoise", "pinknoise")),
            "gain", f"{self.rng.uniform(-62, -38):.1f}")
        beside = [self.hum(length)] if hum else []
        inputs = [x for p in (whole, line, *beside) for x in ("-v1", p)]
        sox("-m", *inputs, out, "sinc", "280-3450")
        codec = self.rng.choice(CODECS)
        final = os.path.join(self.folder, name + ".wav")
        if codec == "none":
            shutil.move(out, final)
            return codec
        coded = self.path() + (".gsm" if codec == "gsm" else ".au")
        kind = [] if codec == "gsm" else ["-e", codec]
        sox(out, *kind, coded)
        sox(coded, "-b16", "-e", "signed-integer", final)
        return codec

    def clean(self):
        for f in glob.glob(os.path.join(self.source.folder, "t*")):
            os.unlink(f)


def one(maker, rng):
    """One person, who may be put on hold, be rung for, and be upset."""
    voice = rng.choice(sorted(maker.source.voices))
    raised = rng.choice((0, 0, 0, 300, 500))
    parts = maker.talk([voice], rng.uniform(60, 200), raised)
    extra = rng.choice(("", "", "music", "ringing", "keys"))
    if extra == "music":
        parts.insert(len(parts) // 2, maker.play(rng.uniform(6, 60)))
    elif extra == "ringing":
        parts.insert(0, maker.ringing())
    elif extra == "keys":
        parts[len(parts) // 2:len(parts) // 2] = maker.keys()
    return parts, f"{voice} raised={raised} {extra}"


def two(maker, rng):
    people = rng.sample(sorted(maker.source.voices), 2)
    return (maker.talk(people, rng.uniform(60, 200), rng.choice((0, 0, 300))),
            " ".join(people))


def held(maker, rng):
    """Talk, then music, then talk; and where the music is."""
    people = rng.sample(sorted(maker.source.voices), 2)
    before = maker.talk(people, rng.uniform(10, 40))
    if rng.random() < 0.5:
        before.insert(0, maker.ringing())
    music = maker.play(rng.uniform(15, 90))
    at = sum(len(p) for p in before) / RATE
    after = maker.talk(people, rng.uniform(5, 40))
    return ([*before, music, *after], "",
            f"{at:.1f}-{at + len(music) / RATE:.1f}")


def unheld(maker, rng):
    people = rng.sample(sorted(maker.source.voices), 2)
    parts = maker.talk(people, rng.uniform(30, 120))
    parts.insert(0, maker.ringing())
    parts[len(parts) // 2:len(parts) // 2] = maker.keys()
    parts.insert(len(parts) // 3, maker.nothing(rng.uniform(5, 30)))
    return parts, ""


def main():
    folder, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    rng = random.Random(seed)
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory() as tmp, \
            open(os.path.join(folder, "truth.tsv"), "w") as truth:
        source = Source(tmp)
        for name in source.absent:
            print(f"calls: left out, not installed: {name}", file=sys.stderr)
        maker = Maker(source, rng, folder)
        for kind in (one, two, held, unheld):
            for i in range(count):
                parts, detail, *spans = kind(maker, rng)
                name = f"{kind.__name__}{i:03}"
                codec = maker.write(name, parts, kind is unheld and i % 2)
                maker.clean()
                print(name, kind.__name__, f"{detail} {codec}".strip(),
                      ",".join(spans), sep="\t", file=truth, flush=True)


if __name__ == "__main__":
    main()
