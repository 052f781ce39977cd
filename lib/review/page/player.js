// One <audio>: the original or the redacted copy at the same playhead.  While
// nothing was changed, redacted is the true copy; after a change, or where
// there is none, it is a preview: the original, silent inside the cuts.  The
// sound of a file: page cannot be taken apart by a script, so a preview is
// silent on all channels, and says so.
"use strict";

const AROUND = 2 * SECOND;     // played before a cut and after it
const LEAD = 50000;            // us: a preview is silent so much sooner
const OTHER = SECOND / 20;     // a copy that is so much longer is another
const HARVEST = 250;           // ms between two looks at what was heard
const LATE = 100;              // ms: frames are not coming, so looks are few
const LEAP = SECOND / 4;       // more than time had passed for was jumped over
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

class Player {
	constructor(state, audio) {
		this.state = state;
		this.audio = audio;
		this.it = null;
		this.redacted = false;  // what the person wants to hear
		this.source = "";       // which file is in the player
		this.preview = false;
		this.silent = [];       // ranges that a preview is silent in
		this.deaf = [];         // ranges that are not heard when redacted
		this.hidden = false;    // nobody sees the page
		this.stopAt = -1;
		this.since = 0;         // played from here on, not yet counted
		this.seen = 0;          // to here, as far as was looked
		this.framed = 0;        // when the last frame was, ms
		this.looked = 0;
		this.frame = 0;
		this.broken = false;
		this.other = false;     // a file, but not the one of this page
		this.shown = () => {};  // called when what is heard changes
		["play", "pause", "ended", "seeked"].forEach((name) =>
			audio.addEventListener(name, () => this.turn(name)));
		audio.addEventListener("seeking", () => this.leapt());
		audio.addEventListener("timeupdate", () => this.look());
		audio.addEventListener("loadedmetadata", () => {
			this.other = this.it !== null && !(Math.abs(audio.duration *
				SECOND - this.length) <= OTHER);
			this.shown();
		});
		audio.addEventListener("error", () => {
			this.broken = this.source !== "";
			this.shown();
		});
	}

	get playing() {
		return !this.audio.paused;
	}

	get length() {
		return this.it === null ? 0 : this.it.data.length_us || 0;
	}

	// Another call.
	open(it) {
		this.harvest();
		this.audio.pause();
		this.it = it.data.reviewable ? it : null;
		this.stopAt = -1;
		this.load(0);
	}

	// The file that belongs to what is wanted, at this time; nothing is
	// interrupted where it is in the player already.
	load(us) {
		const d = this.it === null ? null : this.it.data;
		const play = this.playing;
		let name = "";

		this.since = us;
		this.seen = us;
		if (d !== null) {
			this.preview = this.redacted &&
				(!d.redacted || this.state.changed(this.it));
			name = this.redacted && !this.preview ? d.redacted : d.original;
		}
		this.silent = this.redacted && d !== null ? this.cutAway() : [];
		this.ahead();
		if (name !== this.source) {
			this.source = name;
			this.broken = false;
			this.other = false;
			if (name === "")
				this.audio.removeAttribute("src");
			else
				this.audio.src = name;
			this.audio.load();
			this.audio.currentTime = us / SECOND;
			if (play && name !== "")
				this.start();
		}
		this.mute();
		this.shown();
	}

	// What of it is heard when redacted, the time before it, too, in which a
	// preview is silent already.
	ahead() {
		const lead = this.preview ? this.lead(LEAD) : 0;

		this.deaf = rangesUnion(this.silent.map((r) =>
			[Math.max(0, r[0] - lead), r[1]]));
	}

	lead(us) {
		return us * Math.max(1, this.audio.playbackRate);
	}

	// What a preview is silent in: whatever any channel loses.
	cutAway() {
		const ranges = [];
		let channel;

		if (this.state.whole(this.it))
			return [[0, this.length]];
		for (channel = 1; channel <= this.it.data.channels; channel++)
			ranges.push(...this.state.removes(this.it, channel));
		return rangesUnion(ranges);
	}

	// The same call, where something else is wanted or was changed.
	again() {
		this.harvest();
		this.load(this.at());
	}

	hearRedacted(redacted) {
		this.redacted = redacted;
		this.again();
	}

	at() {
		return clampUs(this.audio.currentTime * SECOND, 0, this.length);
	}

