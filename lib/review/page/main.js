// The page begins: the data, the model, and each part in its place.  A part is
// a function (state, root), root the element of that id in page.html; it
// builds what is in root and draws it again on the model's events.  Parts do
// not know one another.  This script is the last one.
"use strict";

function begin() {
	const text = document.getElementById("data").textContent;
	const state = new State(JSON.parse(text));
	const parts = { live: liveBegin, calls: callsBegin, player: playerBegin,
		wave: waveBegin, keys: keysBegin };
	const first = state.items.findIndex((it) => it.data.reviewable);

	Object.entries(parts).forEach(([id, part]) => {
		const root = document.getElementById(id);
		if (root !== null)
			part(state, root);
	});
	window.addEventListener("beforeunload", (e) => {
		if (state.unsaved)
			e.preventDefault();
	});
	state.show(Math.max(0, first));
	return state;
}

begin();
