// The file this page saves, sar-review.saved/1: making it, and reading one
// again.  Nothing of the page's document is touched here.
"use strict";

const SAVED_SCHEMA = "sar-review.saved/1";
const SAVED_MOST = 16777216; // bytes of a file that is opened
const SAVED_FILLS = ["policy", "tone", "silence"];

// Each save has a name of its own, by this computer's clock: a browser would
// give the newer of two a number, and the older would be handed in.
function savedName(ref, when) {
	const two = (n) => String(n).padStart(2, "0");
	const day = [when.getFullYear(), when.getMonth() + 1, when.getDate()];
	const time = [when.getHours(), when.getMinutes(), when.getSeconds()];

	return `${ref}-review-${day.map(two).join("")}T${
		time.map(two).join("")}.json`;
}

// A word of a command as a shell takes it.
const savedWord = (word) => /^[A-Za-z0-9_.,:=@%+/-]+$/.test(word) ? word
	: `'${word.replaceAll("'", "'\\''")}'`;

// The command that hands in the file of this name, as words: with what the page
// was made with, or the plan would be another.
const savedCommand = ({ data, by }, name) => ["sar-export", "approve", "--ref",
	data.ref, "--plan", name, "--by", by, ...(data.options ?? "").split(" ")
	.filter((word) => word !== "").map(savedWord)];

const savedCut = (cut) => ({ from_us: cut.from, to_us: cut.to,
	channels: cut.channels, basis: cut.basis, fill: cut.fill,
	decision: cut.decision });

// Members in the order of the fields; what is blank is not there.
function savedDecision(record, fields) {
	const out = { id: record.id };

	fields.forEach(({ key }) => {
		const value = (record[key] ?? "").trim();
		if (value !== "")
			out[key] = value;
	});
	return out;
}

// An undo, or an opened file, may bring an approval back while a cut is begun.
const savedGiven = (it) => it.work.verdict === "approved" &&
	rulesBegun(it).length > 0 ? "undecided" : it.work.verdict;

// Speaker other: all of it is withheld, so there are no cuts and no decisions.
// Only of a damaged recording is it said whether it was heard to its end.
function savedItem(state, it) {
	const { work } = it;
	const other = work.speaker === "other";

	return { item: it.data.item, recording: it.data.recording,
		verdict: savedGiven(it), speaker: work.speaker,
		damage_heard: work.damage && it.data.unsure === true,
		heard_permille: state.permille(it),
		note: work.note.trim(), cuts: other ? [] : work.cuts.map(savedCut),
		decisions: other ? [] : work.decisions.map((record) =>
			savedDecision(record, state.data.fields)) };
}

// The file's text; when: a Date.  It is of who sits here now, and of nobody
// else.
function savedWrite(state, when) {
	state.sit(state.by);
	const items = state.items.filter((it) => it.data.reviewable);

	return `${JSON.stringify({ schema: SAVED_SCHEMA, ref: state.data.ref,
		base: state.data.base, by: state.by,
		saved: when.toISOString().replace(/\.\d+Z$/, "Z"),
		items: items.map((it) => savedItem(state, it)) }, null, "\t")}\n`;
}

// Why the review cannot be saved as it is: [{item, text}].
function savedFaults(state) {
	const faults = rulesStaff(state.by) ? [] : [{ item: 0, text: "Who saves " +
		"it: your staff id of up to 32 letters, digits, . _ or - is wanted." }];

	state.items.filter((it) => it.data.reviewable).forEach((it) => {
		const { work } = it;
		const bad = work.speaker === "other" ? [] : work.decisions.flatMap((d) =>
			state.data.fields.filter((field) => (d[field.key] ?? "").trim() &&
				rulesBad(field, d[field.key].trim()))
				.map((field) => `decision ${d.id}: ${field.label} ${rulesBad(
					field, d[field.key].trim())}`));

		if (work.speaker !== "other")
			work.cuts.forEach((cut, i) => bad.push(...cut.basis === ""
				? [`cut ${i + 1} rests on no provision yet`] : []));
		if (!rulesLine(work.note) || rulesBytes(work.note.trim()) > RULES_NOTE)
			bad.push(`the note is longer than ${RULES_NOTE} bytes`);
		bad.forEach((text) => faults.push({ item: it.data.item,
			text: `Call ${it.data.item}, ${text}.` }));
	});
	return faults;
}

// ---- reading: whatever is in the file, nothing but what is expected is taken

function savedWant(holds, what) {
	if (!holds)
		throw new Error(what);
}

// An object with these members and no other; check: {name: test of the value}.
function savedMembers(value, checks, where) {
	savedWant(typeof value === "object" && value !== null &&
		!Array.isArray(value), `${where}: not an object`);
	const names = Object.keys(value);
	names.forEach((name) => savedWant(Object.hasOwn(checks, name),
		`${where}: a member that is not known`));
	Object.entries(checks).forEach(([name, test]) => {
		savedWant(Object.hasOwn(value, name), `${where}: no "${name}"`);
		savedWant(test(value[name]), `${where}: "${name}" is not as expected`);
	});
}

const savedIs = {
	text: (value) => typeof value === "string",
	flag: (value) => typeof value === "boolean",
	count: (value) => Number.isSafeInteger(value) && value >= 0,
	list: (value) => Array.isArray(value),
	oneOf: (words) => (value) => words.includes(value),
	id: (value) => typeof value === "string" && /^[0-9A-Za-z]{1,8}$/.test(value),
	same: (wanted) => (value) => value === wanted,
};

