// What a review must say before it can be approved, as lib/marks/decision.c and
// marks.c check it.  Here it is advice: `sar-export approve` decides.  All that
// is missing is told of at once, where the program stops at the first.
"use strict";

const RULES_ALWAYS = ["outcome", "by", "on"];
const RULES_ASKED = ["without-identifying", "consent"];
const RULES_ANSWERED = ["consent-date", "consent-evidence"];
const RULES_FACTORS = ["information", "confidentiality", "steps", "capability",
	"refusal"];
const RULES_THIRD = [...RULES_ASKED, ...RULES_ANSWERED, ...RULES_FACTORS];
const RULES_NOTE = 500; // bytes

// Blanks are no note.
const rulesMissing = (record, keys) =>
	keys.filter((key) => !record[key] || record[key].trim() === "");

const rulesBytes = (text) => new TextEncoder().encode(text).length;

// Not "-x", which would read as an option, nor ".x".
const rulesStaff = (text) => /^[A-Za-z0-9_][A-Za-z0-9._-]{0,31}$/.test(text);

// A day that there is.
function rulesDate(text) {
	const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
	if (!found)
		return false;
	const [year, month, day] = found.slice(1).map(Number);
	const date = new Date(Date.UTC(year, month - 1, day));
	return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 &&
		date.getUTCDate() === day;
}

