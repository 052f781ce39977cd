// What the review page saves, and what it opens again; and what it says is
// missing before a call can be approved.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { plain, scripts } from "./scripts.mjs";

const page = scripts(["times", "model", "state", "rules", "labels", "saved"],
	["State", "savedName", "savedCommand", "savedWrite", "savedFaults", "savedRead",
		"rulesItem", "rulesLacks", "rulesDate", "rulesStaff", "rulesLine",
		"rulesHalf", "rulesHeard"]);

const choice = (key, choices, when) =>
	({ key, label: key, kind: "choice", choices, max: 0, when });
const note = (key, when) =>
	({ key, label: key, kind: "note", choices: [], max: 500, when });
const date = (key, when) =>
	({ key, label: key, kind: "date", choices: [], max: 0, when });
const fields = [choice("outcome", ["redact", "disclose"], "always"),
	choice("without-identifying", ["yes", "no"], "factors"),
	choice("consent", ["given", "refused", "not-sought", "not-capable"],
		"factors"), date("consent-date", "factors"),
	note("consent-evidence", "factors"), note("information", "factors"),
	note("confidentiality", "factors"), note("steps", "factors"),
	note("capability", "factors"), note("refusal", "factors"),
	note("prejudice", "prejudice"), choice("parent", ["TP", "CRIME"], "neither"),
	note("whole-recording", "whole"), { key: "by", label: "by", kind: "staff",
		choices: [], max: 32, when: "always" }, date("on", "always")];
const bases = [["TP", "factors"], ["CRIME", "prejudice"], ["LPP", "none"],
	["NEITHER", "prejudice"]].map(([code, tested]) =>
	({ code, provision: code, plain: code, test: tested }));
const record = { outcome: "redact", "without-identifying": "no",
	consent: "not-sought", information: "what they said",
	confidentiality: "none", steps: "none", capability: "n/a", refusal: "n/a",
	by: "u1041", on: "2026-10-12" };
const cut = (more) => ({ from_us: 1000000, to_us: 2000000, channels: [],
	basis: "TP", fill: "policy", decision: "", ...more });
const item = (number, more) => ({ item: number, reviewable: true,
	length_us: 60000000, rate: 8000, channels: 2, joint: false, unsure: false,
	recording: String(number).padStart(64, "0"), review: null, cuts: [],
	decisions: [], ...more });
const silent = { item: 3, reviewable: false };

function opened(...items) {
	const state = new page.State({ schema: "sar-review.page/1",
		ref: "SAR-2026-0042", base: "ab".repeat(32), fields, bases,
		items: items.length > 0 ? items
			: [item(1, { cuts: [cut({ channels: [2], decision: "1" })],
				decisions: [{ id: "1", ...record }] }), item(2), silent] });
	state.show(0);
	state.setBy("u1041");
	state.items.forEach((it) => {
		it.work.speaker ||= "requester";
	});
	return state;
}

const when = new Date("2026-11-26T15:04:05.678Z");
const saved = (state) => JSON.parse(page.savedWrite(state, when));
const faults = (one, by = "") => {
	const state = opened(one);
	state.setBy(by);
	return plain(page.rulesItem(state.items[0], state))
		.map((fault) => fault.text);
};

test("what is saved is the contract's to the member", () => {
	const state = opened();
	state.setVerdict(state.items[0], "approved");
	state.setNote(state.items[0], " a note ");
	state.hear(state.items[0], 0, 30000000);
	assert.deepEqual(saved(state), { schema: "sar-review.saved/1",
		ref: "SAR-2026-0042", base: "ab".repeat(32), by: "u1041",
		saved: "2026-11-26T15:04:05Z", items: [
			{ item: 1, recording: "1".padStart(64, "0"), verdict: "approved",
				speaker: "requester", damage_heard: false,
				heard_permille: 500, note: "a note",
				cuts: [cut({ channels: [2], decision: "1" })],
				decisions: [{ id: "1", ...record }] },
			{ item: 2, recording: "2".padStart(64, "0"),
				verdict: "undecided", speaker: "requester",
				damage_heard: false, heard_permille: 0, note: "", cuts: [],
				decisions: [] }] });
});

test("each save has a name of its own, and the command is of that one", () => {
	const state = opened();
	const name = (second) => page.savedName("SAR-2026-0042",
		new Date(2026, 0, 9, 5, 4, second));
	assert.equal(name(3), "SAR-2026-0042-review-20260109T050403.json");
	assert.notEqual(name(3), name(4));
	assert.equal(page.savedCommand(state, name(3)).join(" "),
		"sar-export approve --ref SAR-2026-0042 --plan " +
		`${name(3)} --by u1041`);
});

