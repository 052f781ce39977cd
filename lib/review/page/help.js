// What there is to do here, and every key.
"use strict";

const HELP_TEXT = [
	"Listen to each call; cut out what must not leave; say on what provision " +
	"each cut rests and who decided that; give a verdict; save. The file that " +
	"is saved goes to sar-export approve, which checks it, shows what changes " +
	"and asks. This page decides nothing by itself, and sends nothing anywhere.",
	"Each key is a button, too. Keys do nothing while you type in a field; " +
	"\u201cSingle keys\u201d turns them off altogether."];

// An action may have several buttons: each key and text once.
function helpActions() {
	const rows = new Map();

	ACTIONS.filter((one) => one.key !== "").forEach((one) => {
		rows.set(one.key, one.button.textContent
			.slice(0, -keyName(one.key).length).trim() || one.text);
	});
	return [...rows];
}

function helpTable() {
	const rows = helpActions().map(([key, text]) => make("tr", {}, [
		make("th", { scope: "row" }, [make("kbd", { text: keyName(key) })]),
		make("td", { text })]));
	const head = make("thead", {}, [make("tr", {}, [
		make("th", { scope: "col", text: "Key" }),
		make("th", { scope: "col", text: "What it does" })])]);

	return make("table", { class: "keys" }, [make("caption", { text: "Keys" }),
		head, make("tbody", {}, rows)]);
}

function helpProvisions(data) {
	return [make("h3", { text: "Provisions" }), make("dl", { class: "text" },
		data.bases.flatMap((one) => [make("dt",
			{ text: `${one.code} \u2013 ${one.provision}` }),
		make("dd", { text: one.plain })]))];
}

function helpShow(state) {
	saveShow("help", [...HELP_TEXT.map((text) => make("p", { text })),
		helpTable(), ...helpProvisions(state.data)]);
}

function helpBegin(state, root) {
	root.append(actionButton("Help", "?", () => helpShow(state)));
}