	// The sound is ahead of what the player says it is, and this is asked for
	// by frames of the screen, or four times a second where these do not come:
	// better too soon than too late.
	mute() {
		const at = this.at();
		const late = performance.now() - this.framed > LATE;
		const to = at + this.lead(late ? LEAD + HARVEST * 1000 : LEAD);

		this.audio.muted = this.preview && (this.hidden ||
			rangesMeet(this.silent, at, to));
	}

	// Whether anybody sees the page.  Of one that is hidden a browser asks too
	// seldom for a preview to be silent in time.
	away(hidden) {
		this.harvest();
		this.hidden = hidden;
		this.mute();
		if (hidden && this.preview && this.playing) {
			this.audio.pause();
			this.state.say("The preview was paused while this page was hidden.");
		}
	}

	start() {
		const promise = this.audio.play();

		// Refused once is not broken; a file that failed is.
		this.broken = this.broken && this.audio.error !== null;
		if (promise !== undefined)
			promise.catch((error) => {
				if (error.name === "AbortError")
					return;
				this.broken = true;
				this.shown();
			});
	}

	toggle() {
		this.stopAt = -1;
		if (this.it === null)
			this.state.say("This call has nothing to hear.");
		else if (this.playing)
			this.audio.pause();
		else {
			if (this.audio.ended)
				this.seek(0);
			this.start();
		}
	}

	seek(us) {
		if (this.it === null)
			return;
		this.harvest();
		this.stopAt = -1;
		this.since = clampUs(us, 0, this.length);
		this.seen = this.since;
		this.audio.currentTime = this.since / SECOND;
		this.mute();
		this.state.setNow(this.since);
	}

	playFrom(from, to) {
		if (this.it === null)
			return;
		this.seek(from);
		this.stopAt = Math.min(to, this.length);
		this.start();
	}

	setSpeed(speed) {
		this.harvest();
		this.audio.defaultPlaybackRate = speed;
		this.audio.playbackRate = speed;
		this.ahead();
	}

	// It is elsewhere: by the page, which has looked before; or by a key of the
	// system, and then what was played is what was seen to be.
	leapt() {
		if (this.it !== null && !this.broken)
			this.heard(this.since, this.seen);
		this.since = this.at();
		this.seen = this.since;
		this.mute();
	}

	// The player began, ended or went elsewhere.
	turn(name) {
		this.harvest();
		if (name === "play" && this.hidden && this.preview)
			this.audio.pause();
		if (name === "ended")
			this.reached();
		if (name === "pause")
			this.stopAt = -1;
		this.follow();
		this.shown();
	}

	// Sixty times a second while it plays, else as often as the player says.
	follow() {
		cancelAnimationFrame(this.frame);
		this.look();
		if (this.playing)
			this.frame = requestAnimationFrame(() => {
				this.framed = performance.now();
				this.follow();
			});
	}

	look() {
		if (this.it === null)
			return;
		this.mute();
		if (this.stopAt >= 0 && this.at() >= this.stopAt)
			this.audio.pause();
		if (this.audio.readyState > 0)
			this.state.setNow(this.at());
		if (performance.now() - this.looked > HARVEST)
			this.harvest();
		else if (!this.audio.seeking && !this.leap())
			this.seen = this.at();
	}

	// Has it gone on further than the time that has passed?
	leap() {
		const passed = (performance.now() - this.looked) * 1000;

		return this.at() - this.since > passed *
			Math.max(SPEEDS[0], this.audio.playbackRate) + LEAP;
	}

	// From the last look until now it played on: every jump of the page's own
	// looks first.  What a browser plays to nobody was not heard, as Firefox
	// does where there is nothing to play sound with.
	harvest() {
		const at = this.at();
		const leap = this.leap();

		this.looked = performance.now();
		if (this.it === null || this.audio.readyState === 0)
			return;
		if (!this.audio.seeking && !this.broken)
			this.heard(this.since, leap ? this.seen : at);
		this.since = at;
		this.seen = at;
	}

	// What is cut was not heard when redacted, whether a preview is silent in
	// it or a copy has a tone there: that it is right to be cut is heard in the
	// original alone.
	heard(from, to) {
		if (this.preview && this.hidden)
			return;
		rangesWithout(this.deaf, from, to)
			.forEach((r) => this.state.hear(this.it, r[0], r[1]));
	}

	// The last frames of a file have no time of their own in some players.
	reached() {
		if (this.it !== null && !this.broken &&
			this.length - this.at() < SECOND / 4)
			this.heard(this.at(), this.length);
	}
}