test("the command has what the page was made with", () => {
	const state = opened();
	const options = (...words) => {
		state.data.options = words.join(" ");
		return page.savedCommand(state, "f").slice(8).join(" ");
	};
	assert.equal(options(), "");
	assert.equal(options("--include-expired", "--reason", "claim"),
		"--include-expired --reason claim");
	const words = ["--fill", "it's", "$(id)", "\u201cx\u201d", "a;b", "-"];
	assert.equal(execFileSync("sh", ["-c",
		`printf '%s\\n' ${options(...words)}`], { encoding: "utf8" }),
	words.map((word) => `${word}\n`).join(""));
});

test("what is blank is not saved, and whoever else speaks has no cuts", () => {
	const state = opened();
	state.changeDecision("1", { steps: "   ", information: " x " });
	const [one] = saved(state).items;
	assert.equal(one.decisions[0].information, "x");
	assert.ok(!("steps" in one.decisions[0]));
	state.setSpeaker(state.items[0], "other");
	assert.deepEqual(saved(state).items[0].cuts, []);
	assert.deepEqual(saved(state).items[0].decisions, []);
	assert.equal(state.items[0].work.cuts.length, 1);
});

test("a saved file is opened again as it was saved", () => {
	const state = opened();
	state.setVerdict(state.items[0], "second-person");
	state.setNote(state.items[1], "</script><b>");
	state.hear(state.items[1], 0, 6000000);
	const text = page.savedWrite(state, when);
	const fresh = opened();
	const file = page.savedRead(text, fresh);
	file.taken.forEach(({ it, work, permille }) =>
		fresh.restore(it, work, permille, file.by));
	assert.equal(page.savedWrite(fresh, when), text);
	assert.equal(file.stale, false);
	assert.deepEqual(plain(file.left), []);
});

const asked = (more) => ({ undecided: false, review: { reviewer: "U1041",
	standing: "", speaker: "requester", reviewed: "2026-10-12",
	damage_heard: false, ...more } });
const one = { cuts: [cut({ channels: [2], decision: "1" })],
	decisions: [{ id: "1", ...record }] };

// [verdict, how it stands] of call 1, of a file of another plan in which it is
// approved, or that verdict, with the cut and decision of opened().
function stale(data, verdict = "approved") {
	const state = opened();
	state.setSpeaker(state.items[0], "requester");
	state.setVerdict(state.items[0], verdict);
	const text = page.savedWrite(state, when).replace(/abab/, "cdcd");
	const now = opened(item(1, data));
	const file = page.savedRead(text, now);
	assert.equal(file.stale, true);
	file.taken.forEach(({ it, work, permille }) =>
		now.restore(it, work, permille, file.by));
	return plain([now.items[0].work.verdict, now.stands(now.items[0]),
		file.again.length, file.kept.length]);
}

test("of another plan, what was approved waits again unless it still holds",
	() => {
		const waits = ["undecided", "undecided", 1, 0];
		// Nothing was said of it yet.
		assert.deepEqual(stale({ reason: "not-reviewed" }),
			["approved", "approved", 0, 0]);
		// It is in the case, by the same person.
		assert.deepEqual(stale({ ...one, ...asked() }),
			["undecided", "approved", 0, 0]);
		// By another; with other cuts; with a standing; marks without a review.
		assert.deepEqual(stale({ ...one, ...asked({ reviewer: "u2002" }) }),
			["undecided", "approved", 0, 0]);
		assert.deepEqual(stale(asked()), waits);
		assert.deepEqual(stale({ ...one, ...asked({ standing: "rejected" }) })
			.slice(0, 1), ["undecided"]);
		assert.deepEqual(stale({ reason: "not-reviewed", ...one }), waits);
		assert.deepEqual(stale({ reason: "no-decision" }), waits);
		assert.deepEqual(stale({ undecided: false, class: "withheld",
			reason: "held-past-retention" }), waits);
	});

test("of another plan, what was not decided gives way to what the case has",
	() => {
		assert.deepEqual(stale({ ...asked(), reason: "" }, "undecided"),
			["undecided", "approved", 0, 1]);
		assert.deepEqual(stale({ reason: "not-reviewed" }, "undecided"),
			["undecided", "undecided", 0, 0]);
		// Rejected as it is: of who rejected it, not of who opens the file.
		assert.deepEqual(stale({ ...one, ...asked({ standing: "rejected" }),
			undecided: true }, "rejected").slice(1, 2), ["rejected"]);
		assert.deepEqual(stale({ reason: "not-reviewed" }, "rejected"),
			["rejected", "rejected", 0, 0]);
	});

