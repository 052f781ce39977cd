// The table that mirrors the waveform: each cut a row that says, and lets one
// change, all that the drawing shows and what it does not.
"use strict";

const CUT_FILLS = [["policy", "By the policy"], ["tone", "Tone"],
	["silence", "Silence"]];
const CUT_SHORT = 100000; // us: words are longer, their edges would be heard
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

// What lib/plan/lint.c would tell of a cut once it is approved.
function cutHints(it, i) {
	const { cuts } = it.work;
	const cut = cuts[i];
	const gap = cut.from - Math.max(0, ...cuts.slice(0, i).map((c) => c.to));
	const left = it.data.length_us - cut.to;
	const hints = [];

	if (cut.to - cut.from < CUT_SHORT)
		hints.push("Shorter than a tenth of a second: words leak at its edges.");
	if (gap > 0 && gap < CUT_GAP)
		hints.push(`Less than a fifth of a second is kept ${i === 0
			? "before it" : "between the cut before and this one"}.`);
	if (i === cuts.length - 1 && left > 0 && left < CUT_GAP)
		hints.push("Less than a fifth of a second is kept after it.");
	if (cut.channels.length > 0 && !it.data.joint)
		hints.push("The other channels often carry an echo of what is cut: " +
			"listen to them there.");
	if (cut.channels.length > 0 && it.data.joint)
		hints.push("The channels of this recording are coded together: the " +
			"cut is on every one.");
	return hints;
}

// A time that is typed: taken when the field is left or Enter is pressed.
function cutTime(state, cut, name, which) {
	const e = make("input", { type: "text", inputmode: "decimal", class: "time",
		size: 12, value: timeText(cut[which]), "aria-label": `${name} ${
			which === "from" ? "starts at" : "ends at"}`,
		autocomplete: "off", "data-key": `${which}-${cut.id}` });

	e.addEventListener("change", () => {
		const us = timeParse(e.value);
		const other = which === "from" ? cut.to : cut.from;
		const order = which === "from" ? us < other : us > other;
		const fits = us >= 0 && order && us <= state.front.data.length_us;

		e.setAttribute("aria-invalid", String(!fits));
		if (fits)
			state.changeCut(cut.id, { [which]: us });
		else
			state.say(us < 0 ? "This is no time: expected minutes:seconds."
				: "This would not be within the call, or would end the cut " +
				"before it starts.");
	});
	return e;
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
		fieldsCell("Starts", [cutTime(state, cut, name, "from")]),
		fieldsCell("Ends", [cutTime(state, cut, name, "to"),
			make("p", { class: "plain", text: long })]),
		fieldsCell("Channels", cutChannels(state, cut, name)),
		...cutGrounds(state, cut, name)]);
}

function cutBody(state, cut, i, faults) {
	const wrong = faults.filter((one) => one.cut === cut.id)
		.map((one) => one.text);
	const under = make("tr", { role: "row", class: "under" }, [make("td",
		{ role: "cell", colspan: 7 }, [...cutWords(state, cut),
			cutTools(state, cut, `cut ${i + 1}`),
			...fieldsNotes("To do", wrong), ...fieldsNotes("Note", cutHints(state.front, i))])]);
	const body = make("tbody", { role: "rowgroup", "data-cut": cut.id },
		[cutRow(state, cut, i), under]);

	body.addEventListener("focusin", () => state.choose(cut.id));
	return body;
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

function cutsDraw(state, root) {
	const it = state.front;

	empty(root);
	if (it === null || !it.data.reviewable)
		return;
	if (it.work.speaker === "other") {
		root.append(make("p", { class: "hint", text: "Somebody else speaks: " +
			"all of this call is withheld, so it needs no cuts" +
			(it.work.cuts.length > 0 ? ". Those made are kept on this page, " +
				"and are not saved." : ".") }));
		return;
	}
	const faults = rulesCutFaults(it, state.data);
	if (it.work.cuts.length === 0)
		root.append(make("p", { text: "Nothing is cut: approved as it is, all " +
			"of this call is disclosed." }));
	else
		root.append(fieldsTable("Times are hours:minutes:seconds from the " +
			"start of the recording; type over them to change them.",
		["Cut", "Starts", "Ends", "Channels", "Rests on", "Decision",
			"Filled with"],
		it.work.cuts.map((cut, i) => cutBody(state, cut, i, faults))));
	cutsShowChosen(root, state.chosen);
}

function cutsBegin(state, root) {
	const draw = fieldsLater(root, () => cutsDraw(state, root));
	const mine = (it) => {
		if (it === state.front)
			draw();
	};

	["front", "cuts", "decisions", "verdict"].forEach((name) =>
		state.on(name, mine));
	state.on("chosen", (id) => cutsShowChosen(root, id));
}
