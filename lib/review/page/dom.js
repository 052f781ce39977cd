// Elements, made one by one: text is always text, never markup.
"use strict";

// make("p", {class: "x", text: "..."}, [children]): an attribute that is true
// stands alone, one that is false or undefined is not there.
function make(tag, attributes, children) {
	const e = document.createElement(tag);

	Object.entries(attributes || {}).forEach(([name, value]) => {
		if (name === "text")
			e.textContent = value;
		else if (value === true)
			e.setAttribute(name, "");
		else if (value !== false && value !== undefined)
			e.setAttribute(name, String(value));
	});
	(children || []).forEach((child) => e.append(child));
	return e;
}

// A button that says what it does.
function makeButton(text, act) {
	const e = make("button", { type: "button", text });

	e.addEventListener("click", act);
	return e;
}

// Of a label and its field: the label is of the field, by id.
let fields = 0;
function makeLabelled(text, field) {
	fields += 1;
	field.id = field.id || "field-" + fields;
	return make("span", { class: "labelled" },
		[make("label", { for: field.id, text }), " ", field]);
}

// choices: [[value, text], ...]
function makeSelect(choices, value, act) {
	const e = make("select", {}, choices.map(([v, text]) =>
		make("option", { value: v, text })));

	e.value = value;
	e.addEventListener("change", () => act(e.value));
	return e;
}

function empty(e) {
	e.replaceChildren();
}

// What changed is said to who cannot see it.  The same words twice are heard
// twice, and what comes at once is said together.
function liveBegin(state, root) {
	let waiting = [];

	state.on("say", (text) => {
		waiting.push(text);
		if (waiting.length > 1)
			return;
		root.textContent = "";
		setTimeout(() => {
			root.textContent = waiting.join(" ");
			waiting = [];
		}, 50);
	});
}