test("what somebody else approved and heard is theirs", () => {
	const state = opened();
	state.hear(state.items[0], 0, 60000000);
	state.setVerdict(state.items[0], "approved");
	state.setVerdict(state.items[1], "second-person");
	const text = page.savedWrite(state, when);
	const other = opened();
	other.setBy("u1042");
	const file = page.savedRead(text, other);
	assert.equal(file.other, true);
	assert.deepEqual(plain(file.taken.map((one) => [one.work.verdict,
		one.permille])), [["undecided", 0], ["second-person", 0]]);
	other.setBy("");
	assert.equal(page.savedRead(text, other).other, false);
	assert.equal(page.savedRead(text, other).taken[0].permille, 1000);
});

test("of another recording nothing is taken", () => {
	const text = page.savedWrite(opened(), when)
		.replace("1".padStart(64, "0"), "f".repeat(64));
	const file = page.savedRead(text, opened());
	assert.deepEqual(plain(file.left), [1]);
	assert.deepEqual(plain(file.taken.map((one) => one.it.data.item)), [2]);
});

test("a file that is none of ours is refused, whatever it is", () => {
	const good = saved(opened());
	const change = (act) => {
		const bad = structuredClone(good);
		act(bad);
		return JSON.stringify(bad);
	};
	const all = ["", "null", "[]", "{", "1", change((f) => { f.ref = "X"; }),
		change((f) => { f.schema = "sar-review.saved/2"; }),
		change((f) => { f.more = 1; }), change((f) => { delete f.by; }),
		change((f) => { f.items = {}; }), change((f) => { f.items[0] = null; }),
		change((f) => { f.items[1].item = 1; }),
		...[["verdict", "yes"], ["speaker", "me"], ["damage_heard", 1],
			["heard_permille", 1001], ["heard_permille", 0.5], ["note", 1],
			["cuts", {}], ["decisions", null], ["__proto__x", 1]]
			.map(([key, value]) => change((f) => { f.items[0][key] = value; })),
		...[["from_us", -1], ["from_us", 2000000], ["to_us", 61000000],
			["to_us", 1.5], ["channels", [3]], ["channels", [1, 1]],
			["channels", "1"], ["basis", "XX"], ["fill", ""],
			["decision", "a b"], ["id", "c1"]].map(([key, value]) =>
			change((f) => { f.items[0].cuts[0][key] = value; })),
		...[["id", ""], ["id", "123456789"], ["outcome", 1], ["x", "y"]]
			.map(([key, value]) =>
				change((f) => { f.items[0].decisions[0][key] = value; })),
		change((f) => {
			f.items[0].decisions.push(f.items[0].decisions[0]);
		})];
	for (const text of all)
		assert.throws(() => page.savedRead(text, opened()),
			(e) => e.message !== "" && !("stale" in e), text.slice(0, 200));
});

test("who saves says who they are, and what is no line is not saved", () => {
	const state = opened();
	assert.deepEqual(plain(page.savedFaults(state)), []);
	for (const id of ["", "-x", ".x", "a b", "x".repeat(33), "\u00e9"]) {
		state.setBy(id);
		assert.equal(page.savedFaults(state).length, 1, id);
	}
	state.setBy("u1041");
	state.setNote(state.items[0], "\u20ac".repeat(167));
	assert.equal(page.savedFaults(state)[0].item, 1);
	state.setNote(state.items[0], "\u20ac".repeat(166));
	assert.deepEqual(plain(page.savedFaults(state)), []);
	for (const day of ["2026-02-30", "9999-01-01", "1.2.2026"]) {
		state.changeDecision("1", { on: day });
		assert.equal(page.savedFaults(state).length, 1, day);
	}
	for (const text of ["a\nb", "a\u0085b", "a\u2028b", "a\ud800b", "\u0000"])
		assert.equal(page.rulesLine(text), false);
	assert.equal(page.rulesLine("\u65e5\u672c \ud83d\udcde \u2019"), true);
});

