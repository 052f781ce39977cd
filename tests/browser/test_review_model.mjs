// The model of the review page: times, ranges, cuts, verdicts, undo.
import assert from "node:assert/strict";
import { test } from "node:test";
import { plain, scripts, someData } from "./scripts.mjs";

const page = scripts(["times", "model", "state"], ["State", "timeText", "timeShort",
	"timeSpoken", "timeParse", "rangesAdd", "rangesUnion", "rangesGaps", "rangesSeen",
	"rangesHold", "rangesLength"]);

function opened(index = 0) {
	const state = new page.State(someData());
	const seen = [];
	for (const name of ["front", "cuts", "decisions", "verdict", "work",
		"chosen", "heard", "say"])
		state.on(name, (detail) => seen.push([name, detail]));
	state.show(index);
	seen.length = 0;
	return { state, seen, it: state.items[index],
		names: () => seen.map(([name]) => name),
		said: () => seen.filter(([name]) => name === "say")
			.map(([, text]) => text).join(" ") };
}

test("a time is written and read back to the microsecond", () => {
	for (const us of [0, 1, 999, 1000, 59999999, 60000000, 3599999999,
		10799123456, 36000000001])
		assert.equal(page.timeParse(page.timeText(us)), us);
	assert.equal(page.timeText(3723004000), "1:02:03.004");
	assert.equal(page.timeText(3723004005), "1:02:03.004005");
	assert.equal(page.timeShort(3723999999), "1:02:03");
});

test("a time may be typed in several ways, and nothing else is one", () => {
	assert.equal(page.timeParse("62.5"), 62500000);
	assert.equal(page.timeParse(" 1:02,5 "), 62500000);
	assert.equal(page.timeParse("0:01:02.500000"), 62500000);
	assert.equal(page.timeParse("90:00"), 5400000000);
	for (const text of ["", "-1", "1:60", "1:60:00", "1.2345678", "1e3",
		"1.", ":5", "1:2:3:4", "0x10", "Infinity", "1 2", "\u0661"])
		assert.equal(page.timeParse(text), -1, text);
});

test("a time is spoken in words", () => {
	assert.equal(page.timeSpoken(0), "0 seconds");
	assert.equal(page.timeSpoken(1000000), "1 second");
	assert.equal(page.timeSpoken(3661500000), "1 hour 1 minute 1.5 seconds");
	assert.equal(page.timeSpoken(59960000), "1 minute");
});

// Against the plainest thing there is: one flag for each moment.
test("ranges are what a flag for each moment says", () => {
	let seed = 1;
	const random = (n) => {
		seed = (seed * 1103515245 + 12345) % 2147483648;
		return Math.floor(seed / 65536) % n;
	};
	for (let round = 0; round < 300; round++) {
		const flags = new Array(50).fill(false);
		const loose = [];
		let list = [];
		for (let i = 0; i < random(8); i++) {
			const from = random(50);
			const to = from + random(50 - from + 1);
			flags.fill(true, from, to);
			loose.push([from, to]);
			list = page.rangesAdd(list, from, to);
		}
		assert.deepEqual(plain(list), plain(page.rangesUnion(loose)));
		flags.forEach((flag, i) =>
			assert.equal(page.rangesHold(list, i), flag));
		assert.equal(page.rangesLength(list),
			flags.filter(Boolean).length);
		const gaps = page.rangesGaps(list, 50);
		flags.forEach((flag, i) =>
			assert.equal(page.rangesHold(gaps, i), !flag));
		for (let i = 1; i < list.length; i++)
			assert.ok(list[i - 1][1] < list[i][0], "two that touch");
	}
});

test("of very many ranges as many are drawn as there are pixels", () => {
	const list = Array.from({ length: 100000 }, (x, i) =>
		[i * 1000, i * 1000 + 500]);
	const seen = (from, to, width) =>
		plain(page.rangesSeen(list, { from, to, width }));
	assert.deepEqual(seen(0, 100000000, 1000), [[0, 99999500]]);
	assert.deepEqual(seen(900, 3100, 1000),
		[[1000, 1500], [2000, 2500], [3000, 3500]]);
	assert.deepEqual(list[0], [0, 500]);
});

