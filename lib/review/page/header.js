// Whose request it is, as far as a page should say, until when, what is left to
// do, and who sits here.
"use strict";

const HEADER_MONTHS = ["January", "February", "March", "April", "May", "June",
	"July", "August", "September", "October", "November", "December"];

// Days from 1970 of "2026-11-02"; NaN when it is no date.
function headerDays(date) {
	return rulesDate(date ?? "") ? Date.parse(`${date}T00:00:00Z`) / 86400000
		: NaN;
}

function headerDate(date) {
	const found = rulesDate(date ?? "") ? date.split("-").map(Number) : null;

	return found ? `${found[2]} ${HEADER_MONTHS[found[1] - 1]} ${found[0]}`
		: "not known";
}

// How far away it is, by the clock of this computer.
function headerLeft(date, today) {
	const left = headerDays(date) - headerDays(today);

	if (Number.isNaN(left))
		return "";
	if (left === 0)
		return "today";
	return left > 0 ? `${fieldsCount(left, "day")} left`
		: `${fieldsCount(-left, "day")} late`;
}

// What the clock said when the page was made, which may be days ago.
function headerSaid(data, today) {
	const made = (data.made ?? "").slice(0, 10);
	const text = data.clock_text.replace(/\.$/, "");

	return !rulesDate(made) || made === today ? text
		: `${text}, as of ${headerDate(made)}, when this page was made`;
}

// [before the day, the day, after it]: only a clock that runs has days left.
function headerDue(data, today) {
	const left = headerLeft(data.due, today);
	const day = headerDate(data.due);

	if (left === "")
		return ["Due ", data.clock === "running" ? "now" : "on no day yet", ""];
	if (data.clock === "paused" || data.clock === "waiting")
		return ["Due ", day, " at the earliest"];
	if (data.clock !== "running")
		return ["Was due ", day, ""];
	return ["Due ", day, `, ${left}`];
}

function headerClock(data, today) {
	const [before, day, after] = headerDue(data, today);
	const late = data.clock === "running" &&
		!(headerDays(data.due) >= headerDays(today));
	const rest = [`Received ${headerDate(data.received)}`];

	if (rulesDate(data.latest ?? "") && data.latest !== data.due)
		rest.push(`at the latest ${headerDate(data.latest)}`);
	if (data.clock_text)
		rest.push(headerSaid(data, today));
	return [make("p", { class: `due${late ? " late" : ""}` },
		[before, make("strong", { text: day }), after]),
	make("p", { class: "plain", text: `${rest.join(". ")}.` })];
}

// "2 of 10 calls wait"; and what was decided of the rest.
function headerTodo(state) {
	const heard = state.items.filter((it) => it.data.reviewable);
	const count = (verdict) =>
		heard.filter((it) => state.stands(it) === verdict).length;
	const waits = count("undecided");
	const rest = [["approved", "approved"], ["rejected", "rejected"],
		["second-person", "for a second person"],
		["nobody", "not going out"]]
		.filter(([verdict]) => count(verdict) > 0)
		.map(([verdict, text]) => `${count(verdict)} ${text}`);
	const wrong = state.items.filter((it) =>
		callKind(state, it) === "wrong").length;
	const silent = state.items.length - heard.length - wrong;

	if (wrong > 0)
		rest.unshift(`${wrong} cannot be heard`);
	if (silent > 0)
		rest.push(`${silent} with nothing to hear`);
	return [make("p", {}, [make("strong", { text: waits === 0
		? `Every call ${wrong > 0 ? "that can be heard " : ""}is decided`
		: `${waits} of ${fieldsCount(heard.length, "call")} ${
			waits === 1 ? "waits" : "wait"}` })]),
	make("p", { class: "plain", text: rest.join(", ") })];
}

function headerTitle(state) {
	const it = state.front;
	const d = it === null ? {} : it.data;

	document.getElementById("call-title").textContent = it === null ? "No call"
		: `Call ${d.item}, ${d.start || "no time known"}`;
	document.getElementById("call-facts").replaceChildren(...it === null ? []
		: headerFacts(state, it));
}

function headerList(pairs, kind) {
	return make("dl", { class: kind }, pairs.filter(([, text]) => text)
		.flatMap(([name, text, of]) => [make("dt", { text: name }),
			make("dd", { text, class: of })]));
}

function headerFacts(state, it) {
	const d = it.data;
	const before = d.review && d.review.reviewer ? `by ${d.review.reviewer} on ${
		headerDate(d.review.reviewed)}${{ rejected: ", rejected",
		"second-person": ", who asked for a second person" }[
		d.review.standing] ?? ""}` : "";
	const facts = [headerList([["Direction", d.direction],
		["As it stands", leavesNow(state, it), "leaves"],
		["In the plan so far", d.reviewable && [d.class_text, d.reason_text]
			.filter(Boolean).join(": ")],
		["Reviewed before", before],
		["Note of that review", (d.review && d.review.note) || ""]], "facts")];

	if (d.recording)
		facts.push(make("details", {}, [make("summary",
			{ text: "Which files these are (SHA-256)" }), headerList([
			["Recording", d.recording],
			["Copy of it played here", d.original_sha256],
			["Redacted copy", d.redacted_sha256]], "facts")]));
	return facts;
}

// Who sits here, all of the id being typed.  What another person approved and
// heard is taken back, and whoever only mistyped is asked first.
function headerSit(state, input) {
	const id = input.value;
	const before = state.sat;
	const n = rulesStaff(id) ? state.sits(id) : 0;

	if (!rulesStaff(id))
		return;
	if (n === 0) {
		state.sit(id);
		return;
	}
	saveAsk("Another person?", `Of ${fieldsCount(n, "call")} another person ` +
		`than ${id} has approved or heard something. That is theirs, whoever ` +
		`goes on: it waits again for ${id}.`, [["sit", `Go on as ${id}`],
		["", before === "" ? "Type another id" : "Keep the id that was here"]],
	(answer) => {
		if (answer === "sit")
			state.sit(id);
		else
			state.setBy(before);
	});
}

function headerStaff(state) {
	const input = document.getElementById("staff");
	const why = document.getElementById("staff-why");

	document.getElementById("who").addEventListener("submit",
		(e) => e.preventDefault());
	input.addEventListener("input", () => {
		const bad = input.value !== "" && !rulesStaff(input.value);

		input.setAttribute("aria-invalid", String(bad));
		why.textContent = bad ? "letters, digits, . _ or - alone" : "";
		state.setBy(input.value);
	});
	input.addEventListener("change", () => headerSit(state, input));
	state.on("by", (id) => {
		if (input.value !== id)
			input.value = id;
	});
}

function headerBegin(state) {
	const { data } = state;
	const todo = document.getElementById("todo");
	const draw = () => todo.replaceChildren(...headerTodo(state));

	document.title = `Review ${data.ref}`;
	document.getElementById("ref").textContent = data.ref;
	document.getElementById("numbers").textContent =
		`Number searched for: ${(data.numbers ?? []).join(", ") || "none"}`;
	document.getElementById("clock").replaceChildren(
		...headerClock(data, rulesToday()));
	headerStaff(state);
	headerTitle(state);
	draw();
	state.on("work", draw);
	state.on("front", () => headerTitle(state));
	state.on("work", (it) => {
		const says = document.querySelector("#call-facts dd.leaves");

		if (it === state.front && says !== null)
			says.textContent = leavesNow(state, it);
	});
}
