// Saving: a file for `sar-export approve`, which is what decides.  And opening
// one that was saved before, to go on with it.
"use strict";

// Hand a file to the browser, which puts it where it puts downloads.
function saveFile(name, text, type) {
	const url = URL.createObjectURL(new Blob([text], { type }));
	const link = make("a", { href: url, download: name, hidden: true });

	document.body.append(link);
	link.click();
	link.remove();
	setTimeout(() => URL.revokeObjectURL(url), 60000);
}

// A dialog of page.html, its text replaced.
function saveShow(id, children) {
	document.getElementById(`${id}-text`).replaceChildren(...children);
	document.getElementById(id).showModal();
}

function saveTrouble(title, intro, lines) {
	const some = lines.slice(0, 50).map((text) => make("li", { text }));

	if (lines.length > some.length)
		some.push(make("li", { text: `and ${lines.length - some.length} more` }));
	document.getElementById("trouble-title").textContent = title;
	saveShow("trouble", [make("p", { text: intro }),
		make("ul", { class: "faults", tabindex: 0 }, some)]);
}

// One of several; act is called with the value of the button, or "" when the
// dialog is left.
function saveAsk(title, text, choices, act) {
	const dialog = document.getElementById("ask");
	const form = document.getElementById("ask-form");

	document.getElementById("ask-title").textContent = title;
	document.getElementById("ask-text").replaceChildren(make("p", { text }));
	form.replaceChildren(...choices.map(([value, words]) =>
		make("button", { value, text: words,
			class: value === "" ? undefined : "main" })));
	dialog.returnValue = "";
	dialog.addEventListener("close", () => act(dialog.returnValue),
		{ once: true });
	dialog.showModal();
}

// A file the person chooses, as bytes; most: as many, at most.
function saveChoose(accept, most, act) {
	const input = make("input", { type: "file", accept });

	input.addEventListener("change", async () => {
		const file = input.files[0];
		if (file === undefined)
			return;
		if (file.size > most) {
			saveTrouble("This was not read", "Nothing was changed.",
				[`The file is larger than ${most} bytes.`]);
			return;
		}
		try {
			act(new Uint8Array(await file.arrayBuffer()), file.name);
		} catch (e) {
			saveTrouble("This could not be read", "Nothing was changed.",
				[e.message]);
		}
	});
	input.click();
}

function saveCommand(state, name) {
	const list = savedCommand(state, name);
	const text = list.join(" ");
	// A line is not broken within a word of it, at "--".
	const words = list.map((word) => make("span", { text: word }));
	const code = make("code", {}, words.flatMap((word) => [" ", word])
		.slice(1));
	const copy = makeButton("Copy the command", async () => {
		try {
			await navigator.clipboard.writeText(text);
			copy.textContent = "Copied";
		} catch {
			getSelection().selectAllChildren(code);
			copy.textContent = "Marked: copy it with the keys of your system";
		}
	});

	return [make("pre", {}, [code]), make("div", { class: "tools" }, [copy])];
}

function saveLeft(state) {
	const of = (verdict) => state.items.filter((it) => it.data.reviewable &&
		state.stands(it) === verdict).map((it) => it.data.item);
	const say = (verdict, one, many) => {
		const items = of(verdict);
		return items.length === 0 ? []
			: [`${items.length === 1 ? "Call" : "Calls"} ${items.join(", ")} ${
				items.length === 1 ? one : many}.`];
	};

	const half = rulesHalf(state).map((it) => `Call ${it.data.item} is ` +
		"approved, but something is missing of its cuts or decisions: approve " +
		"refuses the file until that is there.");

	const twins = state.items.filter((it) => it.data.reviewable &&
		it.work.verdict !== "undecided" &&
		rulesTwins(it, state.items).length > 0).map((it) => `Call ${
		it.data.item} shares its recording with another call, of which ` +
		"something else is said: approve refuses the file until it is the same.");

	const wrong = state.items.filter((it) => it.data.wrong &&
		it.data.undecided).map((it) =>
		`Call ${it.data.item} cannot be heard, and waits until it can.`);

	const begun = state.items.flatMap((it) => rulesBegun(it).map((one) =>
		`Call ${it.data.item}: ${one.text} It is not in the file.`));

	return [...begun, ...half, ...twins, ...wrong,
		...say("undecided", "is not decided", "are not decided"),
		...say("rejected", "is rejected", "are rejected"),
		...say("second-person", "waits for a second person",
			"wait for a second person")];
}

