// The player, the keys and what is drawn, without a browser: an <audio> that
// plays when it is told that time has passed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { plain, scripts, someData } from "./scripts.mjs";

let now = 0; // ms
let frame = null; // what the next frame of the screen does
let framing = true;
const page = scripts(["times", "model", "state", "player", "keys", "peaks", "lanes"],
	["State", "Player", "keyOf", "keyTaken", "keyName", "peaksOf",
		"peaksColumns", "laneBoxes", "rangesWithout"],
	{ performance: { now: () => now },
		requestAnimationFrame: (act) => { frame = act; },
		cancelAnimationFrame: () => { frame = null; } });

class Audio {
	constructor(seconds) {
		Object.assign(this, { seconds, currentTime: 0, paused: true, src: "",
			muted: false, seeking: false, readyState: 4, ended: false,
			playbackRate: 1, loads: 0, acts: {}, error: null });
	}

	addEventListener(name, act) { this.acts[name] = act; }

	removeAttribute() { this.src = ""; }

	load() {
		this.loads += 1;
		this.error = null;
		this.ended = false;
		this.paused = true;
		this.currentTime = 0;
	}

	play() {
		this.paused = false;
		this.acts.play();
		return Promise.resolve();
	}

	pause() {
		if (!this.paused) {
			this.paused = true;
			this.acts.pause();
		}
	}

	// So many ms of wall time, by hundredths of a second.
	pass(ms) {
		for (let i = 0; i < ms; i += 10) {
			const act = frame;
			now += 10;
			if (!this.paused)
				this.currentTime = Math.min(this.seconds,
					this.currentTime + this.playbackRate / 100);
			frame = framing ? null : act;
			if (framing && act !== null)
				act();
			if (framing || now % 250 === 0)
				this.acts.timeupdate();
			if (!this.paused && this.currentTime === this.seconds) {
				this.paused = true;
				this.ended = true;
				this.acts.ended();
			}
		}
	}
}

function opened(index = 0) {
	const state = new page.State(someData());
	const audio = new Audio(index === 0 ? 60 : 1);
	const player = new page.Player(state, audio);
	const said = [];
	state.on("front", (it) => player.open(it));
	state.on("cuts", () => player.again());
	state.on("verdict", () => player.again());
	state.on("say", (text) => said.push(text));
	state.show(index);
	return { state, audio, player, it: state.items[index], said };
}

// To the hundredth of a second.
const heard = (it) => plain(it.heard).map((r) =>
	r.map((us) => Math.round(us / 10000) / 100));

test("what was played is counted, and what was jumped over is not", () => {
	const { audio, player, it } = opened();
	player.toggle();
	audio.pass(2000);
	player.seek(10000000);
	audio.pass(1000);
	player.toggle();
	audio.pass(5000);
	assert.deepEqual(heard(it), [[0, 2], [10, 11]]);
	player.seek(1000000);
	player.toggle();
	audio.pass(3000);
	player.toggle();
	assert.deepEqual(heard(it), [[0, 4], [10, 11]]);
});

test("twice the speed is twice as much heard", () => {
	const { audio, player, it } = opened();
	player.setSpeed(2);
	player.toggle();
	audio.pass(3000);
	player.toggle();
	assert.deepEqual(heard(it), [[0, 6]]);
});

test("a jump that is not the page's own is heard on neither side", () => {
	const { audio, player, it } = opened();
	player.toggle();
	audio.pass(1000);
	audio.seeking = true;
	audio.currentTime = 30;
	audio.pass(100);
	audio.seeking = false;
	audio.pass(1000);
	player.toggle();
	assert.equal(heard(it)[0][0], 0);
	assert.ok(heard(it)[0][1] <= 1);
	assert.ok(heard(it)[1][0] >= 30 && heard(it)[1][1] <= 31.2);
});

