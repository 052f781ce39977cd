// One <audio>: the original or the redacted copy at the same playhead.  While
// nothing was changed, redacted is the true copy; after a change, or where
// there is none, it is a preview: the original, silent inside the cuts.  The
// sound of a file: page cannot be taken apart by a script, so a preview is
// silent on all channels, and says so.
"use strict";

const AROUND = 2 * SECOND;     // played before a cut and after it
const JOIN = 50000;            // us: a shorter gap in what was heard is none
const LEAD = 50000;            // us: a preview is silent so much sooner
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
		this.looked = 0;
		this.frame = 0;
		this.broken = false;
		this.shown = () => {};  // called when what is heard changes
		["play", "pause", "ended", "seeked"].forEach((name) =>
			audio.addEventListener(name, () => this.turn(name)));
		audio.addEventListener("timeupdate", () => this.look());
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

		if (d !== null) {
			this.preview = this.redacted &&
				(!d.redacted || this.state.changed(this.it));
			name = this.redacted && !this.preview ? d.redacted : d.original;
		}
		this.silent = this.preview ? this.cutAway() : [];
		if (name !== this.source) {
			this.harvest();
			this.source = name;
			this.broken = false;
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

		if (this.it.work.speaker === "other")
			return [[0, this.length]];
		for (channel = 1; channel <= this.it.data.channels; channel++)
			ranges.push(...this.state.removes(this.it, channel));
		return rangesUnion(ranges);
	}

	hearRedacted(redacted) {
		this.redacted = redacted;
		this.load(this.at());
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
		this.stopAt = -1;
		this.audio.currentTime = clampUs(us, 0, this.length) / SECOND;
		this.mute();
		this.state.setNow(clampUs(us, 0, this.length));
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
		if (name === "ended" && this.it !== null)
			this.reached();
		if (name !== "play")
			this.harvest();
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

	// What the browser itself says was played, put to what was heard before.
	harvest() {
		const played = this.audio.played;
		let i;

		this.looked = performance.now();
		if (this.it === null || this.source === "")
			return;
		for (i = 0; i < played.length; i++)
			this.heard(played.start(i) * SECOND, played.end(i) * SECOND);
	}

	heard(from, to) {
		const a = clampUs(from, 0, this.length);
		const b = clampUs(to, 0, this.length);
		const near = this.it.heard.find((r) => r[1] < a && a - r[1] <= JOIN);
		const has = this.it.heard.some((r) => r[0] <= a && r[1] >= b);

		if (!has && a < b)
			this.state.hear(this.it, near ? near[1] : a, b);
	}

	// The last frames of a file have no time of their own in some players.
	reached() {
		const played = this.audio.played;

		if (played.length > 0 && this.length -
			played.end(played.length - 1) * SECOND < SECOND / 4)
			this.heard(played.end(played.length - 1) * SECOND - 1,
				this.length);
	}
}