function saveDone(state, name) {
	const left = saveLeft(state);

	saveShow("saved", [
		make("p", {}, ["Your browser puts ", make("code", { text: name }),
			" where it puts downloads. What was saved before is another file, " +
			"by the time in its name. It is personal data: approve keeps what " +
			"it takes in the case, so delete your copies then."]),
		make("p", { text: "Then run, in the folder where the file is:" }),
		...saveCommand(state, name),
		make("p", { text: "That checks the file, shows what changes, and asks " +
			"before anything is stored. Nothing is approved by saving." }),
		...state.twice ? [make("p", { class: "warn", text: TWICE_TEXT })] : [],
		make("p", { text: "Once approve has taken it, this page is out of " +
			"date: run sar-export review again and go on with the new page. " +
			"What was approved in this file stands there." }),
		...left.length === 0 ? [] : [make("p", { text: "Nothing is stored " +
			"yet. When approve takes the file, what was decided will be " +
			"stored, but the case will not be approved yet:" }),
		make("ul", {}, left.map((text) => make("li", { text })))]]);
}

function saveNow(state) {
	const faults = savedFaults(state);

	if (!rulesStaff(state.by)) {
		state.say(faults[0].text);
		document.getElementById("staff").focus();
		document.getElementById("staff-why").textContent =
			"wanted: who saves the review";
		return;
	}
	if (faults.length > 0) {
		const it = state.items.find((x) => x.data.item === faults[0].item);
		saveTrouble("It is not saved yet", "This is missing or could not be read again:",
			faults.map((fault) => fault.text));
		state.show(it.index);
		return;
	}
	const when = new Date();
	const name = savedName(state.data.ref, when);

	saveFile(name, savedWrite(state, when), "application/json");
	state.saved();
	state.say(`Saved as ${name}.`);
	saveDone(state, name);
}

function saveTake(state, file) {
	file.taken.forEach(({ it, work, permille }) =>
		state.restore(it, work, permille, file.by));
	const calls = (items) => `${items.length === 1 ? "Call" : "Calls"} ${
		items.join(", ")}`;
	if (!file.other && [file.again, file.kept, file.left]
		.every((items) => items.length === 0)) {
		state.say(`${fieldsCount(file.taken.length, "call")} as saved by ${
			file.by}.`);
		return;
	}
	saveTrouble("Not all of it still holds", "The file was opened.", [
		...!file.other && file.again.length > 0 ? ["The plan has changed " +
			`since it was saved. ${calls(file.again)}: approved then, to be ` +
			"approved again."] : [],
		...file.kept.length > 0 ? [`${calls(file.kept)}: decided in the case ` +
			"since it was saved, and left as that."] : [],
		...file.other ? ["Somebody else saved it: what they approved waits " +
			"for you, and what they heard you have not."] : [],
		...file.left.length > 0 ? [`Items ${file.left.join(", ")} are other ` +
			"recordings now, or have nothing to hear: left out."] : []]);
}

function saveOpen(state) {
	saveChoose(".json,application/json", SAVED_MOST, (bytes) => {
		const file = savedRead(new TextDecoder("utf-8", { fatal: true })
			.decode(bytes), state);
		if (!state.unsaved) {
			saveTake(state, file);
			return;
		}
		saveAsk("Open it?", "What you changed on this page since it was saved " +
			"is replaced, call by call. Undo brings it back.",
		[["open", "Open it"], ["", "Keep what is here"]], (answer) => {
			if (answer === "open")
				saveTake(state, file);
		});
	});
}

function saveBegin(state, root) {
	const save = makeButton("Save the review", () => saveNow(state));
	const open = makeButton("Open a saved one", () => saveOpen(state));
	const says = make("span", { class: "plain" });
	const look = () => {
		says.textContent = state.unsaved ? "Not saved yet" : "Nothing to save";
		root.classList.toggle("unsaved", state.unsaved);
	};

	save.classList.add("main");
	root.append(save, open, says);
	look();
	state.on("saved", look);
}