// As by a key of the system: the time is set, and is there at once.
test("many short jumps that are not the page's own are not heard", () => {
	for (const early of [false, true]) {
		const { audio, player, it } = opened();
		player.toggle();
		audio.pass(1200);
		for (let i = 0; i < 6; i++) {
			audio.currentTime += 1.5;
			if (early) // a look before the browser has told of it
				audio.acts.timeupdate();
			audio.acts.seeking();
			audio.acts.seeked();
			audio.pass(70);
		}
		player.toggle();
		const all = heard(it).reduce((sum, [from, to]) => sum + to - from, 0);
		assert.ok(all > 1.4 && all < 1.75, `${all} s heard of 1.62`);
	}
});

test("a jump that nobody tells of is not heard, however long nobody looked",
	() => {
		const { audio, player, it } = opened();
		player.toggle();
		audio.pass(1000);
		audio.currentTime = 40;
		audio.pass(1000);
		player.toggle();
		assert.equal(heard(it).length, 2);
		assert.ok(heard(it)[0][1] <= 1.01 && heard(it)[1][0] >= 40);
		framing = false;
		player.toggle();
		audio.pass(9000);
		framing = true;
		player.toggle();
		assert.ok(heard(it)[1][1] >= 49.9, "a slow page hears all the same");
	});

test("all of it is all of it", () => {
	const { state, audio, player, it } = opened();
	player.seek(50000000);
	player.toggle();
	audio.pass(11000);
	player.toggle();
	audio.ended = false;
	audio.pass(51000);
	assert.equal(state.permille(it), 1000);
});

test("redacted is the true copy at the same place until there is a change",
	() => {
		const { state, audio, player } = opened();
		player.toggle();
		audio.pass(1000);
		player.hearRedacted(true);
		assert.equal(audio.src, "redacted-01.flac");
		assert.equal(Math.round(audio.currentTime * 100), 100);
		assert.equal(audio.paused, false, "it plays on");
		assert.equal(player.preview, false);
		state.addCut({ from: 30000000, to: 31000000 });
		assert.equal(audio.src, "original-01.flac");
		assert.equal(player.preview, true);
		assert.equal(Math.round(audio.currentTime * 100), 100);
		state.undo();
		assert.equal(audio.src, "redacted-01.flac");
		player.hearRedacted(false);
		assert.equal(audio.src, "original-01.flac");
	});

test("what only rests on something else is the same sound", () => {
	const { state, it, audio, player } = opened();
	player.hearRedacted(true);
	state.changeCut(it.work.cuts[0].id, { basis: "TP", decision: "1" });
	assert.equal(audio.src, "redacted-01.flac");
	state.changeCut(it.work.cuts[0].id, { fill: "silence" });
	assert.equal(player.preview, true);
});

// Every hundredth of a second of it: never heard within a cut and its guards.
test("a preview is silent wherever any channel is cut", () => {
	const { state, audio, player, it } = opened();
	state.addCut({ from: 20000000, to: 21000000, channels: [2] });
	player.hearRedacted(true);
	assert.equal(player.preview, true);
	const cut = [[4.98, 6.03], [9.98, 12.03], [19.98, 21.03]];
	player.seek(4000000);
	player.toggle();
	let silent = 0;
	while (audio.currentTime < 25) {
		audio.pass(10);
		const t = audio.currentTime;
		if (cut.some(([from, to]) => t >= from && t < to - 0.001))
			assert.ok(audio.muted, `heard at ${t}`);
		else if (cut.every(([from, to]) => t < from - 0.07 || t > to + 0.02))
			assert.ok(!audio.muted, `silent at ${t}`);
		silent += audio.muted ? 1 : 0;
	}
	assert.ok(silent > 400);
	player.toggle();
	assert.deepEqual(heard(it), [[4, 4.93], [6.03, 9.93], [12.03, 19.93],
		[21.03, 25]], "what was silent was not heard");
});

// A hundredth of a second of it is not heard, either, when frames are seldom.
test("a preview is silent in a short cut, whether anybody looks or not", () => {
	for (const [speed, frames] of [[1, true], [2, true], [1, false],
		[2, false]]) {
		const { state, audio, player } = opened();
		state.addCut({ from: 20000000, to: 20002000, channels: [] });
		state.addCut({ from: 22000000, to: 22150000, channels: [] });
		player.hearRedacted(true);
		player.setSpeed(speed);
		player.seek(18990000);
		framing = frames;
		player.toggle();
		while (audio.currentTime < 23) {
			const before = audio.currentTime;
			const { muted } = audio; // until the next look
			audio.pass(10);
			const t = audio.currentTime;
			if ((before < 20.03 && t > 19.98) || (before < 22.17 && t > 21.98))
				assert.ok(muted, `${speed} ${frames}: heard at ${t}`);
			if (t > 20.5 && t < 21)
				assert.ok(!muted, `${speed} ${frames}: silent at ${t}`);
		}
		framing = true;
		player.toggle();
	}
});

