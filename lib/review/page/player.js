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
		this.stopAt = -1;
		this.since = 0;         // played from here on, not yet counted
		this.looked = 0;
		this.frame = 0;
		this.broken = false;
		this.other = false;     // a file, but not the one of this page
		this.shown = () => {};  // called when what is heard changes
		["play", "pause", "ended", "seeked"].forEach((name) =>
			audio.addEventListener(name, () => this.turn(name)));
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
		if (d !== null) {
			this.preview = this.redacted &&
				(!d.redacted || this.state.changed(this.it));
			name = this.redacted && !this.preview ? d.redacted : d.original;
		}
		this.silent = this.preview ? this.cutAway() : [];
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
	// by frames of the screen: better too soon than too late.
	mute() {
		const at = this.at();
		const ahead = at + LEAD * Math.max(1, this.audio.playbackRate);

		this.audio.muted = this.preview && (rangesHold(this.silent, at) ||
			rangesHold(this.silent, ahead));
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
		this.audio.defaultPlaybackRate = speed;
		this.audio.playbackRate = speed;
	}

	// The player began, ended or went elsewhere.
	turn(name) {
		this.harvest();
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
			this.frame = requestAnimationFrame(() => this.follow());
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
	}

	// From the last look until now it played on: every jump looks first.  What
	// a preview was silent in was not heard; nor was what a browser plays to
	// nobody, as Firefox does where there is nothing to play sound with.
	harvest() {
		const at = this.at();

		this.looked = performance.now();
		if (this.it === null || this.audio.readyState === 0)
			return;
		if (!this.audio.seeking && !this.broken)
			this.heard(this.since, at);
		this.since = at;
	}

	heard(from, to) {
		rangesWithout(this.preview ? this.silent : [], from, to)
			.forEach((r) => this.state.hear(this.it, r[0], r[1]));
	}

	// The last frames of a file have no time of their own in some players.
	reached() {
		if (this.it !== null && !this.broken &&
			this.length - this.at() < SECOND / 4)
			this.heard(this.at(), this.length);
	}
}
