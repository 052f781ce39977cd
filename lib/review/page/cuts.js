// The table that mirrors the waveform: each cut a row that says, and lets one
// change, all that the drawing shows and what it does not.
"use strict";

const CUT_FILLS = [["policy", "By the policy"], ["tone", "Tone"],
	["silence", "Silence"]];
const CUT_SHORT = 100000; // us: words are longer, their edges would be heard
const CUTS_STEP = 200;    // rows made at a time
const CUT_GAP = 200000;   // us: hardly speech of its own

function cutChannelText(cut) {
	return cut.channels.length === 0 ? "every channel"
		: `channel ${cut.channels.join(" and ")}`;
}

const cutBasisChoices = (data) => data.bases.map((one) =>
	[one.code, `${one.code} \u2013 ${one.provision}`]);

function cutDecisionChoices(work) {
	const none = work.decisions.filter((d) => d.outcome === "redact").length === 1
		? "the only one" : "none chosen";

	return [["", none], ...work.decisions.map((d) =>
		[d.id, `${d.id}${d.outcome ? ` (${d.outcome})` : ""}`])];
}

// What lib/plan/lint.c would tell of a cut once it is approved; before: where
// the cuts before it end.
function cutHints(it, i, before) {
	const cut = it.work.cuts[i];
	const gap = cut.from - before;
	const left = it.data.length_us - cut.to;
	const hints = [];

	if (cut.to - cut.from < CUT_SHORT)
		hints.push("Shorter than a tenth of a second: words leak at its edges.");
	if (gap > 0 && gap < CUT_GAP)
		hints.push(`Less than a fifth of a second is kept ${i === 0
			? "before it" : "between the cut before and this one"}.`);
	if (i === it.work.cuts.length - 1 && left > 0 && left < CUT_GAP)
		hints.push("Less than a fifth of a second is kept after it.");
	if (cut.channels.length > 0)
		hints.push(it.data.joint ? "The channels of this recording are coded " +
			"together: the cut is on every one."
			: "The other channels often carry an echo of what is cut: " +
			"listen to them there.");
	return hints;
}

// A time that is typed: taken when the field is left or Enter is pressed.
function cutTime(state, cut, name, which) {
	const e = make("input", { type: "text", inputmode: "decimal", class: "time",
		size: 12, value: timeText(cut[which]), "aria-label": `${name} ${
			which === "from" ? "starts at" : "ends at"}`,
		autocomplete: "off", "data-key": `${which}-${cut.id}`,
		"aria-describedby": `${which}-says-${cut.id}` });
	const says = make("span", { class: "miss", id: `${which}-says-${cut.id}` });

	e.addEventListener("change", () => {
		const typed = e.value;
		const [us, why] = cutTimeOf(typed, cut, which,
			state.front.data.length_us);

		// What is shown is what holds, whatever was typed.
		e.value = timeText(us < 0 ? cut[which] : us);
		says.textContent = us < 0 ? `Not taken: \u201c${typed}\u201d ${why}`
			: why;
		if (us >= 0)
			state.changeCut(cut.id, { [which]: us });
		if (why !== "")
			state.say(says.textContent);
	});
	return [e, " ", says];
}

// [the time that is meant, a word on it]; -1 where it cannot be this end.  An
// end after the recording's is the recording's.
function cutTimeOf(typed, cut, which, length) {
	const us = timeParse(typed);

	if (us < 0)
		return [-1, "is no time, as 1:02.5 would be."];
	if (which === "from" && us >= cut.to)
		return [-1, "is not before the end of the cut."];
	if (which === "to" && us <= cut.from)
		return [-1, "is not after the start of the cut."];
	return us > length ? [length, "The recording ends there."] : [us, ""];
}

function cutChannelBox(state, cut, name, c) {
	const box = make("input", { type: "checkbox",
		"data-key": `ch${c}-${cut.id}`,
		"aria-label": `${name}: channel ${c}` });

	box.checked = cut.channels.length === 0 || cut.channels.includes(c);
	box.addEventListener("change", () => {
		const n = state.front.data.channels;
		const on = Array.from({ length: n }, (x, i) => i + 1).filter((k) =>
			k === c ? box.checked
				: cut.channels.length === 0 || cut.channels.includes(k));

		if (on.length > 0) {
			state.changeCut(cut.id, { channels: on });
			return;
		}
		box.checked = true;
		state.say("A cut is on one channel at least.");
	});
	return make("label", { class: "box" }, [box, ` ${c}`]);
}

function cutChannels(state, cut, name) {
	const { channels, joint } = state.front.data;

	if (channels === 1 || joint)
		return [make("span", { text: channels === 1 ? "1" : "every one" })];
	return Array.from({ length: channels }, (x, i) =>
		cutChannelBox(state, cut, name, i + 1));
}

