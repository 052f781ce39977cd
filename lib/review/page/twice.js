// Is the request open in another tab or window as well?  Each would save its own
// half.  They hear of one another by a channel whose name only a page of the
// same request knows; nothing is said in it but that there is one.
"use strict";

const TWICE_TEXT = "This request is open in another tab or window of this " +
	"browser as well. What is done there is not here: each saves its own half, " +
	"and approve takes one. Close one of them.";

function twiceChannel(state) {
	try {
		return new BroadcastChannel(`sar-review ${state.data.ref}`);
	} catch {
		return null; // a browser that has none, or not for files
	}
}

function twiceBegin(state, root) {
	const channel = twiceChannel(state);
	const show = (is) => {
		if (is === state.twice)
			return;
		state.twice = is;
		root.replaceChildren(...is ? [make("p", { class: "warn", role: "alert",
			text: TWICE_TEXT })] : []);
	};

	if (channel === null)
		return;
	channel.addEventListener("message", ({ data }) => {
		show(data !== "gone");
		// Whoever asks is told; after one is gone there may be a third.
		if (data === "open")
			channel.postMessage("here");
		else if (data === "gone")
			channel.postMessage("open");
	});
	window.addEventListener("pagehide", () => channel.postMessage("gone"));
	window.addEventListener("pageshow", (e) => {
		if (e.persisted)
			channel.postMessage("open");
	});
	channel.postMessage("open");
}