test("a case begins as it is, with nothing decided by this person", () => {
	const { state } = opened();
	const [one, , three] = state.items;
	assert.deepEqual(plain(one.work.cuts.map((c) => [c.from, c.basis])),
		[[5000000, "LPP"], [10000000, "TP"]]);
	assert.equal(one.work.verdict, "undecided");
	assert.equal(three.work.verdict, "undecided");
	assert.equal(state.stands(three), "second-person");
	assert.equal(three.work.speaker, "other");
	assert.equal(three.work.damage, true);
	assert.equal(state.fresh.basis, "TP");
	assert.equal(state.unsaved, false);
	assert.equal(state.changed(one), false);
});

test("what the case has stands while nothing is said or changed here", () => {
	const data = someData();
	const stands = (more, act = () => {}) => {
		Object.assign(data.items[0], { undecided: false, review: null }, more);
		const state = new page.State(data);
		state.show(0);
		act(state, state.items[0]);
		return state.stands(state.items[0]);
	};
	const review = { speaker: "requester", reviewer: "u1041",
		reviewed: "2026-10-12", standing: "", damage_heard: false };
	assert.equal(stands({ undecided: true }), "undecided");
	assert.equal(stands({ undecided: true, review }), "undecided");
	assert.equal(stands({ review }), "approved");
	assert.equal(stands({}), "nobody", "withheld for retention");
	for (const standing of ["rejected", "second-person"])
		assert.equal(stands({ undecided: true,
			review: { ...review, standing } }), standing);
	const changes = [(s) => s.removeCut(s.items[0].work.cuts[0].id),
		(s) => s.changeDecision("1", { prejudice: "x" }),
		(s, it) => s.setSpeaker(it, "other"),
		(s, it) => s.setDamage(it, true)];
	for (const change of changes)
		assert.equal(stands({ review }, change), "undecided", String(change));
	assert.equal(stands({ review }, (s, it) => s.setNote(it, "x")), "approved");
	assert.equal(stands({ review }, (s) => {
		s.removeCut(s.items[0].work.cuts[0].id);
		s.undo();
	}), "approved");
	assert.equal(stands({ review }, (s, it) => s.setVerdict(it, "rejected")),
		"rejected");
});

test("a cut is added, in order, chosen, within the recording", () => {
	const { state, it, said } = opened();
	const id = state.addCut({ from: 59000000.4, to: 99000000 });
	const c = state.cut(id);
	assert.deepEqual([c.from, c.to, c.basis, c.fill, c.decision],
		[59000000, 60000000, "TP", "policy", ""]);
	assert.equal(state.chosen, id);
	assert.equal(it.work.cuts.at(-1).id, id);
	assert.equal(state.addCut({ from: 5, to: 5 }), null);
	assert.match(said(), /at least a thousandth/);
	assert.equal(it.work.cuts.length, 3);
	const turned = state.cut(state.addCut({ from: 2000000, to: 1000000 }));
	assert.deepEqual([turned.from, turned.to], [1000000, 2000000]);
	assert.equal(it.work.cuts[0].id, turned.id);
	assert.ok(state.changed(it) && state.unsaved);
});

test("channels are in order, and all of them is none named", () => {
	const { state } = opened();
	const id = state.addCut({ from: 0, to: 1000000, channels: [2, 1, 2] });
	assert.deepEqual(plain(state.cut(id).channels), []);
	state.changeCut(id, { channels: [2] });
	assert.deepEqual(plain(state.cut(id).channels), [2]);
	const joint = opened(2).state;
	const all = joint.addCut({ from: 0, to: 500000, channels: [1] });
	assert.deepEqual(plain(joint.cut(all).channels), []);
});

test("nothing is cut of a call that has nothing to hear", () => {
	const { state } = opened(1);
	assert.equal(state.addCut({ from: 0, to: 1000000 }), null);
	assert.equal(state.setVerdict(state.items[1], "approved"), false);
	assert.equal(state.unsaved, false);
});