test("a preview is not played while nobody sees the page", () => {
	const { state, audio, player, it, said } = opened();
	state.addCut({ from: 20000000, to: 21000000 });
	player.hearRedacted(true);
	player.seek(18000000);
	player.toggle();
	audio.pass(500);
	player.away(true);
	assert.ok(audio.paused && audio.muted);
	assert.match(said.at(-1), /paused while this page was hidden/);
	audio.play();
	assert.ok(audio.paused, "nor by a key of the system");
	player.away(false);
	player.toggle();
	audio.pass(500);
	assert.ok(!audio.paused && !audio.muted);
	player.hearRedacted(false);
	player.away(true);
	audio.pass(500);
	assert.ok(!audio.paused && !audio.muted, "the original plays on");
	player.away(false);
	player.toggle();
	assert.deepEqual(heard(it), [[18, 19.5]]);
});

test("what is cut is heard in the original alone", () => {
	const { audio, player, it } = opened();
	player.hearRedacted(true);
	assert.equal(player.preview, false);
	player.seek(4000000);
	player.toggle();
	audio.pass(3000);
	assert.equal(audio.muted, false);
	player.toggle();
	assert.deepEqual(heard(it), [[4, 4.98], [6.03, 7]]);
	player.hearRedacted(false);
	player.seek(4900000);
	player.toggle();
	audio.pass(1200);
	player.toggle();
	assert.deepEqual(heard(it), [[4, 7]]);
});

test("what is withheld whole is silent from beginning to end", () => {
	const { state, audio, player, it } = opened();
	state.setSpeaker(it, "other");
	player.hearRedacted(true);
	player.toggle();
	audio.pass(3000);
	assert.equal(audio.muted, true);
	assert.deepEqual(heard(it), []);
	player.hearRedacted(false);
	assert.equal(audio.muted, false);
});

test("what cannot be played is not heard, though its time goes on", () => {
	const { audio, player, it } = opened();
	player.toggle();
	audio.pass(1000);
	audio.error = { code: 3 };
	audio.acts.error();
	audio.pass(5000);
	player.toggle();
	player.toggle();
	audio.pass(60000);
	assert.ok(heard(it).length === 1 && heard(it)[0][1] <= 1);
	player.hearRedacted(true);
	player.seek(20000000);
	player.toggle();
	audio.pass(1000);
	player.toggle();
	assert.deepEqual(heard(it)[1], [20, 21], "another file may play");
});

test("a copy of another length is not taken for the one of the page", () => {
	const { state, audio, player } = opened();
	for (const [duration, other] of [[60, false], [60.04, false], [59, true],
		[61, true], [NaN, true], [Infinity, true]]) {
		audio.duration = duration;
		audio.acts.loadedmetadata();
		assert.equal(player.other, other, String(duration));
	}
	state.show(2);
	assert.equal(player.other, false);
});

test("what the plan withholds for another reason is silent, too", () => {
	const { state, audio, player, it } = opened();
	Object.assign(it.data, { class: "withheld", redacted: null,
		reason: "held-past-retention", undecided: false });
	player.hearRedacted(true);
	assert.equal(audio.muted, true);
	assert.equal(state.whole(it), true);
	it.data.reason = "not-requester";
	assert.equal(state.whole(it), false, "this person may say otherwise");
});

test("a place is played from before to after, and no further", () => {
	const { audio, player } = opened();
	player.playFrom(-1000000, 3000000);
	audio.pass(5000);
	assert.equal(audio.paused, true);
	assert.ok(Math.abs(audio.currentTime - 3) < 0.02);
	player.toggle();
	audio.pass(2000);
	assert.equal(audio.paused, false, "after that it plays on as ever");
});

