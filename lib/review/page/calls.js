// All calls of the case, each a button: which, what becomes of it and why, the
// verdict and how much was heard.  Tab goes to the list once; the arrow keys,
// Home and End go through it.
"use strict";

const VERDICT_TEXT = { undecided: "Waits for you", approved: "Approved",
	rejected: "Rejected", "second-person": "Needs a second person",
	nobody: "Not going out: nobody has to decide" };
const VERDICT_BY = { approved: "Approved by", rejected: "Rejected by",
	"second-person": "Second person asked for by" };
const CALL_FILTERS = [["all", "All calls"], ["undecided", "Waiting for you"],
	["approved", "Approved"], ["rejected", "Rejected"],
	["second-person", "Need a second person"],
	["nobody", "Not going out"], ["wrong", "Cannot be heard"],
	["silent", "With nothing to hear"]];

function permilleText(permille) {
	return Math.floor(permille / 10) + "." + permille % 10 + "\u00a0%";
}

// What the filter calls this one.
function callKind(state, it) {
	return it.data.reviewable ? state.stands(it)
		: it.data.wrong ? "wrong" : "silent";
}

// The verdict in words; where it is the case's, who gave it and when.
function callVerdict(state, it) {
	const stands = state.stands(it);
	const review = it.data.review || {};

	return stands === it.work.verdict || !review.reviewer
		? VERDICT_TEXT[stands] : VERDICT_BY[stands] + " " + review.reviewer +
			" on " + headerDate(review.reviewed);
}

function callFacts(d) {
	const facts = [d.start || "no time known"];

	if (d.direction)
		facts.push(d.direction);
	if (d.reviewable)
		facts.push(timeShort(d.length_us), d.channels === 1 ? "1 channel"
			: d.channels + " channels");
	return facts.join(", ");
}

function callState(state, it) {
	const cuts = it.work.cuts.length;

	if (!it.data.reviewable)
		return it.data.wrong ? "Cannot be heard" : "Nothing to hear";
	return callVerdict(state, it) + " \u00b7 heard " +
		permilleText(state.permille(it)) + " \u00b7 " +
		(state.whole(it) ? "withheld whole"
			: cuts === 1 ? "1 cut" : cuts + " cuts");
}

function makeCall(state, it) {
	const d = it.data;
	// To the call, where its keys are: on this button, space is the button's.
	const button = makeButton("", () => {
		state.show(it.index);
		document.getElementById("call-title").focus();
	});

	button.tabIndex = -1;
	button.append(make("span", { class: "call-name", text: "Call " + d.item }),
		" ", make("span", { class: "call-facts", text: callFacts(d) }), " ",
		make("span", { class: "call-why" }), " ",
		make("span", { class: "call-state" }));
	return { it, button, row: make("li", {}, [button]),
		why: button.querySelector(".call-why"),
		says: button.lastElementChild };
}

function showCall(state, call) {
	const put = (e, text) => {
		if (e.textContent !== text)
			e.textContent = text;
	};

	put(call.says, callState(state, call.it));
	put(call.why, leavesNow(state, call.it));
	call.button.dataset.verdict = callKind(state, call.it);
}

// The one that Tab goes to: the call in front when it is listed, else the
// first that is.
function callTab(list) {
	const seen = list.calls.filter((call) => !call.row.hidden);
	const front = seen.find((call) => call.it === list.state.front);

	list.calls.forEach((call) => {
		call.button.tabIndex = call === (front || seen[0]) ? 0 : -1;
		if (call.it === list.state.front)
			call.button.setAttribute("aria-current", "true");
		else
			call.button.removeAttribute("aria-current");
	});
}

function callFilter(list, kind) {
	let seen = 0;

	list.calls.forEach((call) => {
		call.row.hidden = kind !== "all" &&
			callKind(list.state, call.it) !== kind;
		seen += call.row.hidden ? 0 : 1;
	});
	list.count.textContent = seen + " of " + list.calls.length + " calls";
	callTab(list);
}

function callKeys(list, e) {
	const seen = list.calls.filter((call) => !call.row.hidden);
	const at = seen.findIndex((call) => call.button === document.activeElement);
	const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0,
		End: seen.length - 1 }[e.key];

	if (at < 0 || to === undefined || e.ctrlKey || e.altKey || e.metaKey)
		return;
	e.preventDefault();
	seen[Math.min(seen.length - 1, Math.max(0, to))].button.focus();
}

// The next call, or the one before, that has something to hear.
function callStep(state, by) {
	let i = state.front === null ? -1 : state.front.index + by;

	while (state.items[i] !== undefined && !state.items[i].data.reviewable)
		i += by;
	if (state.items[i] === undefined)
		state.say(by > 0 ? "This is the last call." : "This is the first call.");
	else
		state.show(i);
}

function callsBegin(state, root) {
	const list = { state, calls: state.items.map((it) => makeCall(state, it)),
		count: make("p", { class: "count" }) };
	const rows = make("ol", { class: "call-list" },
		list.calls.map((call) => call.row));
	const filter = makeSelect(CALL_FILTERS, "all",
		(kind) => callFilter(list, kind));
	const one = (it) => showCall(state, list.calls[it.index]);

	root.append(make("div", { class: "tools" }, [
		actionButton("Previous call", "k", () => callStep(state, -1)),
		actionButton("Next call", "j", () => callStep(state, 1)),
		makeLabelled("Show", filter)]), list.count, rows);
	list.calls.forEach((call) => showCall(state, call));
	callFilter(list, "all");
	rows.addEventListener("keydown", (e) => callKeys(list, e));
	state.on("work", one);
	state.on("heard", one);
	state.on("work", () => callFilter(list, filter.value));
	state.on("front", (it) => {
		callTab(list);
		list.calls[it.index].row.scrollIntoView({ block: "nearest" });
		state.say("Call " + it.data.item + " of " + state.items.length + ". " +
			callState(state, it));
	});
}