test("what was approved is not approved any longer once it is changed", () => {
	const changes = [
		(s) => s.addCut({ from: 0, to: 1000000 }),
		(s) => s.removeCut(s.items[0].work.cuts[0].id),
		(s) => s.changeCut(s.items[0].work.cuts[0].id, { fill: "silence" }),
		(s) => s.changeCut(s.items[0].work.cuts[0].id, { basis: "TP" }),
		(s) => s.changeDecision("1", { prejudice: "x" }),
		(s) => s.addDecision({ outcome: "redact" }),
		(s) => s.removeDecision("1"),
		(s) => s.setSpeaker(s.items[0], "other"),
		(s) => s.setDamage(s.items[0], true),
	];
	for (const change of changes) {
		const { state, it, said } = opened();
		state.setVerdict(it, "approved");
		change(state);
		assert.equal(it.work.verdict, "undecided", String(change));
		assert.match(said(), /waits again/);
	}
});

test("a note, and looking about, leave an approval as it is", () => {
	const { state, it } = opened();
	state.setVerdict(it, "approved");
	state.setNote(it, "heard twice");
	state.choose(it.work.cuts[0].id);
	state.hear(it, 0, 1000000);
	state.setBy("u1041");
	assert.equal(it.work.verdict, "approved");
	assert.equal(state.setVerdict(it, "fine"), false);
});

test("undo and redo go through every step, to the same and back", () => {
	const { state, it } = opened();
	const steps = [plain(it.work)];
	const step = () => steps.push(plain(it.work));
	state.addCut({ from: 0, to: 1000000 });
	step();
	state.changeCut(state.chosen, { to: 2000000 });
	step();
	state.addDecision({ outcome: "disclose" });
	step();
	state.removeDecision("1");
	step();
	state.setVerdict(it, "approved");
	step();
	state.removeCut(it.work.cuts[0].id);
	step();
	for (let i = steps.length - 2; i >= 0; i--) {
		assert.notEqual(state.canUndo, "");
		state.undo();
		assert.deepEqual(plain(it.work), steps[i]);
	}
	assert.equal(state.undo(), false);
	assert.equal(state.changed(it), false);
	for (const after of steps.slice(1)) {
		state.redo();
		assert.deepEqual(plain(it.work), after);
	}
	assert.equal(state.redo(), false);
	state.undo();
	state.setNote(it, "another way");
	assert.equal(state.redo(), false, "what was undone is gone");
});

test("letters typed one after the other are undone as one", () => {
	const { state, it } = opened();
	for (const note of ["a", "ab", "abc"])
		state.setNote(it, note);
	state.undo();
	assert.equal(it.work.note, "");
	state.redo();
	assert.equal(it.work.note, "abc");
	state.setNote(it, "abcd");
	state.saved();
	state.setNote(it, "abcde");
	state.undo();
	assert.equal(it.work.note, "abcd", "saving is a step");
});

test("undo goes to the call that it changes", () => {
	const { state } = opened();
	state.addCut({ from: 0, to: 1000000 });
	state.show(2);
	state.undo();
	assert.equal(state.front, state.items[0]);
	assert.equal(state.items[0].work.cuts.length, 2);
});

test("what is chosen is never a cut that is gone", () => {
	const { state, it } = opened();
	const id = it.work.cuts[0].id;
	state.choose(id);
	state.removeCut(id);
	assert.equal(state.chosen, "");
	state.choose("c999");
	assert.equal(state.chosen, "");
	assert.equal(state.removeCut("c999"), false);
	state.undo();
	assert.equal(it.work.cuts[0].id, id, "it is the same cut again");
});

