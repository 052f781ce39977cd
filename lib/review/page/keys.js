// Every action is a button; many have a single key as well.  Both are made in
// one place, so that neither is without the other and the help (ACTIONS) names
// them all.  Single keys can be turned off (WCAG 2.1.4), and never act while
// somebody types or while a dialog is open.
"use strict";

// {key, text, act, button}: key as KeyboardEvent.key has it, "Shift+" before
// it where that matters, "" for none.
const ACTIONS = [];
let keysOn = true;

const KEY_NAMES = { " ": "Space", escape: "Esc", ArrowLeft: "\u2190",
	ArrowRight: "\u2192", "Shift+ArrowLeft": "Shift \u2190", "Shift+ArrowRight": "Shift \u2192" };
const KEY_ARIA = { " ": "Space", "+": "Plus", escape: "Escape" };

// How a key is shown to people.
function keyName(key) {
	return KEY_NAMES[key] || (key.length === 1 ? key.toUpperCase() : key);
}

// The button of an action, its key registered.
function actionButton(text, key, act) {
	const button = makeButton(text, act);

	if (key !== "") {
		button.append(" ", make("kbd", { "aria-hidden": "true",
			text: keyName(key) }));
		button.setAttribute("aria-keyshortcuts", KEY_ARIA[key] || key);
	}
	ACTIONS.push({ key, text, act, button });
	return button;
}

// What a key press is called in ACTIONS; "": it is the browser's or the
// system's.  AltGr types "[" on many keyboards, so it is no modifier here.
function keyOf(e) {
	const graph = e.getModifierState && e.getModifierState("AltGraph");

	if (e.metaKey || (!graph && (e.ctrlKey || e.altKey)))
		return "";
	if (e.key.startsWith("Arrow"))
		return (e.shiftKey ? "Shift+" : "") + e.key;
	return e.key === "=" ? "+" : e.key.toLowerCase();
}

// Does the element with the focus use this key itself?
function keyTaken(target, key) {
	const tag = target.tagName;
	const moves = key === " " || key.includes("Arrow");

	if (target.isContentEditable || tag === "TEXTAREA" || tag === "SELECT")
		return true;
	if (tag === "INPUT")
		return moves || !["button", "checkbox", "radio", "range"]
			.includes(target.type);
	return key === " " && ["BUTTON", "A", "SUMMARY", "AUDIO"].includes(tag);
}

function onKey(e) {
	const key = keyOf(e);
	const action = key === "" ? undefined
		: ACTIONS.find((one) => one.key === key);

	if (!keysOn || action === undefined || e.defaultPrevented ||
		keyTaken(e.target, key) ||
		document.querySelector("dialog[open]") !== null)
		return;
	e.preventDefault();
	if (!action.button.disabled)
		action.act();
}

// The switch; its state is told as pressed or not.
function keysSwitch(state) {
	const button = makeButton("Single keys", () => {
		keysOn = !keysOn;
		button.setAttribute("aria-pressed", String(keysOn));
		document.documentElement.classList.toggle("no-keys", !keysOn);
		state.say(keysOn ? "Single keys are on." : "Single keys are off.");
	});

	button.setAttribute("aria-pressed", "true");
	return button;
}

function keysBegin(state, root) {
	root.append(keysSwitch(state));
	document.addEventListener("keydown", onKey);
}
