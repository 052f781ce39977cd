// What the page says would leave of a call as it stands, and what a cut takes
// out in fact.
import assert from "node:assert/strict";
import { test } from "node:test";
import { scripts } from "./scripts.mjs";

const page = scripts(["times", "model", "state", "rules", "leaves"],
	["State", "leavesNow", "leavesRemoved", "leavesCutText"]);
const cut = (from_us, to_us, more) => ({ from_us, to_us, channels: [],
	basis: "TP", fill: "policy", decision: "1", ...more });
const item = (more) => ({ item: 1, reviewable: true, length_us: 20000000,
	channels: 2, joint: false, class: "withheld", class_text: "Withheld",
	reason: "no-marks", reason_text: "Nobody has yet listened to it",
	undecided: true, guard_before_us: 0, guard_after_us: 0, review: null,
	cuts: [], removed: [], decisions: [], ...more });

// Who speaks is said, but for what a test says of it.
function opened(more, verdict = "undecided", speaker = "requester") {
	const state = new page.State({ bases: [], fields: [],
		items: [item(more)] });
	state.show(0);
	state.setSpeaker(state.items[0], speaker);
	state.setVerdict(state.items[0], verdict);
	return state;
}

const now = (...of) => {
	const state = opened(...of);
	return page.leavesNow(state, state.items[0]);
};

test("what leaves is what the verdict here makes of it", () => {
	const one = { cuts: [cut(1000000, 4800000)] };
	assert.equal(now({}), "Nothing leaves yet: Nobody has yet listened to it.");
	assert.equal(now({}, "approved"), "All of it leaves.");
	assert.equal(now(one, "approved"),
		"All of it leaves but 1 cut of 3.8 s.");
	assert.equal(now({ cuts: [cut(1000000, 2000000, { channels: [2] }),
		cut(1500000, 2500001, { channels: [2] })] }, "approved"),
	"All of it leaves but 2 cuts of 1.6 s, not on every channel.");
	assert.equal(now({ cuts: [cut(0, 20000000)] }, "approved"),
		"Nothing leaves: the cuts take out all of it.");
	assert.match(now(one, "rejected"), /^Nothing leaves: it is rejected/);
	assert.match(now(one, "second-person"), /^Nothing leaves: a second/);
	assert.equal(now(one, "approved", "other"),
		"Nothing leaves: somebody else speaks.");
});

test("what the guards of a codec take with a cut does not leave", () => {
	assert.equal(now({ guard_before_us: 200000, guard_after_us: 300000,
		cuts: [cut(1000000, 2000000)] }, "approved"),
	"All of it leaves but 1 cut of 1.5 s.");
});

test("while nothing is decided here, it leaves as the case has it", () => {
	const taken = { undecided: false, class: "part-disclosed",
		review: { speaker: "requester", standing: "" },
		cuts: [cut(1000000, 2000000)],
		removed: [{ from_us: 900000, to_us: 2100000, channels: [] }] };
	const state = opened(taken);
	const [it] = state.items;
	assert.equal(page.leavesNow(state, it),
		"All of it leaves but 1 cut of 1.2 s.");
	state.removeCut(it.work.cuts[0].id);
	assert.equal(page.leavesNow(state, it),
		"All of it leaves but 1 cut of 1.2 s. What is changed here counts " +
		"once it is approved.", "the marks stay as they are");
	state.setVerdict(it, "approved");
	assert.equal(page.leavesNow(state, it), "All of it leaves.");
});

test("what is not going out stays, whatever the verdict is", () => {
	const held = { undecided: false, reason: "expired",
		reason_text: "It is past its retention." };
	for (const verdict of ["undecided", "approved", "rejected"])
		assert.equal(now(held, verdict), "Nothing leaves, whatever the " +
			"verdict is: It is past its retention.");
	const state = opened({ ...held, reason: "not-requester", review: {
		speaker: "other", standing: "" } }, "approved");
	assert.equal(page.leavesNow(state, state.items[0]), "All of it leaves.",
		"that was by the marks, which are others now");
});

test("of what cannot be heard it is said why", () => {
	assert.equal(now({ reviewable: false, wrong: "Recording: it is gone." }),
		"Withheld: Nobody has yet listened to it. Recording: it is gone.");
	assert.equal(now({ reviewable: false, class_text: "", reason_text: "" }),
		"Nothing was kept.");
});

function cutText(more, i = 0) {
	const state = opened(more);
	const [it] = state.items;
	return page.leavesCutText(it, it.work.cuts[i],
		(channel) => page.leavesRemoved(state, it, channel));
}

test("below a cut stands what it takes out in fact, and why it is more", () => {
	assert.equal(cutText({ cuts: [cut(1000000, 2000000)] }),
		"Taken out in fact: 0:00:01.000 to 0:00:02.000.");
	const guarded = { guard_before_us: 200000, guard_after_us: 300000,
		cuts: [cut(100000, 2000000), cut(19000000, 20000000)] };
	assert.equal(cutText(guarded), "Taken out in fact: 0:00:00.000 to " +
		"0:00:02.300, wider because of how the sound is coded.");
	assert.match(cutText(guarded, 1), /0:00:18\.800 to 0:00:20\.000, wider/);
	assert.match(cutText({ cuts: [cut(1000000, 2000000),
		cut(1500000, 3000000)] }, 1), /01\.000 to 0:00:03\.000, together/);
	assert.equal(cutText({ cuts: [cut(1000000, 2000000), cut(2000000, 3000000,
		{ channels: [2] })] }), "Taken out in fact on channel 1: 0:00:01.000 " +
		"to 0:00:02.000; on channel 2: 0:00:01.000 to 0:00:03.000, together " +
		"with a cut beside it.");
});

test("while nothing was changed, that is what the plan takes out", () => {
	const taken = { undecided: false, class: "part-disclosed",
		guard_before_us: 200000, guard_after_us: 300000,
		cuts: [cut(1000000, 2000000)],
		removed: [{ from_us: 796875, to_us: 2304125, channels: [] }] };
	assert.match(cutText(taken), /0:00:00\.796875 to 0:00:02\.304125, wider/);
});
