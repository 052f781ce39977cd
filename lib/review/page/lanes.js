// What is drawn above and below the waveform for the part in view: a ruler, the
// suggestions of each channel and what was heard.  Only what is in view is
// made, so a call of three hours costs what one of three minutes does.  A mouse
// can point at it; the tables say the same to everybody else.
"use strict";

const RULER_STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900,
	1800, 3600, 7200];
const RULER_LEAST = 90; // px between two times
const LANE_NEAR = 3;    // px: what is nearer than this is one box
const ADVICE_WORDS = { dtmf: "keys", silence: "silence", talk: "talk",
	ringing: "ringing", tone: "tone", music: "music", voice: "voice",
	joined: "joined", channel: "channel" };

// view: {from, to, width}: us, us, px.
function lanePlace(box, view, from, to) {
	const span = view.to - view.from;

	box.style.left = 100 * (from - view.from) / span + "%";
	box.style.width = 100 * (to - from) / span + "%";
	return box;
}

function drawRuler(ruler, view) {
	const span = (view.to - view.from) / SECOND;
	const step = RULER_STEPS.find((s) => s * view.width / span >= RULER_LEAST) ||
		RULER_STEPS[RULER_STEPS.length - 1];
	const by = Math.round(step * SECOND);
	const ticks = [];
	let us;

	for (us = Math.ceil(view.from / by) * by; us < view.to; us += by)
		ticks.push(lanePlace(make("span", { class: "tick", text: step < 1
			? timeText(us).slice(0, -2) : timeShort(us) }), view, us, us));
	ruler.replaceChildren(...ticks);
}

// Boxes of [{from, to, ...}] sorted by from, those too near to be told apart as
// one: [{from, to, all: [...]}].
function laneBoxes(list, view) {
	const near = LANE_NEAR * (view.to - view.from) / Math.max(1, view.width);
	const out = [];

	list.forEach((one) => {
		const last = out[out.length - 1];
		const small = one.to - one.from < near;
		if (one.to <= view.from || one.from >= view.to)
			return;
		if (last !== undefined && small && one.from >= last.from &&
			one.from - last.to < near &&
			(last.all.length > 1 || last.to - last.from < near)) {
			last.to = Math.max(last.to, one.to);
			last.all.push(one);
			return;
		}
		out.push({ from: one.from, to: one.to, all: [one] });
	});
	return out;
}

function adviceWord(box) {
	if (box.all.length > 1)
		return box.all.length + " suggestions";
	return (ADVICE_WORDS[box.all[0].data.code] || box.all[0].data.code) + "?";
}

function adviceBox(state, box, view) {
	const one = box.all[0];
	const e = make("div", { class: "advice", text: adviceWord(box),
		title: box.all.length > 1 ? adviceWord(box) + ": zoom in"
			: one.data.text });

	if (box.all.length === 1) {
		e.dataset.code = one.data.code;
		e.classList.toggle("worth", one.data.cut);
		e.classList.toggle("chosen", state.advice === one.index);
	} else
		e.classList.add("many");
	e.addEventListener("click", () => {
		state.chooseAdvice(one.index);
		state.seek(one.from);
	});
	return lanePlace(e, view, Math.max(box.from, view.from),
		Math.min(box.to, view.to));
}

// The suggestions of a channel (0: of all), sorted; what is worth a cut comes
// last, so that it lies on top.
function adviceOf(it, channel) {
	return (it.data.suggestions || []).map((data, index) => ({ data, index,
		from: data.from_us, to: data.to_us }))
		.filter((one) => one.data.channel === channel)
		.sort((a, b) => a.data.cut - b.data.cut || a.from - b.from);
}

function makeLane(name, kind) {
	const boxes = make("div", { class: "lane-boxes" });

	return { boxes, row: make("div", { class: "lane " + kind },
		[make("span", { class: "lane-name", text: name }), boxes]) };
}

function drawHeardLane(lane, it, view) {
	lane.boxes.replaceChildren(...laneBoxes(it.heard.map((r) =>
		({ from: r[0], to: r[1] })), view).map((box) =>
		lanePlace(make("div", { class: "heard-part" }), view,
			Math.max(box.from, view.from), Math.min(box.to, view.to))));
}

// Those that were put aside are not drawn.
function drawAdviceLane(state, it, lane, view) {
	const left = lane.list.filter((one) =>
		!suggestionsAside(it).has(one.index));

	lane.boxes.replaceChildren(...laneBoxes(left, view)
		.map((box) => adviceBox(state, box, view)));
}

// Everything of one call: {root, draw(view), heard(view)}; the second draws
// what changes while it plays.
function makeLanes(state, it) {
	const lanes = [];
	const heard = makeLane("Heard", "lane-heard");
	let channel;

	for (channel = 0; channel <= it.data.channels; channel++) {
		const list = adviceOf(it, channel);
		if (list.length > 0)
			lanes.push({ list, ...makeLane(channel === 0
				? "Suggestions" : "Suggestions, channel " + channel,
			"lane-advice") });
	}
	return { root: make("div", { class: "lanes", "aria-hidden": "true" },
		[...lanes.map((lane) => lane.row), heard.row]),
	heard: (view) => drawHeardLane(heard, it, view),
	draw: (view) => {
		lanes.forEach((lane) => drawAdviceLane(state, it, lane, view));
		drawHeardLane(heard, it, view);
	} };
}
