// Cuts by the playhead: where one begins and ends, a little earlier or later,
// deleted, undone; and what new cuts rest on.  All of it by button and key.
"use strict";

const NUDGE = SECOND / 10;

// The chosen cut, when the playhead is where this end of it could be.
function editChosen(state, end) {
	const c = state.cut(state.chosen);

	if (c === null)
		return null;
	return (end === "from" ? state.now < c.to : state.now > c.from) ? c : null;
}

function editStart(state) {
	const c = editChosen(state, "from");

	if (state.front === null || !state.front.data.reviewable)
		return;
	if (c !== null) {
		state.changeCut(c.id, { from: state.now });
		return;
	}
	state.choose("");
	state.setPending(state.now);
	if (state.front.work.verdict === "approved")
		state.setVerdict(state.front, "undecided");
	state.say("A new cut begins at " + timeSpoken(state.now) +
		". Go to its end and say that it ends there.");
}

function editEnd(state) {
	const c = editChosen(state, "to");
	const from = state.pending;

	if (from >= 0 && state.now > from) {
		state.setPending(-1);
		state.addCut({ from, to: state.now });
	} else if (c !== null)
		state.changeCut(c.id, { to: state.now });
	else
		state.say(from >= 0 ? "The end must be after the start."
			: "Say first where the cut starts.");
}

// One or both ends of the chosen cut, by this many us; what is moved whole
// keeps its length.
function editNudge(state, ends, by) {
	const c = state.cut(state.chosen);
	const length = state.front === null ? 0 : state.front.data.length_us;
	const to = {};

	if (c === null) {
		state.say("Choose a cut first: next cut, or a click on one.");
		return;
	}
	const step = ends.length === 2
		? Math.min(length - c.to, Math.max(-c.from, by)) : by;
	ends.forEach((end) => {
		to[end] = clampUs(c[end] + step, 0, length);
	});
	if (ends.length === 1 && (to.from === undefined ? c.from : to.from) >=
		(to.to === undefined ? c.to : to.to))
		state.say("The cut would have no length.");
	else
		state.changeCut(c.id, to, "nudge " + c.id + ends.join());
}

function editDelete(state) {
	if (!state.removeCut(state.chosen))
		state.say("Choose a cut first: next cut, or a click on one.");
}

function editUndone(state) {
	const undo = actionButton("Undo", "u", () => state.undo());
	const redo = actionButton("Redo", "y", () => state.redo());
	const show = () => {
		undo.title = state.canUndo;
		redo.title = state.canRedo;
		undo.setAttribute("aria-disabled", String(state.canUndo === ""));
		redo.setAttribute("aria-disabled", String(state.canRedo === ""));
	};

	state.on("work", show);
	show();
	return [undo, redo];
}

function editMoves(state) {
	const move = (text, key, ends, by) =>
		actionButton(text, key, () => editNudge(state, ends, by));

	return make("div", { class: "tools" }, [
		make("span", { class: "tools-name", text: "Chosen cut, 0.1 s:" }),
		move("Start earlier", "", ["from"], -NUDGE),
		move("Start later", "", ["from"], NUDGE),
		move("End earlier", "", ["to"], -NUDGE),
		move("End later", "", ["to"], NUDGE),
		move("Whole cut earlier", ",", ["from", "to"], -NUDGE),
		move("Whole cut later", ".", ["from", "to"], NUDGE)]);
}

// What new cuts are: on which channels, and what they rest on.
function editFresh(state) {
	const box = make("div", { class: "tools" });
	const bases = (state.data.bases || []).map((b) =>
		[b.code, b.code + " \u2013 " + b.provision]);
	const channels = () => {
		const n = state.front === null ? 1 : state.front.data.channels || 1;
		const one = Array.from({ length: n }, (e, i) => [String(i + 1),
			"Channel " + (i + 1) + " alone"]);
		const joint = state.front !== null && state.front.data.joint;
		return [["", "All channels"], ...(n > 1 && !joint ? one : [])];
	};
	const show = () => {
		const on = makeSelect(channels(), state.fresh.channels.join(),
			(v) => state.setFresh({ channels: v === "" ? [] : [Number(v)] }));
		if (on.selectedIndex < 0)
			on.selectedIndex = 0;
		box.replaceChildren(makeLabelled("New cuts are on", on), " ",
			makeLabelled("and rest on", makeSelect(bases, state.fresh.basis,
				(v) => state.setFresh({ basis: v }))));
	};

	state.on("front", () => {
		state.setFresh({ channels: [], decision: "" });
		show();
	});
	return box;
}

function editBegin(state, root) {
	root.append(make("div", { class: "tools" }, [
		actionButton("Cut starts here", "[", () => editStart(state)),
		actionButton("Cut ends here", "]", () => editEnd(state)),
		actionButton("Delete the cut", "x", () => editDelete(state)),
		actionButton("Choose no cut", "escape", () => {
			state.setPending(-1);
			state.choose("");
		}), ...editUndone(state)]), editMoves(state), editFresh(state));
}
