// The model's changes: each can be undone, announces itself, and takes back an
// approval of what is no longer so.  See model.js for all of it.
"use strict";

const LEAST_CUT = 1000; // us: shorter is a slip of the hand
const UNDO_MOST = 500;
const DECISIONS_MOST = 64;

class State extends Model {
	constructor(data) {
		super(data);
		this.undos = [];
		this.redos = [];
	}

	get canUndo() {
		return this.undos.length > 0
			? this.undos[this.undos.length - 1].text : "";
	}

	get canRedo() {
		return this.redos.length > 0
			? this.redos[this.redos.length - 1].text : "";
	}

	// Every change of an item's work: it can be undone, and what was approved
	// is approved no longer when something else is.  Changes with the same
	// mark, one after the other (as letters typed), are undone as one.
	edit(it, text, change, mark) {
		const before = it.work;
		const work = copyWork(before);
		const last = this.undos[this.undos.length - 1];

		change(work);
		if (Object.keys(work).every((key) => sameValue(work[key], before[key])))
			return false;
		if (before.verdict === "approved" && work.verdict === "approved" &&
			matter(work) !== matter(before)) {
			work.verdict = "undecided";
			work.whose = null;
			this.say("Changed after it was approved: it waits again.");
		}
		if (mark && last && last.mark === mark && this.redos.length === 0)
			last.after = work;
		else
			this.undos.push({ it, text, before, after: work, mark });
		if (this.undos.length > UNDO_MOST)
			this.undos.shift();
		this.redos = [];
		this.put(it, work);
		return true;
	}

	put(it, work) {
		const old = it.work;
		const differs = (key) => !sameValue(old[key], work[key]);

		it.work = this.theirs(work) ? { ...work, verdict: "undecided",
			whose: null } : work;
		this.unsaved = true;
		if (it === this.front && this.chosen && this.cut(this.chosen) === null)
			this.choose("");
		if (differs("cuts"))
			this.emit("cuts", it);
		if (differs("decisions"))
			this.emit("decisions", it);
		if (["verdict", "speaker", "damage", "note"].some(differs))
			this.emit("verdict", it);
		this.emit("work", it);
		this.emit("saved");
	}

	// Did somebody else approve it?  Undo does not bring that back.
	theirs(work, by = this.me.id) {
		const id = work.whose === null ? "" : work.whose.id;

		return work.verdict === "approved" && by !== "" && id !== "" &&
			id !== by;
	}

	// Calls that another person approved or heard here, were it this id's turn.
	sitTakes(by) {
		const gone = this.me.id !== "" && this.me.id !== by;

		return this.items.filter((it) => this.theirs(it.work, by) ||
			(it.heardBefore > 0 && it.heardBy !== by) ||
			(gone && it.heard.length > 0));
	}

	sits(id) {
		return id === "" ? 0 : this.sitTakes(whoseId(id)).length;
	}

	// This person sits here from now on; what was done before there was any id
	// is theirs.  Nobody approves what another heard, and a second person is
	// another one.
	sit(id) {
		const by = whoseId(id);

		if (by === "")
			return;
		this.sat = id;
		if (by === this.me.id)
			return;
		const takes = this.sitTakes(by);
		const gone = this.me.id !== "";

		if (gone)
			this.me = { id: by };
		this.me.id = by;
		takes.forEach((it) => this.takeBack(it, gone));
		if (takes.length > 0)
			this.say("What another person approved and heard of " +
				takes.length + (takes.length === 1 ? " call" : " calls") +
				" is theirs: it waits again for " + id + ".");
	}

	takeBack(it, gone) {
		if (gone)
			it.heard = [];
		if (it.heardBy !== this.me.id)
			it.heardBefore = 0;
		if (this.theirs(it.work))
			this.edit(it, "verdict of item " + it.data.item, (work) => {
				Object.assign(work, { verdict: "undecided", whose: null });
			});
		this.emit("heard", it);
	}

	back(from, to, which, word) {
		const step = from.pop();

		if (step === undefined) {
			this.say("There is nothing to " + word + ".");
			return false;
		}
		step.mark = "";
		to.push(step);
		this.show(step.it.index);
		this.put(step.it, step[which]);
		this.say((word === "undo" ? "Undone: " : "Done again: ") + step.text);
		return true;
	}

	undo() {
		return this.back(this.undos, this.redos, "before", "undo");
	}

	redo() {
		return this.back(this.redos, this.undos, "after", "redo");
	}

	saved() {
		this.unsaved = false;
		this.undos.forEach((step) => { step.mark = ""; });
		this.emit("saved");
	}

	// A cut's members within what the recording allows, or null.
	fitCut(it, members) {
		const length = it.data.length_us;
		const channels = [...new Set(members.channels)].sort((a, b) => a - b);
		const c = { ...members };

		c.from = clampUs(Math.min(members.from, members.to), 0, length);
		c.to = clampUs(Math.max(members.from, members.to), 0, length);
		c.channels = it.data.joint || channels.length === it.data.channels
			? [] : channels;
		if (c.to - c.from >= Math.min(LEAST_CUT, length))
			return c;
		this.say("A cut must be at least a thousandth of a second long.");
		return null;
	}