// An edge to where the playhead is.
function cutSet(state, cut, which) {
	const us = state.now;

	if (which === "from" ? us >= cut.to : us <= cut.from)
		state.say(which === "from"
			? "The playhead is not before the end of this cut."
			: "The playhead is not after the start of this cut.");
	else
		state.changeCut(cut.id, { [which]: us });
}

function cutDelete(state, cut) {
	const { cuts } = state.front.work;
	const i = cuts.findIndex((one) => one.id === cut.id);
	const next = cuts[i + 1] ?? cuts[i - 1];

	fieldsWant(next ? `delete-${next.id}` : "add-cut");
	state.removeCut(cut.id);
}

function cutTools(state, cut, name) {
	const tool = (text, key, act) => fieldsButton(text, name,
		`${key}-${cut.id}`, () => {
			state.choose(cut.id);
			act();
		});

	return make("div", { class: "tools small" }, [
		tool("Go to", "go", () => state.seek(cut.from)),
		tool("Play around", "around", () => state.around(cut.id)),
		tool("Set start here", "start", () => cutSet(state, cut, "from")),
		tool("Set end here", "end", () => cutSet(state, cut, "to")),
		tool("Delete", "delete", () => cutDelete(state, cut))]);
}

function cutGrounds(state, cut, name) {
	const { data } = state;
	const change = (key) => (value) => state.changeCut(cut.id, { [key]: value });

	return [fieldsCell("Rests on", [
		fieldsSelect(cutBasisChoices(data), cut.basis,
			`${name} rests on provision`, `basis-${cut.id}`, change("basis"))]),
	fieldsCell("Decision", [fieldsSelect(
		cutDecisionChoices(state.front.work), cut.decision,
		`${name} rests on decision`, `decision-${cut.id}`,
		change("decision"))]),
	fieldsCell("Filled with", [fieldsSelect(CUT_FILLS, cut.fill,
		`${name} is filled with`, `fill-${cut.id}`, change("fill"))])];
}

// What the provision is in plain words, and the label's own text.
function cutWords(state, cut) {
	const basis = state.data.bases.find((one) => one.code === cut.basis);
	const words = [];

	if (basis)
		words.push(`${cut.basis}: ${basis.plain}`);
	if (cut.text.trim() !== "")
		words.push(`Text of its label: ${cut.text.trim()}`);
	return words.map((text) => make("p", { class: "plain", text }));
}

function cutRow(state, cut, i) {
	const name = `Cut ${i + 1}`;
	const long = `${((cut.to - cut.from) / 1e6).toFixed(3)} s long`;

	return make("tr", { role: "row" }, [
		make("th", { scope: "row", role: "rowheader", class: "number" },
			[make("span", { class: "word", text: "Cut " }), String(i + 1),
				make("span", { class: "mark", "aria-hidden": "true" })]),
		fieldsCell("Starts", cutTime(state, cut, name, "from")),
		fieldsCell("Ends", [...cutTime(state, cut, name, "to"),
			make("p", { class: "plain", text: long })]),
		fieldsCell("Channels", cutChannels(state, cut, name)),
		...cutGrounds(state, cut, name)]);
}

function cutBody(state, cut, i, { wrong, hints, taken }) {
	const under = make("tr", { role: "row", class: "under" }, [make("td",
		{ role: "cell", colspan: 7 }, [make("p", { class: "plain taken",
			text: taken }), ...cutWords(state, cut),
			cutTools(state, cut, `cut ${i + 1}`),
			...fieldsNotes("To do", wrong), ...fieldsNotes("Note", hints)])]);
	const body = make("tbody", { role: "rowgroup", "data-cut": cut.id },
		[cutRow(state, cut, i), under]);

	body.addEventListener("focusin", () => state.choose(cut.id));
	return body;
}

// What the rows say of the decisions there are to rest on.
const cutsDecisions = (it) => JSON.stringify([it.index, it.work.speaker,
	it.work.decisions.map((d) => [d.id, d.outcome])]);

// The rows, those that say the same as before as they are: there may be
// hundreds, and each is a form.
function cutsRows(state, rows, end) {
	const it = state.front;
	const faults = new Map();
	const old = new Map(rows);
	const decisions = cutsDecisions(it);
	const removed = leavesChannels(it.data).map((channel) =>
		leavesRemoved(state, it, channel));
	let before = 0;

	rulesCutFaults(it, state.data).forEach((one) => faults.set(one.cut,
		[...faults.get(one.cut) ?? [], one.text]));
	rows.clear();
	it.work.cuts.slice(0, end).forEach((cut, i) => {
		const notes = { wrong: faults.get(cut.id) ?? [],
			hints: cutHints(it, i, before), taken: state.whole(it)
				? "All of this call is withheld, whatever is cut."
				: leavesCutText(it, cut, (channel) => removed[channel - 1]) };
		const key = JSON.stringify([cut, i, notes, decisions]);
		const had = old.get(cut.id);

		before = Math.max(before, cut.to);
		rows.set(cut.id, had && had.key === key ? had : { key,
			body: cutBody(state, cut, i, notes) });
	});
	return [...rows.values()].map((row) => row.body);
}

