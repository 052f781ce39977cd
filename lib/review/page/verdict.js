// What the person decides of the call in front.  Approving waits until nothing
// is missing; what is missing is listed, each with the way to it.
"use strict";

const VERDICT_MEANS = {
	undecided: "Nobody has decided on this call yet.",
	rejected: "This must not leave as it stands. Nothing is built until " +
		"somebody approves it.",
	"second-person": "Another person has to listen to it. Who asks for that " +
		"cannot approve it." };

// What it means: of how much was heard, the page says what was played in it,
// and the person whatever else.
function verdictMeans(state, it) {
	const { verdict, speaker } = it.work;

	if (verdict !== "approved")
		return VERDICT_MEANS[verdict];
	if (speaker === "other")
		return "Somebody else speaks, so all of this call is withheld.";
	const played = `${permilleText(state.permille(it))} of it was played here`;
	return state.permille(it) >= rulesHeard(state)
		? `What is cut of it is right; ${played}.`
		: `What is cut of it is right, as you say who heard it elsewhere: ${
			played}.`;
}

function verdictNone(d) {
	return d.wrong ? "The recording of this call cannot be heard, so nothing " +
		"can be decided here. The answer waits until it can be, or until the " +
		"plan leaves it out." : "There is nothing to hear of this call, so " +
		"nothing to decide here.";
}

// Too little was played: is it approved all the same?
function verdictAsk(state, it) {
	const played = permilleText(state.permille(it));

	saveAsk(`${played} was played here: approve call ${it.data.item} all ` +
		"the same?", `This page has played ${played} of this call. Approve ` +
		"it only if you heard all of it elsewhere, as in Audacity or by " +
		"sar-export listen.",
	[["heard", "I heard it elsewhere: approve"], ["", "Do not approve it"]],
	(answer) => {
		if (answer === "heard" && rulesItem(it, state).length === 0)
			verdictPut(state, it, "approved");
	});
}

function verdictPut(state, it, verdict) {
	state.setVerdict(it, verdict);
	state.say(`Call ${it.data.item}: ${VERDICT_TEXT[verdict]}.${
		verdict === "approved" ? ` ${verdictMeans(state, it)}` : ""}`);
}

// What the case has of it, while nothing is said or changed here.
const VERDICT_STANDS = {
	approved: "So it is in the case, and stays unless you decide otherwise.",
	rejected: "It waits until somebody approves it.",
	"second-person": "Whoever did not ask for that can approve it.",
	nobody: "The plan withholds all of it, whatever is cut; you may listen." };

// The verdict, if it can be given: approving what lacks something is refused.
function verdictGive(state, verdict) {
	const it = state.front;

	if (it === null || !it.data.reviewable) {
		state.say(it === null ? "There is no call." : verdictNone(it.data));
		return false;
	}
	const faults = verdict === "approved"
		? rulesItem(it, state) : [];
	if (faults.length > 0) {
		state.say(`Not approved: ${fieldsCount(faults.length, "thing is",
			"things are")} missing. ${faults[0].text}`);
		document.getElementById("verdict-todo")?.focus();
		return false;
	}
	if (verdict === "approved" && it.work.verdict !== "approved" &&
	    it.work.speaker !== "other" &&
	    state.permille(it) < rulesHeard(state)) {
		verdictAsk(state, it);
		return false;
	}
	verdictPut(state, it, verdict);
	return true;
}

// To the next call that waits, after this one or from the first.
function verdictNext(state) {
	const at = state.front === null ? -1 : state.front.index;
	const waits = state.items.filter((it) =>
		it.data.reviewable && state.stands(it) === "undecided");
	const next = waits.find((it) => it.index > at) ??
		waits.find((it) => it.index !== at);

	if (next === undefined) {
		state.say("No other call waits.");
		return;
	}
	state.show(next.index);
	document.getElementById("call-title").focus();
}

function verdictButtons(state) {
	const give = (text, key, verdict) => {
		const e = actionButton(text, key, () => verdictGive(state, verdict));

		e.dataset.verdict = verdict;
		return e;
	};

	return [give("Approve", "a", "approved"), give("Reject", "", "rejected"),
		give("Needs a second person", "s", "second-person"),
		give("Leave undecided", "", "undecided")];
}

function verdictSpeaker(state) {
	const radio = (value, text) => {
		const e = make("input", { type: "radio", name: "speaker", value,
			"data-key": `verdict-${value}` });

		e.addEventListener("change", () => state.setSpeaker(state.front, value));
		return make("label", { class: "box" }, [e, ` ${text}`]);
	};

	return make("fieldset", { class: "plain-set" }, [
		make("legend", { text: "Who speaks?" }),
		radio("requester", "The person who asked"),
		radio("other", "Somebody else: withhold all of this call")]);
}

function verdictDamage(state) {
	const e = make("input", { type: "checkbox", "data-key": "verdict-damage" });

	e.addEventListener("change", () =>
		state.setDamage(state.front, e.checked));
	return make("label", { class: "box" }, [e, " The recording is damaged: I " +
		"have heard it to its end, and the times fit."]);
}