	addCut(members) {
		const it = this.front;
		const c = it && it.data.reviewable ? this.fitCut(it,
			{ id: this.newId(), text: "", ...this.fresh, ...members }) : null;

		if (c === null)
			return null;
		this.edit(it, "cut added at " + timeText(c.from), (work) => {
			work.cuts = sortCuts(work.cuts.concat([c]));
		});
		this.say("Cut added from " + timeText(c.from) + " to " +
			timeText(c.to) + ".");
		this.choose(c.id);
		return c.id;
	}

	changeCut(id, members, mark) {
		const old = this.cut(id);
		const c = old ? this.fitCut(this.front, { ...old, ...members }) : null;

		if (c === null)
			return false;
		if (!this.edit(this.front, "cut changed at " + timeText(c.from),
			(work) => {
				work.cuts = sortCuts(work.cuts.map((one) =>
					one.id === id ? c : one));
			}, mark))
			return false;
		if (c.from !== old.from || c.to !== old.to)
			this.say("Cut is now from " + timeText(c.from) + " to " +
				timeText(c.to) + ".");
		return true;
	}

	removeCut(id) {
		const old = this.cut(id);

		if (old === null)
			return false;
		this.edit(this.front, "cut deleted at " + timeText(old.from),
			(work) => {
				work.cuts = work.cuts.filter((c) => c.id !== id);
			});
		this.say("Cut deleted at " + timeText(old.from) + ". Undo brings it back.");
		return true;
	}

	takeAdvice(index) {
		const it = this.front;
		const one = it && (it.data.suggestions || [])[index];

		if (!one || !one.cut) {
			this.say("This suggestion is not one to make a cut of.");
			return null;
		}
		// On what it rests no program says: it is told to the requester.
		return this.addCut({ from: one.from_us, to: one.to_us, basis: "",
			channels: one.channel > 0 ? [one.channel] : [] });
	}

	addDecision(members) {
		const it = this.front;
		const taken = it ? it.work.decisions.map((d) => d.id) : [];
		let n = 1;

		if (it === null || taken.length >= DECISIONS_MOST)
			return null;
		while (taken.includes(String(n)))
			n += 1;
		this.edit(it, "decision " + n + " added", (work) => {
			work.decisions.push({ ...members, id: String(n) });
		});
		this.say("Decision " + n + " added.");
		return String(n);
	}

	changeDecision(id, members, mark) {
		return this.front !== null && this.edit(this.front,
			"decision " + id + " changed", (work) => {
				const one = work.decisions.find((d) => d.id === id);
				Object.keys(one ? members : {}).forEach((key) => {
					if (members[key] === "")
						delete one[key];
					else
						one[key] = members[key];
				});
			}, mark);
	}

	removeDecision(id) {
		if (this.front === null || !this.edit(this.front,
			"decision " + id + " deleted", (work) => {
				work.decisions = work.decisions.filter((d) => d.id !== id);
				work.cuts = work.cuts.map((c) => c.decision !== id ? c
					: { ...c, decision: "" });
			}))
			return false;
		this.say("Decision " + id + " deleted.");
		return true;
	}

	setVerdict(it, verdict) {
		return VERDICTS.includes(verdict) && it.data.reviewable &&
			this.edit(it, "verdict of item " + it.data.item,
				(work) => {
					work.verdict = verdict;
					work.whose = verdict === "approved" ? this.me : null;
				});
	}

	setSpeaker(it, speaker) {
		return this.edit(it, "speaker of item " + it.data.item,
			(work) => { work.speaker = speaker; });
	}

	setDamage(it, damage) {
		return this.edit(it, "damage heard of item " + it.data.item,
			(work) => { work.damage = damage; });
	}

	setNote(it, note) {
		return this.edit(it, "note of item " + it.data.item,
			(work) => { work.note = note; }, "note " + it.data.item);
	}

	restore(it, work, permille, by = "") {
		const cuts = this.known(work.cuts);
		const whose = work.verdict !== "approved" ? null
			: by === "" ? it.work.whose : { id: whoseId(by) };

		if (by !== "" && whoseId(by) !== it.heardBy)
			Object.assign(it, { heardBy: whoseId(by), heardBefore: 0 });
		it.heardBefore = Math.max(it.heardBefore, permille);
		this.edit(it, "item " + it.data.item + " as in the opened file",
			(mine) => { Object.assign(mine, work, { cuts, whose }); });
		this.emit("heard", it);
	}
}

// Cuts are shared with what was before: who changes one puts another in its
// place, so that a hundred thousand are neither copied nor looked at each time.
function copyWork(work) {
	return { ...work, decisions: work.decisions.map((d) => ({ ...d })) };
}

function sameValue(a, b) {
	if (a === b)
		return true;
	if (!Array.isArray(a) || !Array.isArray(b))
		return JSON.stringify(a) === JSON.stringify(b);
	return a.length === b.length && a.every((one, i) => one === b[i] ||
		JSON.stringify(one) === JSON.stringify(b[i]));
}

// What an approval approves.  A cut's id and the text of its label, and how a
// record is written, are no part of that.
function matter(work) {
	const cut = (c) => [c.from, c.to, c.channels, c.basis, c.fill, c.decision];
	const record = (d) => Object.keys(d).sort().map((key) =>
		[key, d[key].trim()]).filter(([, value]) => value !== "");

	return JSON.stringify([work.cuts.map(cut), work.decisions.map(record),
		work.speaker, work.damage]);
}
