// Whose it is what was heard and approved on the review page: nobody takes over
// another person's, whether a file is opened or the staff id is changed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { plain, scripts, someData } from "./scripts.mjs";

const page = scripts(["times", "model", "state", "rules", "labels", "saved"],
	["State", "savedRead", "savedWrite", "rulesItem"]);
const when = new Date("2026-11-26T15:04:05Z");

function opened(by = "") {
	const data = someData();
	data.items.forEach((one, i) => Object.assign(one,
		{ recording: String(i + 1).padStart(64, "0"), undecided: true,
			rate: 8000 }));
	const state = new page.State({ ...data, ref: "SAR-2026-0042",
		base: "ab".repeat(32), fields: [{ key: "outcome", kind: "choice",
			choices: ["redact"] }] });
	state.show(0);
	state.setBy(by);
	state.sit(by);
	return state;
}

function take(state, text) {
	const file = page.savedRead(text, state);
	file.taken.forEach(({ it, work, permille }) =>
		state.restore(it, work, permille, file.by));
	return file;
}

// What a save by this id says of each call, and how much was heard.
const savedBy = (state, id) => {
	state.setBy(id);
	return JSON.parse(page.savedWrite(state, when)).items
		.map((one) => [one.verdict, one.heard_permille]);
};

// All of u1041's: both heard to the end, both approved.
function all(id = "u1041") {
	const state = opened(id);
	for (const it of [state.items[0], state.items[2]]) {
		state.hear(it, 0, it.data.length_us);
		state.setSpeaker(it, "requester");
		state.setVerdict(it, "approved");
	}
	return state;
}

const mine = [["approved", 1000], ["approved", 1000]];
const nobodys = [["undecided", 0], ["undecided", 0]];
const file = () => page.savedWrite(all(), when);

test("a file that is opened is not of whoever types an id afterwards", () => {
	const state = opened();
	take(state, file());
	assert.equal(state.by, "", "no id is filled in");
	assert.equal(state.sits("u2002"), 2);
	assert.equal(state.sits("U1041"), 0);
	assert.deepEqual(savedBy(state, "u2002"), nobodys);
	const same = opened();
	take(same, file());
	assert.deepEqual(savedBy(same, "U1041"), mine);
});

test("an id that is changed takes back what was heard and approved", () => {
	const state = all();
	const said = [];
	state.on("say", (text) => said.push(text));
	state.setBy("u2002");
	assert.equal(state.items[0].work.verdict, "approved", "not all is typed");
	assert.equal(state.sits("u2002"), 2);
	state.sit("u2002");
	assert.match(said.at(-1), /2 calls is theirs: it waits again for u2002/);
	assert.deepEqual(plain(state.items[0].heard), []);
	assert.deepEqual(savedBy(state, "u2002"), nobodys);
	assert.deepEqual(savedBy(state, "u1041"), nobodys, "and it stays so");
	const saved = all();
	assert.deepEqual(savedBy(saved, "u2002"), nobodys, "saved at once, too");
});

test("what was done before there was an id is of the first one", () => {
	const state = opened();
	state.hear(state.items[0], 0, 60000000);
	state.setSpeaker(state.items[0], "requester");
	state.setVerdict(state.items[0], "approved");
	state.setBy("");
	state.sit("");
	assert.deepEqual(savedBy(state, "u1041")[0], ["approved", 1000]);
	assert.deepEqual(savedBy(state, "u2002")[0], ["undecided", 0]);
});

test("no undoing brings back another person's approval", () => {
	const state = all();
	state.sit("u2002");
	while (state.canUndo !== "") {
		state.undo();
		state.items.forEach((it) =>
			assert.notEqual(it.work?.verdict, "approved"));
	}
	while (state.canRedo !== "") {
		state.redo();
		state.items.forEach((it) =>
			assert.notEqual(it.work?.verdict, "approved"));
	}
});

test("what this person heard is kept beside another's file", () => {
	const state = opened("u2002");
	state.hear(state.items[0], 0, 30000000);
	take(state, file());
	assert.deepEqual(savedBy(state, "u2002"),
		[["undecided", 500], ["undecided", 0]]);
	const late = opened();
	late.hear(late.items[0], 0, 30000000);
	take(late, file());
	assert.deepEqual(savedBy(late, "u2002"),
		[["undecided", 500], ["undecided", 0]]);
});

test("opened over what it was saved of, an approval stands", () => {
	const state = opened("u1041");
	state.addDecision({ outcome: "redact" });
	state.setSpeaker(state.items[0], "requester");
	state.setVerdict(state.items[0], "approved");
	take(state, page.savedWrite(state, when));
	assert.equal(state.items[0].work.verdict, "approved");
	take(state, page.savedWrite(state, when));
	assert.equal(state.items[0].work.verdict, "approved");
	const text = page.savedWrite(state, when).replace('"TP"', '"LPP"');
	state.setVerdict(state.items[0], "approved");
	take(state, text);
	assert.equal(state.items[0].work.verdict, "undecided", "other cuts");
});
