// Who decided what is cut, and why: the record of DPA 2018 Sch. 2 para. 16, or
// of a test of prejudice.  The page says what is missing; `sar-export approve`
// decides whether it will do.
"use strict";

// What a record is about: the tests of the provisions of its cuts.
function decisionTests(state, record) {
	const { work } = state.front;
	const codes = [...rulesRestOn(work, record).codes];
	const tests = new Set();

	if (codes.includes("NEITHER")) {
		tests.add("neither");
		if (record.parent)
			codes.push(record.parent);
	}
	codes.forEach((code) => {
		const basis = state.data.bases.find((one) => one.code === code);
		tests.add(basis ? basis.test : "none");
	});
	if (codes.length === 0 || rulesIsThird(record))
		tests.add("factors");
	if (codes.length > 0 && rulesWhole(state.front))
		tests.add("whole");
	return tests;
}

// Is this field one to fill in, or has somebody done so?
function decisionShows(field, record, tests) {
	if (record[field.key] || field.when === "always")
		return true;
	if (RULES_ANSWERED.includes(field.key) &&
	    !["given", "refused"].includes(record.consent))
		return false;
	return tests.has(field.when);
}

function decisionInput(field, name) {
	if (field.kind === "choice")
		return make("select", { id: name }, [["", "choose"],
			...field.choices.map((word) => [word, word])].map(([value, text]) =>
			make("option", { value, text })));
	if (field.kind === "note")
		return make("textarea", { id: name, rows: 2, spellcheck: "true" });
	// A date as everywhere else: a picker's is another in each country.
	return make("input", { id: name, type: "text", autocomplete: "off",
		spellcheck: "false",
		placeholder: field.kind === "date" ? "YYYY-MM-DD" : undefined });
}

// A line is a line: what is pasted in several becomes one.
const decisionLine = (text) => text.replace(/[\r\n\t\u2028\u2029]+/g, " ");

function decisionField(state, id, field) {
	const name = `decision-${id}-${field.key}`;
	const input = decisionInput(field, name);
	const says = make("span", { class: "miss", id: `${name}-says` });
	const set = (value) => state.changeDecision(id, { [field.key]: value },
		`${state.front.data.item} ${name}`);
	const label = make("label", { for: name, text: field.label });
	const head = make("div", { class: "field-head" }, [label, says]);

	input.setAttribute("aria-describedby", says.id);
	input.addEventListener("input", () => set(decisionLine(input.value)));
	input.addEventListener("change", () =>
		set(decisionLine(input.value).trim()));
	if (RULES_FACTORS.includes(field.key))
		head.append(fieldsButton("n/a", field.label, `${name}-na`, () => {
			set("n/a");
			input.focus();
		}));
	return { field, input, says,
		box: make("div", { class: "field" }, [head, input]) };
}

function decisionCard(state, id) {
	const fields = state.data.fields.map((one) => decisionField(state, id, one));
	const rests = make("p", { class: "plain" });
	const todo = make("div", {});
	const remove = fieldsButton("Delete", `decision ${id}`, `ddel-${id}`, () => {
		fieldsWant("decision-add");
		state.removeDecision(id);
	});
	const title = make("h4", { id: `decision-${id}`, text: `Decision ${id}` });

	return { id, fields, rests, todo, box: make("section",
		{ class: "card", "aria-labelledby": `decision-${id}` }, [
			make("div", { class: "card-head" }, [title, rests, remove]),
			make("div", { class: "fields" }, fields.map((one) => one.box)),
			todo]) };
}

const DECISION_CUTS = 50; // so many are named

function decisionRests(work, record) {
	const { at } = rulesRestOn(work, record);
	const more = at.length - DECISION_CUTS;

	return at.length === 0 ? "No cut rests on it"
		: `${at.length === 1 ? "Cut" : "Cuts"} ${at.slice(0, DECISION_CUTS)
			.map((i) => i + 1).join(", ")}${more > 0 ? ` and ${more} more`
			: ""} ${at.length === 1 ? "rests" : "rest"} on it`;
}