test("another call stops the sound, and gets none of the old one's time",
	() => {
		const { state, audio, player, it } = opened();
		player.toggle();
		audio.pass(1000);
		state.show(2);
		assert.equal(audio.paused, true);
		assert.equal(audio.src, "original-03.flac");
		assert.deepEqual(heard(state.items[2]), []);
		assert.deepEqual(heard(it), [[0, 1]]);
		state.show(1);
		assert.equal(audio.src, "");
		player.toggle();
		assert.equal(audio.paused, true);
	});

const press = (key, more = {}) => ({ key, ctrlKey: false, altKey: false,
	metaKey: false, shiftKey: false, getModifierState: (name) =>
		more.graph === true && name === "AltGraph", ...more });

test("keys are known by what they type", () => {
	assert.equal(page.keyOf(press("[", { ctrlKey: true, altKey: true,
		graph: true })), "[", "AltGr");
	assert.equal(page.keyOf(press("X", { shiftKey: true })), "x");
	assert.equal(page.keyOf(press("ArrowLeft", { shiftKey: true })),
		"Shift+ArrowLeft");
	assert.equal(page.keyOf(press("=")), "+");
	for (const more of [{ ctrlKey: true }, { metaKey: true },
		{ altKey: true }])
		assert.equal(page.keyOf(press("a", more)), "", "not ours");
});

test("a key is left to the field, and space to the button, that has it", () => {
	const taken = (tagName, type, key, isContentEditable = false) =>
		page.keyTaken({ tagName, type, isContentEditable }, key);
	for (const key of ["x", " ", "ArrowLeft", "["]) {
		assert.ok(taken("INPUT", "text", key));
		assert.ok(taken("INPUT", "date", key));
		assert.ok(taken("TEXTAREA", "", key));
		assert.ok(taken("SELECT", "", key));
		assert.ok(taken("DIV", "", key, true));
		assert.ok(!taken("BODY", "", key));
	}
	assert.ok(taken("BUTTON", "button", " "));
	assert.ok(!taken("BUTTON", "button", "x"));
	assert.ok(taken("INPUT", "range", "ArrowLeft"));
	assert.ok(taken("INPUT", "checkbox", " "));
	assert.ok(!taken("INPUT", "checkbox", "n"));
});

test("peaks are the farther of the two, and none is lost in a column", () => {
	const bytes = Buffer.from([-3 & 255, 5, -128 & 255, 0, 0, 127, 0, 0]);
	const peaks = [...page.peaksOf(bytes.toString("base64"), false)];
	assert.deepEqual(peaks.map((v) => Math.round(v * 128)), [5, 128, 127, 0]);
	const faint = [...page.peaksOf(bytes.toString("base64"), true)];
	faint.forEach((v, i) => assert.ok(Math.abs(v * v - peaks[i]) < 1e-6));
	assert.deepEqual([...page.peaksColumns([0, 0, 1, 0, 0, 0], 2)], [1, 0]);
	assert.deepEqual([...page.peaksColumns([1], 3)], [1, 0, 0]);
});

test("boxes too near to be told apart are one, and none gets lost", () => {
	const view = { from: 0, to: 1000000, width: 100 };
	const list = Array.from({ length: 500 }, (e, i) =>
		({ from: i * 2000, to: i * 2000 + 1000 }));
	const boxes = page.laneBoxes(list, view);
	assert.ok(boxes.length < 100);
	assert.equal(boxes.reduce((n, box) => n + box.all.length, 0), 500);
	assert.equal(page.laneBoxes([{ from: 0, to: 500000 },
		{ from: 500000, to: 1000000 }], view).length, 2);
	assert.equal(page.laneBoxes([{ from: 1000000, to: 2000000 }], view).length,
		0, "not in view");
});

test("what is left without some ranges", () => {
	assert.deepEqual(plain(page.rangesWithout([[2, 4], [6, 8]], 3, 10)),
		[[4, 6], [8, 10]]);
	assert.deepEqual(plain(page.rangesWithout([[2, 4]], 2, 4)), []);
	assert.deepEqual(plain(page.rangesWithout([], 5, 3)), []);
});
