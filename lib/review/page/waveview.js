// The place of the waveform on the page, its buttons, and what makes it draw.
"use strict";

function waveParts(wave, state) {
	const box = make("div", { class: "wave-box" });
	const names = make("div", { class: "channel-names", "aria-hidden": "true" });

	return { box, names, ruler: make("div", { class: "ruler",
		"aria-hidden": "true" }), lanes: make("div", {}),
	overview: new Overview(state, (us) => {
		if (wave().surfer === null)
			return;
		const view = wave().view();
		wave().scrollTo(us - (view.to - view.from) / 2);
	}) };
}

// A button that is on or off, and says which.
function waveToggle(text, on, act) {
	const button = makeButton(text, () => {
		const now = button.getAttribute("aria-pressed") !== "true";
		button.setAttribute("aria-pressed", String(now));
		act(now);
	});

	button.setAttribute("aria-pressed", String(on));
	return button;
}

function waveZoomTo(state, wave) {
	const c = state.cut(state.chosen);

	if (c === null || wave.surfer === null)
		state.say("Choose a cut first: next cut, or a click on one.");
	else
		wave.zoomTo(c);
}

function waveTools(state, wave) {
	return make("div", { class: "tools" }, [
		actionButton("Zoom in", "+", () => wave.zoomBy(2)),
		actionButton("Zoom out", "-", () => wave.zoomBy(0.5)),
		actionButton("Whole call", "w", () => wave.zoom(0)),
		actionButton("Zoom to the cut", "z", () => waveZoomTo(state, wave)),
		waveToggle("Follow the playhead", true, (on) => wave.follow(on)),
		waveToggle("Show faint sound larger", true, (on) => {
			wave.faint = on;
			waveAgain(wave);
		})]);
}

// The same call, drawn from nothing, as it was in view.
function waveAgain(wave) {
	const { it, level } = wave;

	if (it === null || wave.layer === undefined)
		return;
	const { from } = wave.view();
	wave.open(it);
	wave.surfer.once("ready", () => {
		wave.apply(level);
		wave.scrollTo(from);
		wave.setNow(wave.state.now);
	});
}

// The words for what the drawing shows, which is none for who cannot see it.
function waveSummary(it) {
	const n = it.work.cuts.length;

	if (!it.data.reviewable || !it.data.length_us)
		return "There is no recording of this call to look at. " +
			leavesUnheard(it.data);
	return "Waveform of " + timeSpoken(it.data.length_us) + ", " +
		(it.data.channels === 1 ? "one channel" : it.data.channels +
			" channels") + ", " + (n === 1 ? "one cut" : n + " cuts") +
		(it.data.joint ? ", each on all channels, which are coded together"
			: "") + ". The tables below say the same.";
}

// What the drawing means: the words of each sign, which is drawn beside them.
const WAVE_SIGNS = [["cut", "hatched: a cut"], ["removed", "between dotted " +
	"lines: taken out in fact"], ["advice", "dashed: a suggestion"],
["heard", "green, below: heard"]];

function waveLegend() {
	return make("ul", { class: "legend", "aria-label": "Signs of the waveform" },
		WAVE_SIGNS.map(([sign, text]) => make("li", {}, [make("span",
			{ class: `sign sign-${sign}`, "aria-hidden": "true" }), ` ${text}`])));
}

function waveWatch(state, wave, summary) {
	const mine = (act) => (it) => {
		if (it === wave.it)
			act(it);
	};

	state.on("front", (it) => {
		wave.open(it);
		summary.textContent = waveSummary(it);
	});
	state.on("cuts", mine((it) => {
		wave.drawCuts();
		wave.draw();
		summary.textContent = waveSummary(it);
	}));
	state.on("verdict", mine(() => wave.draw()));
	state.on("heard", mine(() => wave.drawHeard()));
	state.on("advice", () => wave.draw());
	state.on("pending", () => wave.draw());
	state.on("now", (us) => wave.setNow(us));
	state.on("chosen", (id) => {
		if (wave.it !== state.front)
			return;
		wave.drawCuts();
		wave.reveal(state.cut(id));
	});
}

function waveBegin(state, root) {
	const parts = waveParts(() => wave, state);
	const wave = new Wave(state, root, parts);
	const summary = make("p", { class: "wave-summary" });

	root.append(make("div",
		{ class: "wave-view" }, [parts.ruler, make("div",
			{ class: "wave-rows", role: "group",
				"aria-label": "Waveform with the cuts" }, [parts.box, parts.names]), parts.lanes,
		parts.overview.canvas]), waveTools(state, wave), waveLegend(), summary);
	waveWatch(state, wave, summary);
	window.addEventListener("pointermove", (e) => wave.mouseWent(e));
	matchMedia("(prefers-color-scheme: dark)").addEventListener("change",
		() => waveAgain(wave));
}