test("a record lacks what lib/marks says it lacks", () => {
	const lacks = (more, code) =>
		plain(page.rulesLacks({ ...record, ...more }, code, bases));
	assert.deepEqual(lacks({}, "TP"), []);
	assert.deepEqual(lacks({ consent: "" }, "TP"), ["consent"]);
	assert.deepEqual(lacks({ consent: "refused" }, "TP"),
		["consent-date", "consent-evidence"]);
	assert.deepEqual(lacks({ steps: " ", refusal: undefined }, "TP"),
		["steps", "refusal"]);
	assert.deepEqual(lacks({}, "LPP"), []);
	assert.deepEqual(lacks({}, "CRIME"), ["prejudice"]);
	assert.deepEqual(lacks({}, "NEITHER"), ["prejudice", "parent"]);
	assert.deepEqual(lacks({ parent: "TP", prejudice: "x", steps: "" },
		"NEITHER"), ["steps"]);
	assert.deepEqual(lacks({ parent: "NEITHER", prejudice: "x" }, "NEITHER"),
		[]);
});

test("a call is approved when its cuts and decisions fit each other", () => {
	const ones = (cuts, decisions, more) =>
		faults(item(1, { cuts, decisions, ...more })).join(" ");
	const d = (id, more) => ({ id, ...record, ...more });
	assert.equal(ones([], []), "");
	assert.equal(ones([cut()], [d("1")]), "");
	assert.match(ones([cut()], []), /Cut 1 rests on no decision/);
	assert.match(ones([cut({ decision: "2" })], [d("1")]),
		/decision 2, which is not there.*no cut rests/);
	assert.match(ones([cut()], [d("1"), d("2")]), /which decision/);
	assert.equal(ones([cut({ decision: "1" }), cut({ decision: "2" })],
		[d("1"), d("2")]), "");
	assert.match(ones([cut({ decision: "1" })], [d("1",
		{ outcome: "disclose" })]), /cuts what the decision is to disclose/);
	assert.match(ones([], [d("1")]), /no cut rests on this/);
	assert.equal(ones([], [d("1", { outcome: "disclose" })]), "");
	assert.match(ones([cut()], [d("1", { consent: "given",
		"consent-date": "2026-10-01", "consent-evidence": "file" })]),
	/they consented/);
	assert.match(ones([cut()], [d("1", { consent: "not-capable" })]),
		/capability is not n\/a/);
	assert.match(ones([cut({ basis: "CRIME" })], [d("1")]), /prejudice/);
	assert.match(ones([cut({ basis: "NEITHER" }), cut()], [d("1")]),
		/goes with NEITHER/);
	assert.match(ones([cut({ basis: "NEITHER", channels: [1] })], [d("1")]),
		/on every channel/);
});

test("no file has a call as approved in which a cut was begun", () => {
	const state = opened();
	const [it] = state.items;
	state.setPending(5000000);
	assert.equal(state.unsaved, true, "it is lost with the page");
	state.setVerdict(it, "approved");
	assert.equal(saved(state).items[0].verdict, "undecided");
	state.setVerdict(it, "rejected");
	assert.equal(saved(state).items[0].verdict, "rejected");
	state.setVerdict(it, "approved");
	state.setPending(-1);
	assert.equal(saved(state).items[0].verdict, "approved");
});

test("a damaged recording is heard to its end, a second person is another",
	() => {
		const all = cut({ from_us: 0, to_us: 60000000 });
		const one = item(1, { unsure: true });
		assert.match(faults(one).join(), /damaged/);
		assert.deepEqual(faults({ ...one, review: { damage_heard: true } }), []);
		assert.deepEqual(faults({ ...one, cuts: [all],
			decisions: [{ id: "1", ...record }] }), []);
		assert.match(faults({ ...one, cuts: [{ ...all, channels: [1] }],
			decisions: [{ id: "1", ...record }] }).join(), /damaged/);
		const asked = item(1, { review: { standing: "second-person",
			reviewer: "u1041" } });
		assert.match(faults(asked, "u1041").join(), /somebody else/);
		assert.deepEqual(faults(asked, "u1042"), []);
	});

test("a call approved with something missing is told of before approve is run",
	() => {
		const state = opened(item(1, { cuts: [cut()] }), item(2));
		for (const verdict of ["undecided", "rejected", "second-person"]) {
			state.setVerdict(state.items[0], verdict);
			assert.deepEqual(plain(page.rulesHalf(state)), []);
		}
		state.setVerdict(state.items[0], "approved");
		assert.deepEqual(plain(page.rulesHalf(state)
			.map((it) => it.data.item)), [1]);
	});