// The chosen one is said, and shown by a mark and a frame.
function cutsShowChosen(root, id) {
	root.querySelectorAll("tbody[data-cut]").forEach((body) => {
		const is = body.dataset.cut === id;

		body.classList.toggle("chosen", is);
		body.firstElementChild.toggleAttribute("aria-current", is);
		if (is)
			body.firstElementChild.setAttribute("aria-current", "true");
		body.querySelector(".mark").textContent = is ? " \u25c0" : "";
	});
}

// A cut of a second from where the playhead is.
function cutAdd(state) {
	const length = state.front.data.length_us;
	const from = Math.max(0, Math.min(state.now, length - SECOND));
	const id = state.addCut({ from, to: Math.min(length, from + SECOND) });

	if (id !== null)
		fieldsWant(`to-${id}`);
}

function cutsTools(state, root, more) {
	const add = makeButton("Add a cut of a second at the playhead", () =>
		cutAdd(state));
	const left = state.front.work.cuts.length - more.end;
	const tools = [add];

	add.dataset.key = "add-cut";
	if (left > 0)
		tools.push(makeButton(`Show ${Math.min(CUTS_STEP, left)} more of ${
			state.front.work.cuts.length}`, () => {
			fieldsWant(`from-${state.front.work.cuts[more.end].id}`);
			more.end += CUTS_STEP;
			more.draw();
		}));
	root.append(make("div", { class: "tools" }, tools));
}

// A cut that was begun: it is none yet, and must not be forgotten.
function cutsBegun(state) {
	const forget = makeButton("Forget its start", () => state.setPending(-1));

	forget.dataset.key = "forget-cut";
	return make("div", {}, [...fieldsNotes("To do",
		rulesBegun(state.front).map((one) => `${one.text} Go to its end and ` +
			"say that it ends there.")), make("div", { class: "tools" },
		[forget])]);
}

function cutsOther(it) {
	return make("p", { class: "hint", text: "Somebody else speaks: all of this " +
		"call is withheld, so it needs no cuts" + (it.work.cuts.length > 0
		? ". Those made are kept on this page, and are not saved." : ".") });
}

function cutsDraw(state, root, rows, more) {
	const it = state.front;

	empty(root);
	if (it === null || !it.data.reviewable)
		return;
	if (it.cutFrom >= 0)
		root.append(cutsBegun(state));
	if (it.work.speaker === "other") {
		root.append(cutsOther(it));
		return;
	}
	if (it.work.cuts.length === 0)
		root.append(make("p", { text: state.whole(it)
			? "Nothing is cut, and nothing leaves, whatever the verdict is."
			: "Nothing is cut: approved as it is, all of this call is " +
			"disclosed." }));
	else
		root.append(fieldsTable("Times are hours:minutes:seconds from the " +
			"start of the recording; type over them to change them.",
		["Cut", "Starts", "Ends", "Channels", "Rests on", "Decision",
			"Filled with"], cutsRows(state, rows, more.end)));
	cutsTools(state, root, more);
	cutsShowChosen(root, state.chosen);
}

// The chosen cut has a row, however many there are.
function cutsReach(state, root, more, id) {
	const at = id === "" ? -1
		: state.front.work.cuts.findIndex((cut) => cut.id === id);

	if (at < more.end)
		cutsShowChosen(root, id);
	else {
		more.end = at + CUTS_STEP;
		more.draw();
	}
}

function cutsBegin(state, root) {
	const rows = new Map(); // id of a cut: {key, body}
	const more = { end: CUTS_STEP };
	let decisions = "";
	const look = (it) => {
		if (it !== state.front)
			return;
		decisions = cutsDecisions(it);
		more.draw();
	};

	more.draw = fieldsLater(root, () => cutsDraw(state, root, rows, more));
	state.on("front", (it) => {
		more.end = CUTS_STEP;
		look(it);
	});
	state.on("cuts", look);
	state.on("pending", () => look(state.front));
	["decisions", "verdict"].forEach((name) => state.on(name, (it) => {
		if (it === state.front && decisions !== cutsDecisions(it))
			look(it);
	}));
	state.on("chosen", (id) => cutsReach(state, root, more, id));
}