// What the fields say now; the one that is typed in is left alone.
function decisionRefresh(state, card) {
	const { work } = state.front;
	const record = work.decisions.find((d) => d.id === card.id);
	const faults = rulesRecord(work, record, state.data);
	const tests = decisionTests(state, record);

	card.fields.forEach(({ field, input, says, box }) => {
		const value = record[field.key] ?? "";
		const bad = faults.find((one) => one.key === field.key);

		box.hidden = !decisionShows(field, record, tests) && !bad;
		if (input !== document.activeElement || input.value === "" ||
		    decisionLine(input.value).trim() !== value.trim())
			input.value = value;
		says.textContent = bad ? bad.why.replace(/^is missing$/, "missing") : "";
		box.classList.toggle("lacks", Boolean(bad));
	});
	card.rests.textContent = decisionRests(work, record);
	card.todo.replaceChildren(...fieldsNotes("To do", faults
		.filter((one) => one.key === "").map((one) => one.why)));
}

// A new record, of the person who sits here, of today; the cut that is chosen
// rests on it if it rests on none.
function decisionAdd(state, members) {
	const chosen = state.cut(state.chosen);
	const id = state.addDecision({ outcome: "redact", ...members,
		...(rulesStaff(state.by) ? { by: state.by } : {}),
		on: rulesToday() });

	if (id === null)
		return;
	if (chosen !== null && rulesDecisionOf(state.front.work, chosen) === null)
		state.changeCut(chosen.id, { decision: id });
	fieldsWant(`decision-${id}-outcome`);
}

// Records of other calls, to begin with the same words.
function decisionOthers(state) {
	return state.items.filter((it) => it !== state.front)
		.flatMap((it) => it.work.decisions.map((record) => ({ record,
			text: `Call ${it.data.item}, decision ${record.id}` })));
}

function decisionTools(state) {
	const add = makeButton("Add a decision", () => decisionAdd(state, {}));
	const others = decisionOthers(state);
	const pick = makeSelect(others.map(({ text }, i) => [String(i), text]), "0",
		() => {});
	const tools = [add];

	add.dataset.key = "decision-add";
	if (others.length > 0)
		tools.push(makeLabelled("or begin with the words of", pick),
			makeButton("Copy", () => {
				const { id, ...members } = others[Number(pick.value)].record;
				decisionAdd(state, members);
			}));
	return make("div", { class: "tools" }, tools);
}

function decisionsAbout(it) {
	if (it.work.speaker === "other")
		return "Somebody else speaks: all of this call is withheld, so there is " +
			"nothing to decide about parts of it" +
			(it.work.decisions.length > 0 ? ". The decisions made are kept on " +
				"this page, and are not saved." : ".");
	if (it.work.decisions.length > 0)
		return "";
	return it.work.cuts.length > 0 ? "No decision yet: each cut has to rest on " +
		"one." : "No decision. Where something about somebody else is left in, " +
		"a decision to disclose says why that is reasonable.";
}

function decisionsDraw(state, root, cards) {
	const it = state.front;

	empty(root);
	cards.length = 0;
	if (it === null || !it.data.reviewable)
		return;
	if (decisionsAbout(it) !== "")
		root.append(make("p", { class: "plain", text: decisionsAbout(it) }));
	if (it.work.speaker === "other")
		return;
	it.work.decisions.forEach((record) => {
		const card = decisionCard(state, record.id);

		card.fields.forEach(({ input }) => { input.dataset.key = input.id; });
		decisionRefresh(state, card);
		cards.push(card);
		root.append(card.box);
	});
	root.append(decisionTools(state));
}

function decisionsBegin(state, root) {
	const cards = [];
	const draw = fieldsLater(root, () => decisionsDraw(state, root, cards));
	let drawn = "";
	const look = () => {
		const it = state.front;
		const now = JSON.stringify([it.index, it.work.speaker,
			it.work.cuts.length > 0, it.work.decisions.map((d) => d.id)]);

		if (now !== drawn)
			draw();
		else if (it.work.speaker !== "other")
			cards.forEach((card) => decisionRefresh(state, card));
		drawn = now;
	};

	state.on("front", look);
	state.on("work", (it) => {
		if (it === state.front)
			look();
	});
}