// By the clock of this computer.
function rulesToday() {
	const now = new Date();
	const two = (n) => String(n).padStart(2, "0");

	return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${
		two(now.getDate())}`;
}

function rulesBadDate(value) {
	if (!rulesDate(value))
		return "is not a date, YYYY-MM-DD";
	return value > rulesToday() ? "is in the future" : "";
}

// Whether a text can stand in a line of a file: no control character, no end of
// a line that only some see, no half of a character.
const rulesLine = (text) =>
	!/[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Cs}/u.test(text);

// What is wrong with a field's value; "" when nothing is.
function rulesBad(field, value) {
	if (field.kind === "choice")
		return field.choices.includes(value) ? ""
			: `is none of ${field.choices.join(", ")}`;
	if (field.kind === "date")
		return rulesBadDate(value);
	if (field.kind === "staff")
		return rulesStaff(value) ? ""
			: "is not a staff id of up to 32 letters, digits, . _ or -";
	if (!rulesLine(value))
		return "has a character that cannot stand in a line of text";
	const most = field.max || RULES_NOTE;
	return rulesBytes(value) <= most ? "" : `is longer than ${most} bytes`;
}

// Is the record about a third party at all, or of another provision?
const rulesIsThird = (record) => record.outcome === "disclose" ||
	RULES_THIRD.some((key) => record[key]);

function rulesConsent(record) {
	const answered = ["given", "refused"].includes(record.consent);
	return rulesMissing(record, answered
		? [...RULES_ASKED, ...RULES_ANSWERED] : RULES_ASKED);
}

const rulesFactors = (record) => [...rulesConsent(record),
	...rulesMissing(record, RULES_FACTORS)];

// The keys that the record lacks for a cut that rests on a provision.
function rulesLacks(record, code, bases) {
	const basis = bases.find((one) => one.code === code);
	if (!basis || basis.test === "none")
		return [];
	if (basis.test === "factors")
		return rulesFactors(record);
	const lacks = rulesMissing(record, ["prejudice"]);
	if (code !== "NEITHER")
		return lacks;
	if (!record.parent)
		return [...lacks, "parent"];
	// And whatever the parent asks for: it is no other provision.
	return record.parent === "NEITHER" ? lacks
		: [...lacks, ...rulesLacks(record, record.parent, bases)];
}

// What cannot be so, or "".
function rulesContradiction(record) {
	if (record.outcome === "redact" && record.consent === "given")
		return "they consented, so withholding it is not reasonable";
	if (record.consent === "refused" && record.refusal === "n/a")
		return "consent was refused, so refusal is not n/a";
	if (record.consent === "not-capable" && record.capability === "n/a")
		return "they cannot consent, so capability is not n/a";
	return "";
}

// What is asked for each of very many cuts, found out once for a work (which is
// replaced, not altered): the records by id, the only one that is to redact,
// and which cuts rest on a record.
const rulesKnown = new WeakMap();

function rulesIndex(work) {
	const had = rulesKnown.get(work);

	if (had && had.cuts === work.cuts && had.decisions === work.decisions)
		return had;
	const redact = work.decisions.filter((d) => d.outcome === "redact");
	const index = { cuts: work.cuts, decisions: work.decisions,
		byId: new Map(work.decisions.map((d) => [d.id, d])),
		redacts: redact.length, only: redact.length === 1 ? redact[0] : null,
		neither: work.cuts.some((cut) => cut.basis === "NEITHER"),
		rest: new Map(work.decisions.map((d) =>
			[d, { codes: new Set(), at: [] }])) };

	rulesKnown.set(work, index);
	work.cuts.forEach((cut, i) => {
		const rest = index.rest.get(rulesDecisionOf(work, cut));

		rest?.codes.add(cut.basis);
		rest?.at.push(i);
	});
	return index;
}

// The record a cut rests on: the one it names, else the only one that is to
// redact; null when there is none.
function rulesDecisionOf(work, cut) {
	const index = rulesIndex(work);

	return cut.decision !== "" ? index.byId.get(cut.decision) ?? null
		: index.only;
}

// Of the cuts that rest on a record, the provisions, {codes}, and where they
// are among the cuts, {at}.
const rulesRestOn = (work, record) => rulesIndex(work).rest.get(record) ??
	{ codes: new Set(), at: [] };

// The keys that a record lacks, by itself and for each cut that rests on it.
function rulesRecordLacks(work, record, bases) {
	const lacks = new Set(rulesMissing(record, RULES_ALWAYS));
	const add = (keys) => keys.forEach((key) => lacks.add(key));
	if (rulesIsThird(record))
		add(record.consent === "given" ? rulesConsent(record)
			: rulesFactors(record));
	rulesRestOn(work, record).codes.forEach((code) =>
		add(rulesLacks(record, code, bases)));
	return [...lacks];
}

// What is wrong with a record: [{key, why}], key "" when it is none of one.
function rulesRecord(work, record, data) {
	const faults = rulesRecordLacks(work, record, data.bases)
		.map((key) => ({ key, why: "is missing" }));
	const why = rulesContradiction(record);
	data.fields.forEach((field) => {
		const bad = record[field.key] ? rulesBad(field, record[field.key]) : "";
		if (bad)
			faults.push({ key: field.key, why: bad });
	});
	if (why)
		faults.push({ key: "", why });
	if (record.outcome === "redact" &&
	    rulesRestOn(work, record).at.length === 0)
		faults.push({ key: "",
			why: "no cut rests on this decision to redact" });
	return faults;
}

// What is wrong with what a cut rests on, or "".
function rulesCut(work, cut, data) {
	const record = rulesDecisionOf(work, cut);
	if (!data.bases.some((one) => one.code === cut.basis))
		return "has no provision it rests on";
	if (record === null && cut.decision !== "")
		return `rests on decision ${cut.decision}, which is not there`;
	if (record !== null && record.outcome === "disclose")
		return "cuts what the decision is to disclose";
	if (record !== null)
		return "";
	return rulesIndex(work).redacts > 1 ? "does not say which decision it rests on"
		: "rests on no decision to redact";
}

// What is not told of at all has no part that is.
function rulesNeither(work, cut) {
	if (!rulesIndex(work).neither)
		return "";
	if (cut.basis !== "NEITHER")
		return "goes with NEITHER, which is of all of a recording";
	return cut.channels.length > 0
		? "NEITHER is of all of a recording, on every channel" : "";
}

// Do the cuts leave nothing of any channel?
function rulesWhole(it) {
	const channels = it.data.channels || 1;
	for (let c = 1; c <= channels; c++) {
		const on = it.work.cuts.filter((cut) => it.data.joint ||
			cut.channels.length === 0 || cut.channels.includes(c));
		if (rangesGaps(rangesUnion(on.map((cut) => [cut.from, cut.to])),
			it.data.length_us).length > 0)
			return false;
	}
	return true;
}

function rulesCutFaults(it, data) {
	return it.work.cuts.flatMap((cut, i) =>
		[rulesCut(it.work, cut, data), rulesNeither(it.work, cut)]
			.filter((why) => why !== "")
			.map((why) => ({ cut: cut.id, text: `Cut ${i + 1} ${why}.` })));
}

function rulesDecisionFaults(it, data) {
	const label = (key) =>
		data.fields.find((field) => field.key === key)?.label ?? key;
	return it.work.decisions.flatMap((record) =>
		rulesRecord(it.work, record, data).map(({ key, why }) => ({
			decision: record.id, key,
			text: `Decision ${record.id}: ${key === "" ? why
				: `${label(key)} ${why}`}.` })));
}

// What is said of a call, for another of the same recording to say as well.
const rulesSays = ({ data, work }) => JSON.stringify([work.speaker,
	...work.speaker === "other" ? [] : [data.unsure && work.damage,
		work.cuts.map((cut) => ({ ...cut, id: "", text: "" })),
		work.decisions]]);

// Calls decided, of the same recording, of which something else is said.
const rulesTwins = (it, items) => items.filter((one) => one !== it &&
	one.data.reviewable && one.data.recording === it.data.recording &&
	one.work.verdict !== "undecided" && rulesSays(one) !== rulesSays(it));

function rulesSecond(it, by) {
	const before = it.data.review;

	return before && before.standing === "second-person" && by !== "" &&
		whoseId(before.reviewer ?? "") === whoseId(by) ? [{ text: `${by} asked for a second person ` +
			"to listen, so somebody else has to approve it." }] : [];
}

// What stands in the way of approving an item: [{text, cut, decision, key}].
// Speaker other: all of it is withheld, so there are no cuts and no decisions.
function rulesItem(it, state) {
	const { data, by, items } = state;
	const faults = it.work.speaker === "" ? [{ speaker: true, text: "Say who " +
		"speaks: the person who asked, or somebody else." }] : [];
	if (it.work.speaker !== "other")
		faults.push(...rulesCutFaults(it, data),
			...rulesDecisionFaults(it, data));
	if (it.data.unsure && it.work.speaker !== "other" && !it.work.damage &&
	    !rulesWhole(it))
		faults.push({ damage: true, text: "The recording is damaged: say " +
			"that it was heard to its end." });
	if (!rulesLine(it.work.note) || rulesBytes(it.work.note) > RULES_NOTE)
		faults.push({ text: "The note cannot be saved as it is." });
	rulesTwins(it, items).forEach((one) => faults.push({ text: `Call ${
		one.data.item} is of the same recording and is decided: the same ` +
		"cuts and decisions are wanted of both." }));
	return [...rulesBegun(it), ...faults, ...rulesUnheard(it, state),
		...rulesSecond(it, by)];
}

// Calls that a file which was opened has as approved, though something is
// missing; what is rejected or for a second person need not be whole.
const rulesHalf = (state) => state.items.filter((it) => it.data.reviewable &&
	it.work.verdict === "approved" && it.work.speaker !== "other" &&
	[...rulesCutFaults(it, state.data),
		...rulesDecisionFaults(it, state.data)].length > 0);

// Permille that is to have been played of a call.  Less than sar.conf asks for,
// approve refuses; where it asks for nothing, the page asks about less.
const RULES_HEARD = 950;
const rulesHeard = ({ data }) =>
	data.heard_at_least > 0 ? data.heard_at_least : RULES_HEARD;

const rulesUnheard = (it, state) => state.data.heard_at_least > 0 &&
	it.work.speaker !== "other" && state.permille(it) < rulesHeard(state)
	? [{ text: `${state.data.heard_at_least / 10}\u00a0% of it has to be ` +
		"played here." }] : [];

// A cut of which only the start was said: it would be missing.
const rulesBegun = (it) => it.cutFrom < 0 ? [] : [{ begun: true,
	text: `A cut begins at ${timeText(it.cutFrom)} and has no end yet.` }];
