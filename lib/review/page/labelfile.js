// A label file of the call in front, saved and loaded.
"use strict";

function labelfileSave(state) {
	const it = state.front;

	if (it.work.cuts.some((cut) => cut.basis === "")) {
		state.say("A cut rests on no provision yet: a label begins with one.");
		return;
	}
	saveFile(labelsName(state.data.ref, it.data.item),
		labelsWrite(it.work.cuts), "text/plain");
	state.say(`${fieldsCount(it.work.cuts.length, "label")} saved.`);
}

function labelfileTake(state, it, cuts, answer) {
	const all = answer === "add" ? [...it.work.cuts, ...cuts] : cuts;

	state.restore(it, { ...it.work, cuts: all }, 0);
	state.say(`${fieldsCount(cuts.length, "cut")} taken from the labels.`);
}

function labelfileLoad(state) {
	const it = state.front;
	const codes = state.data.bases.map((basis) => basis.code);

	saveChoose(".txt,text/plain", LABELS_MAX_BYTES, (bytes) => {
		const { cuts, faults } = labelsRead(bytes, it.data, codes);
		const had = it.work.cuts.length;

		if (faults.length > 0)
			saveTrouble("This could not be read", "No label was taken.",
				faults.map(({ line, why }) => line === 0
					? `The file: ${why}` : `Line ${line}: ${why}`));
		else if (had === 0)
			labelfileTake(state, it, cuts, "replace");
		else
			saveAsk("Take the labels?", `The file has ${fieldsCount(
				cuts.length, "label")}; call ${it.data.item} has ${fieldsCount(
				had, "cut")} now. Undo brings back what is replaced.`,
			[["replace", "Replace the cuts"], ["add", "Add to them"],
				["", "Leave all as it is"]], (answer) => {
				if (answer !== "")
					labelfileTake(state, it, cuts, answer);
			});
	});
}

function labelfileBegin(state, root) {
	const all = make("div", {}, [
		make("p", { class: "plain", text: "For marking in Audacity: a label is " +
			"a cut, its text begins with the code of the provision, then " +
			"channel=, fill= and decision=. Text of your own after that is " +
			"kept, and goes into the labels again; it is not in the saved " +
			"review." }),
		make("div", { class: "tools" }, [
			makeButton("Save labels of this call", () => labelfileSave(state)),
			makeButton("Load labels for this call", () =>
				labelfileLoad(state))])]);

	all.hidden = true;
	root.append(all);
	state.on("front", (it) => { all.hidden = !it.data.reviewable; });
}