test("of one recording the same is said, whichever call it is of", () => {
	const twin = { recording: "a".repeat(64) };
	const both = [item(1, { ...twin, cuts: [cut()],
		decisions: [{ id: "1", ...record }] }), item(2, twin)];
	const state = opened(...both);
	assert.deepEqual(plain(page.rulesItem(state.items[0], state)), []);
	state.setVerdict(state.items[1], "approved");
	assert.match(page.rulesItem(state.items[0], state)[0].text,
		/Call 2 is of the same recording/);
	state.restore(state.items[1], state.items[0].work, 0);
	state.setVerdict(state.items[1], "approved");
	assert.deepEqual(plain(page.rulesItem(state.items[0], state)), []);
});

test("nobody is answered for: who speaks is said before it is approved", () => {
	const of = (review, more) => new page.State({ fields, bases, ref: "R",
		base: "ab".repeat(32), items: [item(1, { review, ...more })] });
	const asks = (state) => plain(page.rulesItem(state.items[0], state))
		.some((fault) => fault.speaker === true);
	const fresh = of(null);
	assert.equal(fresh.items[0].work.speaker, "");
	assert.ok(asks(fresh));
	fresh.setSpeaker(fresh.items[0], "requester");
	assert.ok(!asks(fresh));
	assert.ok(!asks(of({ speaker: "requester", standing: "" })));
	assert.ok(!asks(of({ speaker: "other", standing: "" })));
	for (const standing of ["rejected", "second-person"])
		assert.ok(asks(of({ speaker: "requester", standing })), standing);
	// A draft says that nobody has said it; an approval cannot.
	const draft = of(null);
	draft.setBy("u1041");
	const text = page.savedWrite(draft, when);
	assert.equal(JSON.parse(text).items[0].speaker, "");
	assert.equal(page.savedRead(text, of(null)).taken[0].work.speaker, "");
	assert.throws(() => page.savedRead(text.replace("undecided", "approved"),
		of(null)), /nobody has said who speaks/);
});

test("a cut that has no end, and what was not played, stand in the way", () => {
	const state = opened();
	const [one, two] = state.items;
	const why = (it) => plain(page.rulesItem(it, state))
		.map((fault) => fault.text).join();
	const said = [];
	state.on("say", (text) => said.push(text));
	state.setPending(5000000);
	assert.match(why(one), /begins at 0:00:05\.000 and has no end/);
	state.show(1);
	assert.match(said.join(), /in call 1 has no end yet/);
	assert.equal(state.pending, -1, "it is of the other call");
	assert.match(why(one), /has no end/);
	assert.equal(why(two), "");
	state.show(0);
	assert.equal(state.pending, 5000000);
	state.setPending(-1);
	assert.equal(why(one), "");
	assert.equal(page.rulesHeard(state), 950);
	state.data.heard_at_least = 500;
	state.hear(one, 0, 29999999);
	assert.match(why(one), /50\u00a0% of it has to be played here/);
	state.hear(one, 29999999, 30000000);
	assert.equal(why(one), "");
	state.setSpeaker(two, "other");
	assert.equal(why(two), "");
});

test("only a damaged recording was heard to its end", () => {
	const state = opened(item(1), item(2, { unsure: true }));
	state.setDamage(state.items[0], true);
	state.setDamage(state.items[1], true);
	assert.deepEqual(saved(state).items.map((one) => one.damage_heard),
		[false, true]);
});

test("a hundred thousand cuts are looked at once each", () => {
	const many = (n) => opened(item(1, { length_us: n * 2000,
		decisions: [{ id: "1", ...record }, { id: "2", ...record }],
		cuts: Array.from({ length: n }, (x, i) => cut({ from_us: i * 2000,
			to_us: i * 2000 + 1000, decision: i % 2 ? "1" : "2" })) }));
	const state = many(100000);
	const [it] = state.items;
	const begun = process.cpuUsage();
	assert.deepEqual(plain(page.rulesItem(it, state)), []);
	state.setNote(it, "x");
	state.changeCut(it.work.cuts[0].id, { decision: "" });
	assert.equal(page.rulesItem(it, state).length, 1);
	state.changeCut(it.work.cuts[0].id, { decision: "1" });
	state.removeDecision("2");
	assert.deepEqual(plain(page.rulesItem(it, state)), []);
	assert.equal(saved(state).items[0].cuts.length, 100000);
	// By the square of them it is minutes.
	assert.ok(process.cpuUsage(begun).user < 20e6);
});