function verdictNote(state) {
	const e = make("textarea", { rows: 2, id: "verdict-note",
		"aria-describedby": "verdict-note-says" });
	const set = (text) => state.setNote(state.front, text);

	e.addEventListener("input", () => set(decisionLine(e.value)));
	e.addEventListener("change", () => set(decisionLine(e.value).trim()));
	return e;
}

// The way to what a fault is about; the row of a cut may have to be made first.
function verdictGo(state, fault) {
	const key = fault.damage ? "verdict-damage"
		: fault.speaker ? "verdict-requester"
		: fault.begun ? "forget-cut"
		: fault.key === undefined ? `basis-${fault.cut}`
			: `decision-${fault.decision}-${fault.key || "outcome"}`;
	const find = () =>
		document.querySelector(`[data-key="${CSS.escape(key)}"]`);

	if (fault.cut)
		state.choose(fault.cut);
	if (!find())
		fieldsWant(key);
	find()?.focus();
	find()?.scrollIntoView({ block: "center" });
}

const VERDICT_FAULTS = 50; // so many are listed

function verdictTodo(state, faults) {
	const title = make("p", { id: "verdict-todo", tabindex: -1 }, [make("strong",
		{ text: `Before it can be approved: ${fieldsCount(faults.length,
			"thing is", "things are")} missing` })]);
	const list = faults.slice(0, VERDICT_FAULTS).map((fault, i) => {
		const row = make("li", {}, [`${fault.text} `]);

		if (fault.cut || fault.decision || fault.damage ||
		    fault.speaker || fault.begun)
			row.append(fieldsButton("Go there", fault.text, `todo-${i}`, () =>
				verdictGo(state, fault)));
		return row;
	});

	if (faults.length > VERDICT_FAULTS)
		list.push(make("li", { text: `and ${faults.length - VERDICT_FAULTS
		} more` }));
	return faults.length === 0 ? [make("p", { id: "verdict-todo", tabindex: -1,
		text: "Nothing is missing of what it takes to approve this call." })]
		: [title, make("ul", { class: "todo-list" }, list)];
}

function verdictNow(state, parts) {
	const { verdict } = state.front.work;
	const stands = state.stands(state.front);

	if (stands !== verdict) {
		parts.now.replaceChildren(make("strong",
			{ text: callVerdict(state, state.front) }),
		` \u2013 ${VERDICT_STANDS[stands]}`);
		return;
	}
	parts.now.replaceChildren(make("strong", { text: VERDICT_TEXT[verdict] }),
		` \u2013 ${verdictMeans(state, state.front)}`);
}

// Without drawing the fields again: somebody may be typing.
function verdictRefresh(state, parts) {
	const it = state.front;

	parts.all.hidden = it === null || !it.data.reviewable;
	parts.none.hidden = !parts.all.hidden;
	parts.none.textContent = it === null ? "" : verdictNone(it.data);
	if (parts.all.hidden)
		return;
	const { work } = it;
	verdictNow(state, parts);
	parts.buttons.forEach((e) => e.setAttribute("aria-pressed",
		String(e.dataset.verdict === work.verdict)));
	parts.speaker.querySelectorAll("input").forEach((e) => {
		e.checked = e.value === work.speaker;
	});
	parts.damage.hidden = !it.data.unsure;
	parts.damage.querySelector("input").checked = work.damage;
	if (decisionLine(parts.note.value).trim() !== work.note.trim())
		parts.note.value = work.note;
	const left = RULES_NOTE - rulesBytes(work.note);
	parts.left.textContent = left < 0 ? `${-left} bytes too long`
		: left < 100 ? `${left} bytes left` : "";
	fieldsKeepFocus(parts.todo, () => parts.todo.replaceChildren(
		...verdictTodo(state, rulesItem(it, state))));
}

function verdictParts(state) {
	const parts = { now: make("p", { class: "now" }),
		buttons: verdictButtons(state), speaker: verdictSpeaker(state),
		damage: verdictDamage(state), note: verdictNote(state),
		left: make("span", { class: "miss", id: "verdict-note-says" }),
		todo: make("div", { class: "todo-box" }), none: make("p", {}) };

	parts.damage.id = "verdict-damage";
	parts.all = make("div", {}, [parts.speaker, parts.damage, parts.todo,
		make("div", { class: "field note-field" }, [make("div",
			{ class: "field-head" }, [make("label", { for: "verdict-note",
			text: "Note, for the case alone" }), parts.left]), parts.note]),
		make("div", { class: "tools verdicts", role: "group",
			"aria-label": "Verdict" }, parts.buttons), parts.now,
		make("div", { class: "tools" }, [makeButton("Next call that waits",
			() => verdictNext(state))])]);
	return parts;
}

function verdictBegin(state, root) {
	const parts = verdictParts(state);
	const look = (it) => {
		if (it === state.front)
			verdictRefresh(state, parts);
	};

	root.append(parts.none, parts.all);
	verdictRefresh(state, parts);
	state.on("front", look);
	state.on("work", look);
	state.on("by", () => look(state.front));
	state.on("heard", (it) => {
		if (it === state.front)
			verdictNow(state, parts);
		if (it === state.front && state.data.heard_at_least > 0)
			look(it);
	});
}
