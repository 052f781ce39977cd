// What the program has noticed in the sound and in the index.  A person makes a
// cut of it, or does not; nothing here is ever a cut by itself.
"use strict";

const SUGGESTION_KINDS = { dtmf: "Keys pressed", silence: "Silence",
	talk: "Talk", ringing: "Ringing", tone: "Call progress tone",
	music: "Hold music", voice: "A second voice", joined: "Joined the call",
	channel: "Channel" };

const suggestionsGone = new Map(); // item -> indices put aside on this page

function suggestionsAside(it) {
	if (!suggestionsGone.has(it))
		suggestionsGone.set(it, new Set());
	return suggestionsGone.get(it);
}

// Is there a cut over all of it, whoever made that?
function suggestionIsCut(it, one) {
	return it.work.cuts.some((cut) => cut.from <= one.from_us &&
		cut.to >= one.to_us && (it.data.joint || cut.channels.length === 0 ||
			(one.channel > 0 && cut.channels.includes(one.channel))));
}

function suggestionTools(state, i, draw) {
	const one = state.front.data.suggestions[i];
	const of = `suggestion ${i + 1}`;
	const tools = [fieldsButton("Go to", of, `sgo-${i}`, () => {
		state.chooseAdvice(i);
		state.seek(one.from_us);
	})];

	if (one.cut)
		tools.push(fieldsButton("Make a cut of it", of, `scut-${i}`, () =>
			state.takeAdvice(i)));
	tools.push(fieldsButton("Dismiss", of, `saway-${i}`, () => {
		suggestionsAside(state.front).add(i);
		fieldsWanted = "suggestions-back";
		state.say(`Suggestion ${i + 1} is put aside. Nothing is cut for it.`);
		draw();
	}));
	return make("div", { class: "tools small" }, tools);
}

function suggestionRow(state, i, draw) {
	const it = state.front;
	const one = it.data.suggestions[i];
	const about = [make("p", { text: one.text })];

	if (one.warning)
		about.push(...fieldsNotes("Warning", [one.warning]));
	if (suggestionIsCut(it, one))
		about.push(make("p", { class: "plain", text: "A cut covers it." }));
	return make("tbody", { role: "rowgroup", class: "suggestion",
		"data-advice": i }, [make("tr", { role: "row" }, [
		make("th", { scope: "row", role: "rowheader", class: "number" },
			[make("span", { class: "word", text: "Suggestion " }),
				String(i + 1), make("span", { class: "mark",
					"aria-hidden": "true" })]),
		fieldsCell("What", [make("strong",
			{ text: SUGGESTION_KINDS[one.code] ?? one.code }), ...about]),
		fieldsCell("From", [make("span", { class: "time",
			text: timeText(one.from_us) })]),
		fieldsCell("To", [make("span", { class: "time",
			text: timeText(one.to_us) })]),
		fieldsCell("Channel", [one.channel > 0 ? String(one.channel)
			: "every one"]),
		fieldsCell("How it was made", [make("p", { class: "plain",
			text: one.how })]),
		fieldsCell("", [suggestionTools(state, i, draw)])])]);
}

function suggestionsShowChosen(root, index) {
	root.querySelectorAll("tbody[data-advice]").forEach((body) => {
		const is = Number(body.dataset.advice) === index;

		body.classList.toggle("chosen", is);
		body.querySelector(".mark").textContent = is ? " \u25c0" : "";
	});
}

function suggestionsBack(state, gone, draw) {
	const e = makeButton(`Show ${fieldsCount(gone, "suggestion")} put aside`,
		() => {
			fieldsWanted = `saway-${Math.min(...suggestionsAside(state.front))}`;
			suggestionsAside(state.front).clear();
			draw();
		});

	e.dataset.key = "suggestions-back";
	return make("div", { class: "tools" }, [e]);
}

function suggestionsDraw(state, root, draw) {
	const it = state.front;
	const all = it === null ? [] : it.data.suggestions ?? [];
	const gone = it === null ? new Set() : suggestionsAside(it);
	const left = all.map((one, i) => i).filter((i) => !gone.has(i));

	empty(root);
	if (it === null || !it.data.reviewable)
		return;
	root.append(make("p", { class: "plain", text: all.length === 0
		? "The program suggests nothing for this call. That does not mean " +
			"that there is nothing to take out."
		: "What the program noticed. It can be wrong, and it misses things: " +
			"nothing here is cut unless you make a cut of it." }));
	if (left.length > 0)
		root.append(fieldsTable("Suggestions, none of them applied",
			["Number", "What", "From", "To", "Channel", "How it was made",
				"Actions"],
			left.map((i) => suggestionRow(state, i, draw))));
	if (gone.size > 0)
		root.append(suggestionsBack(state, gone.size, draw));
	suggestionsShowChosen(root, state.advice);
}

function suggestionsBegin(state, root) {
	const draw = fieldsLater(root,
		() => suggestionsDraw(state, root, draw));

	state.on("front", draw);
	state.on("cuts", draw);
	state.on("advice", (index) => suggestionsShowChosen(root, index));
}