test("a decision that is gone is named by no cut", () => {
	const { state, it } = opened();
	assert.equal(state.addDecision({ outcome: "redact" }), "2");
	state.removeDecision("1");
	assert.deepEqual(plain(it.work.cuts.map((c) => c.decision)), ["", ""]);
	assert.equal(state.addDecision({ outcome: "redact" }), "1");
	state.changeDecision("1", { prejudice: "harm" });
	state.changeDecision("1", { prejudice: "" });
	assert.deepEqual(plain(it.work.decisions.find((d) => d.id === "1")),
		{ outcome: "redact", id: "1" });
	for (let i = 0; i < 100; i++)
		state.addDecision({ outcome: "redact" });
	assert.equal(it.work.decisions.length, 64);
});

test("a suggestion becomes a cut only when it is one to cut", () => {
	const { state, it } = opened();
	const c = state.cut(state.takeAdvice(0));
	assert.deepEqual(plain([c.from, c.to, c.channels]),
		[20000000, 23000000, [2]]);
	assert.equal(c.basis, "", "no program says on what it rests");
	assert.equal(state.takeAdvice(1), null);
	assert.equal(state.takeAdvice(7), null);
	assert.equal(it.work.cuts.length, 3);
});

test("what goes is each channel's cuts with the guards, within the call", () => {
	const { state, it } = opened();
	assert.deepEqual(plain(state.removes(it, 2)), [[4980000, 6030000]]);
	assert.deepEqual(plain(state.removes(it, 1)),
		[[4980000, 6030000], [9980000, 12030000]]);
	state.addCut({ from: 0, to: 4970000 });
	assert.deepEqual(plain(state.removes(it, 2)), [[0, 6030000]]);
});

test("what was heard is counted once and never rounded up", () => {
	const { state, it } = opened();
	state.hear(it, 0, 30000000);
	state.hear(it, 10000000, 30000000);
	assert.equal(state.permille(it), 500);
	assert.equal(state.unsaved, true, "it is work");
	state.saved();
	state.hear(it, 10000000, 30000000);
	assert.equal(state.unsaved, false, "nothing more was heard");
	state.hear(it, -5, 59999999);
	assert.equal(state.permille(it), 999);
	state.hear(it, 59999999, 99000000);
	assert.equal(state.permille(it), 1000);
});

test("an opened file is put in as one step, with ids of this page", () => {
	const { state, it } = opened();
	const cuts = [{ from_us: 1, to_us: 5000, channels: [], basis: "TP",
		fill: "policy", decision: "" }];
	state.restore(it, { cuts, decisions: [], verdict: "rejected",
		speaker: "requester", damage: false, note: "n" }, 420);
	assert.equal(it.work.cuts.length, 1);
	assert.match(it.work.cuts[0].id, /^c\d+$/);
	assert.equal(state.permille(it), 420);
	state.undo();
	assert.equal(it.work.cuts.length, 2);
	assert.equal(it.work.verdict, "undecided");
});

test("a part that fails keeps no other from what is new", () => {
	const reported = [];
	const { State } = scripts(["times", "model", "state"], ["State"],
		{ reportError: (error) => reported.push(error.message) });
	const state = new State(someData());
	const told = [];
	const said = [];
	state.on("front", () => { throw new Error("broken"); });
	state.on("front", (it) => told.push(it.data.item));
	state.on("say", (text) => said.push(text));
	state.show(2);
	assert.deepEqual(told, [3]);
	assert.deepEqual(reported, ["broken"]);
	assert.match(said.join(), /has failed/);
});

test("each change tells what it changes, and only that", () => {
	const { state, seen, names, it } = opened();
	const after = (act) => {
		seen.length = 0;
		act();
		return names().filter((name) => name !== "say");
	};
	assert.deepEqual(after(() => state.addCut({ from: 0, to: 1000000 })),
		["cuts", "work", "chosen"]);
	assert.deepEqual(after(() => state.setNote(it, "x")),
		["verdict", "work"]);
	assert.deepEqual(after(() => state.setNote(it, "x")), []);
	assert.deepEqual(after(() => state.addDecision({ outcome: "redact" })),
		["decisions", "work"]);
	assert.deepEqual(after(() => state.removeDecision("1")),
		["cuts", "decisions", "work"]);
});
