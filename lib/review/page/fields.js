// What the tables and forms share: they are drawn again when the model changes,
// and who is typing in one must not be thrown out of it.
"use strict";

let fieldsWanted = ""; // data-key to have the focus once it is drawn

// What had the focus goes away: this is to have it when all is drawn again.
function fieldsWant(key) {
	fieldsWanted = key;
	setTimeout(() => { fieldsWanted = ""; }, 200);
}

// Draw, and give the focus back to what has the same data-key.
function fieldsKeepFocus(root, draw) {
	const had = document.activeElement;
	const inside = had !== null && root.contains(had);
	const caret = inside && had.type === "text"
		? [had.selectionStart, had.selectionEnd] : null;
	const find = (key) => key ? [...root.querySelectorAll("[data-key]")]
		.find((e) => e.dataset.key === key) : undefined;

	draw();
	const wanted = find(fieldsWanted);
	const now = wanted ?? (inside ? find(had.dataset.key) : undefined);
	if (wanted)
		fieldsWanted = "";
	if (now === undefined || document.activeElement === now)
		return;
	now.focus({ preventScroll: inside });
	if (caret && now.type === "text" && now.value === had.value)
		now.setSelectionRange(...caret);
}

// A function that draws once, soon, however often it is called: a field that
// is left hands the focus on before it is replaced.
function fieldsLater(root, draw) {
	let waits = false;

	return () => {
		if (waits)
			return;
		waits = true;
		setTimeout(() => {
			waits = false;
			fieldsKeepFocus(root, draw);
		}, 0);
	};
}

// A button of which a page has many: its name says of what it is, too.
function fieldsButton(text, of, key, act) {
	const e = makeButton(text, act);

	e.setAttribute("aria-label", `${text}: ${of}`);
	e.dataset.key = key;
	return e;
}

function fieldsSelect(choices, value, name, key, act) {
	const known = choices.some(([one]) => one === value);
	const e = makeSelect(known ? choices
		: [[value, value === "" ? "choose" : `${value} (not there)`],
			...choices], value, act);

	e.setAttribute("aria-label", name);
	e.dataset.key = key;
	return e;
}

// A cell; name is shown instead of the column's heading where it is narrow.
const fieldsCell = (name, children) =>
	make("td", { role: "cell", "data-name": name }, children);

// Tables are lists where there is no room for them; the roles stay.
function fieldsTable(caption, columns, bodies) {
	const head = make("thead", { role: "rowgroup" }, [make("tr",
		{ role: "row" }, columns.map((text) => make("th",
			{ scope: "col", role: "columnheader", text })))]);

	return make("table", { role: "table" },
		[make("caption", { text: caption }), head, ...bodies]);
}

// A list of what is wrong or worth knowing; the word says which, not a colour.
function fieldsNotes(word, texts) {
	return texts.map((text) => make("p", { class: `note ${word === "To do"
		? "wrong" : "hint"}` }, [make("strong", { text: `${word}: ` }),
		text]));
}

// "once", "2 cuts"
const fieldsCount = (n, one, many) =>
	n === 1 ? `1 ${one}` : `${n} ${many ?? `${one}s`}`;