function savedReadCut(one, it, data, where) {
	const codes = data.bases.map((basis) => basis.code);

	savedMembers(one, { from_us: savedIs.count, to_us: savedIs.count,
		channels: (list) => Array.isArray(list) && list.every((c, i) =>
			Number.isInteger(c) && c >= 1 && c <= it.data.channels &&
			list.indexOf(c) === i),
		basis: savedIs.oneOf(codes), fill: savedIs.oneOf(SAVED_FILLS),
		decision: (id) => id === "" || savedIs.id(id) }, where);
	savedWant(one.from_us < one.to_us &&
		labelsFits({ from: one.from_us, to: one.to_us }, it.data),
	`${where}: not within the recording`);
}

// A draft: values that are not right yet are taken, and told of on the page.
function savedReadDecision(one, data, where) {
	const keys = ["id", ...data.fields.map((field) => field.key)];

	savedWant(typeof one === "object" && one !== null && savedIs.id(one.id),
		`${where}: no "id" as expected`);
	Object.keys(one).forEach((key) => savedWant(keys.includes(key) &&
		typeof one[key] === "string",
	`${where}: a member that is not as expected`));
}

function savedReadItem(one, it, data) {
	const where = `item ${it.data.item}`;

	savedMembers(one, { item: savedIs.count, recording: savedIs.text,
		verdict: savedIs.oneOf(VERDICTS),
		speaker: savedIs.oneOf(["requester", "other", ""]),
		damage_heard: savedIs.flag, heard_permille: (n) =>
			savedIs.count(n) && n <= 1000, note: savedIs.text,
		cuts: savedIs.list, decisions: savedIs.list }, where);
	savedWant(one.speaker !== "" || one.verdict !== "approved",
		`${where}: approved, and nobody has said who speaks`);
	one.cuts.forEach((cut, i) =>
		savedReadCut(cut, it, data, `${where}, cut ${i + 1}`));
	one.decisions.forEach((d, i) =>
		savedReadDecision(d, data, `${where}, decision ${i + 1}`));
	savedWant(new Set(one.decisions.map((d) => d.id)).size ===
		one.decisions.length && one.decisions.length <= DECISIONS_MOST,
	`${where}: decisions twice, or too many`);
	return { permille: one.heard_permille, work: { cuts: one.cuts,
		decisions: one.decisions, verdict: one.verdict, speaker: one.speaker,
		damage: one.damage_heard, note: one.note } };
}

// Has nobody said anything of it in the case, as when it was approved?
const savedUnasked = (d) => d.undecided !== false && !d.review &&
	(d.cuts || []).length + (d.decisions || []).length === 0 &&
	["not-reviewed", "possible-match"].includes(d.reason);

// Does the case say the same of it?
const savedSame = (work, it, state) =>
	it.begun === matter({ ...work, cuts: state.known(work.cuts) });

// The verdict of another plan (stale) or person (other), as it holds now; "":
// the case has decided of it since, and nothing of the file is taken.
function savedVerdict(work, it, state, { by, stale, other }) {
	const has = caseVerdict(it.data);
	const same = savedSame(work, it, state);

	if (work.verdict === "undecided")
		return stale && has !== "undecided" && !same ? "" : "undecided";
	// As the case has it by now: it stands as that, by whoever gave it.
	if (same && has === work.verdict && (has !== "approved" ||
	    whoseId(it.data.review.reviewer) === whoseId(by)))
		return "undecided";
	return work.verdict === "approved" && (other || !savedUnasked(it.data))
		? "undecided" : work.verdict;
}

// An item of a file into what is taken of it.
function savedTake(out, it, read, state) {
	const was = read.work.verdict;

	if (out.other)
		read.permille = 0;
	if (out.stale || out.other)
		read.work.verdict = savedVerdict(read.work, it, state, out);
	if (read.work.verdict === "") {
		out.kept.push(it.data.item);
		return;
	}
	out.taken.push({ it, ...read });
	if (was === "approved" && read.work.verdict !== was &&
	    !(caseVerdict(it.data) === was && savedSame(read.work, it, state)))
		out.again.push(it.data.item);
}

// What a saved file has for this page: {by, stale, other, taken: [{it, work,
// permille}], left: [items that are another recording now, or not there],
// again: [items approved in it that wait again], kept: [items that the case has
// decided since]}.  Made for another plan (stale), what it approves is to be
// approved anew but where the case has it now or has nothing of it; and by
// another person (other) all of it, nor was heard here what they heard.
// Throws an Error that says what is wrong.
function savedRead(text, state) {
	let file;
	const { data } = state;
	try {
		file = JSON.parse(text);
	} catch {
		throw new Error("This is not a review that this page has saved.");
	}
	savedMembers(file, { schema: savedIs.same(SAVED_SCHEMA),
		ref: savedIs.text, base: savedIs.text, by: savedIs.text,
		saved: savedIs.text, items: savedIs.list }, "The file");
	savedWant(file.ref === data.ref, "It is of another request.");
	const out = { by: file.by, stale: file.base !== data.base,
		other: state.by !== "" && whoseId(state.by) !== whoseId(file.by), taken: [], left: [],
		again: [], kept: [] };
	const seen = new Set();
	file.items.forEach((one, i) => {
		savedWant(one !== null && savedIs.count(one.item) && !seen.has(one.item),
			`entry ${i + 1}: no item number, or one twice`);
		seen.add(one.item);
		const it = state.items.find((x) => x.data.item === one.item);
		if (it === undefined || !it.data.reviewable ||
		    it.data.recording !== one.recording) {
			out.left.push(one.item);
			return;
		}
		savedTake(out, it, savedReadItem(one, it, data), state);
	});
	return out;
}
