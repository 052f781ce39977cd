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

	if (one.cut && !suggestionIsCut(state.front, one))
		tools.push(fieldsButton("Make a cut of it", of, `scut-${i}`, () => {
			const id = state.takeAdvice(i);
			if (id !== null)
				fieldsWant(`basis-${id}`);
		}));
	tools.push(fieldsButton("Dismiss", of, `saway-${i}`, () => {
		suggestionsAside(state.front).add(i);
		state.chooseAdvice(state.advice === i ? -1 : state.advice);
		fieldsWant("suggestions-back");
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
			fieldsWant(`saway-${Math.min(...suggestionsAside(state.front))}`);
			suggestionsAside(state.front).clear();
			state.chooseAdvice(state.advice);
			draw();
		});

	e.dataset.key = "suggestions-back";
	return make("div", { class: "tools" }, [e]);
}

// Talk and silence of three hours are thousands: one kind may be chosen, and
// so many rows are made as somebody asked for.
const SUGGESTIONS_STEP = 50;
let suggestionsKind = "";
let suggestionsFirst = 0;
let suggestionsEnd = SUGGESTIONS_STEP;

function suggestionsFrom(kind, first) {
	suggestionsKind = kind;
	suggestionsFirst = first;
	suggestionsEnd = first + SUGGESTIONS_STEP;
}

function suggestionsLeft(it) {
	const gone = suggestionsAside(it);

	return (it.data.suggestions ?? []).map((one, i) => i).filter((i) =>
		!gone.has(i) && (suggestionsKind === "" ||
			it.data.suggestions[i].code === suggestionsKind));
}

function suggestionsPick(it, draw) {
	const codes = [...new Set(it.data.suggestions.map((one) => one.code))];
	const count = (code) =>
		it.data.suggestions.filter((one) => one.code === code).length;
	const e = fieldsSelect([["", `All ${it.data.suggestions.length}`],
		...codes.map((code) => [code, `${SUGGESTION_KINDS[code] ?? code}, ${
			count(code)}`])], suggestionsKind, "Which suggestions",
	"suggestions-kind", (kind) => {
		suggestionsFrom(kind, 0);
		draw();
	});

	return make("div", { class: "tools" }, [e]);
}

// A button for those that have no row, before those that have or after; the
// focus goes to the first row that it makes.
function suggestionsMore(n, text, key, act, draw) {
	const e = makeButton(`Show ${Math.min(SUGGESTIONS_STEP, n)} ${text}`, () => {
		fieldsWant(`sgo-${act()}`);
		draw();
	});

	e.dataset.key = key;
	return make("div", { class: "tools" }, [e]);
}

function suggestionsEarlier(left, draw) {
	return suggestionsMore(suggestionsFirst, `earlier of ${left.length}`,
		"suggestions-earlier", () => {
			suggestionsFirst = Math.max(0,
				suggestionsFirst - SUGGESTIONS_STEP);
			return left[suggestionsFirst];
		}, draw);
}

function suggestionsLater(left, draw) {
	return suggestionsMore(left.length - suggestionsEnd,
		`more of ${left.length}`, "suggestions-more", () => {
			suggestionsEnd += SUGGESTIONS_STEP;
			return left[suggestionsEnd - SUGGESTIONS_STEP];
		}, draw);
}

function suggestionsTable(state, root, draw) {
	const left = suggestionsLeft(state.front);

	if (suggestionsFirst > 0)
		root.append(suggestionsEarlier(left, draw));
	if (left.length > 0)
		root.append(fieldsTable("Suggestions, none of them applied by a program",
			["Number", "What", "From", "To", "Channel", "How it was made",
				"Actions"], left.slice(suggestionsFirst, suggestionsEnd)
				.map((i) => suggestionRow(state, i, draw))));
	if (left.length > suggestionsEnd)
		root.append(suggestionsLater(left, draw));
}

function suggestionsDraw(state, root, draw) {
	const it = state.front;
	const all = it === null ? [] : it.data.suggestions ?? [];

	empty(root);
	if (it === null || !it.data.reviewable)
		return;
	root.append(make("p", { class: "plain", text: all.length === 0
		? "The program suggests nothing for this call. That does not mean " +
			"that there is nothing to take out."
		: "What the program noticed. It can be wrong, and it misses " +
			"things, of second voices most: nothing here is cut unless " +
			"you make a cut of it." }));
	if (all.length > 1)
		root.append(suggestionsPick(it, draw));
	suggestionsTable(state, root, draw);
	if (suggestionsAside(it).size > 0)
		root.append(suggestionsBack(state, suggestionsAside(it).size, draw));
	suggestionsShowChosen(root, state.advice);
}

// One that was chosen in the drawing may be of those that have no row yet.
function suggestionsFind(state, index, draw) {
	if (index < 0 || state.front === null)
		return;
	if (!suggestionsLeft(state.front).includes(index))
		suggestionsFrom("", 0);
	const at = suggestionsLeft(state.front).indexOf(index);
	if (at < suggestionsFirst || at >= suggestionsEnd)
		suggestionsFrom(suggestionsKind, Math.max(0, at));
	draw();
}

function suggestionsBegin(state, root) {
	const draw = fieldsLater(root,
		() => suggestionsDraw(state, root, draw));

	state.on("front", () => {
		suggestionsFrom("", 0);
		draw();
	});
	state.on("cuts", draw);
	state.on("advice", (index) => {
		suggestionsShowChosen(root, index);
		suggestionsFind(state, index, draw);
	});
}
