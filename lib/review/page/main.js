// The page begins: the data, the model, and each part in its place.  A part is
// a function (state, root), root the element of that id in page.html; it
// builds what is in root and draws it again on the model's events.  Parts do
// not know one another.  This script is the last one.
"use strict";

function parts() {
	return [["live", liveBegin], ["header", headerBegin],
		["calls", callsBegin], ["player", playerBegin],
		["wave", waveBegin], ["listen", editBegin], ["cuts", cutsBegin],
		["suggestions", suggestionsBegin],
		["decisions", decisionsBegin], ["verdict", verdictBegin],
		["labels", labelfileBegin], ["save", saveBegin],
		["twice", twiceBegin],
		["help-tool", helpBegin], ["keys", keysBegin]];
}

function begin() {
	const text = document.getElementById("data").textContent;
	const state = new State(JSON.parse(text));
	const first = state.items.findIndex((it) => it.data.reviewable);

	parts().forEach(([id, part]) =>
		part(state, document.getElementById(id)));
	// What is not saved is not lost by a slip of the hand.
	window.addEventListener("beforeunload", (e) => {
		if (state.unsaved)
			e.preventDefault();
	});
	if (state.items.length > 0)
		state.show(Math.max(0, first));
}

begin();
