// The one model of the page.  Everything that is shown is drawn from it and
// every change goes through it; it knows no page, so node can test it.
//
//   const state = new State(data);        data: sar-review.page/1
//
// READING (never change what you read; it is replaced, not altered)
//   state.data            the page's data
//   state.items           one of each of data.items, in the same order:
//     it.data             what the case says of it (data.items[i])
//     it.index            its place in state.items
//     it.work             what the person has made of it:
//       cuts              [{id, from, to, channels, basis, fill, decision,
//                         text}] sorted by from; times in us; id "c1", "c2"
//                         ... is of this page alone; text: the rest of an
//                         Audacity label's text, kept as it is
//       decisions         [{id, outcome, ...}] as in the page's data
//       verdict           undecided | approved | rejected | second-person
//       speaker           requester | other
//       damage            true: the damaged recording was heard to its end
//       note              text
//     it.heard            ranges of it that were played (see times.js)
//     it.heardBefore      permille that an opened file says
//   state.front           the item in front, or null
//   state.chosen          id of the chosen cut of it, or ""
//   state.advice          index of the chosen suggestion of it, or -1
//   state.now             the playhead of it, in us (the player sets it)
//   state.pending         where a cut to come begins, in us, or -1
//   state.by              staff id
//   state.fresh           {channels, basis, fill, decision} of cuts to come
//   state.unsaved         is there anything that was not saved?
//   state.cut(id)         the cut of the front item, or null
//   state.changed(it)     does the sound differ from what the plan cuts now?
//   state.whole(it)       does nothing of it leave, whatever is cut?
//   state.permille(it)    how much of it was heard, 0..1000, never rounded up
//   state.removes(it, channel)  ranges that the cuts take out of a channel
//                         (from 1), with the guards
//   state.canUndo, state.canRedo   what would be undone, or ""
//
// CHANGING (each announces itself; null or false: refused, and said why)
//   state.show(index)                 another item to the front
//   state.choose(id)                  a cut, "" for none
//   state.chooseAdvice(index)
//   state.addCut({from, to, ...})     gives the id
//   state.changeCut(id, {from, ...})  any members
//   state.removeCut(id)
//   state.takeAdvice(index)           makes a cut of a suggestion
//   state.addDecision({outcome,...})  gives the id, "1", "2", ...
//   state.changeDecision(id, {key: value})   "" takes the member away
//   state.removeDecision(id)          cuts that name it name none
//   state.setVerdict(it, verdict), state.setSpeaker(it, speaker),
//   state.setDamage(it, bool), state.setNote(it, text)
//   state.restore(it, work, permille) all of an item, from an opened file or
//                                     labels (cuts need no id)
//   state.setBy(id), state.setFresh({...}), state.setPending(us)
//   state.hear(it, from, to)          this much was played
//   state.undo(), state.redo(), state.saved()
//
// EVENTS: state.on(name, act); act is called with the detail.
//   front    (it)   another call is in front
//   work     (it)   anything of it.work changed; comes after those below
//   cuts     (it)   its cuts changed
//   decisions(it), verdict(it)  (speaker, damage and note come with verdict)
//   chosen   (id), advice(index), fresh(), pending(us), by(id)
//   heard    (it)   more of it was heard
//   now      (us)   the playhead moved (often)
//   saved    ()     state.unsaved may have changed
//   say      (text) to be put into the aria-live region
"use strict";

const VERDICTS = ["undecided", "approved", "rejected", "second-person"];
const LEAST_CUT = 1000; // us: shorter is a slip of the hand
// Why the plan withholds all of a call, where that is by its marks.
const BY_MARKS = ["not-requester", "exempt", "neither"];
const UNDO_MOST = 500;
const DECISIONS_MOST = 64;

class State {
	constructor(data) {
		this.data = data;
		this.nextId = 1;
		this.front = null;
		this.chosen = "";
		this.advice = -1;
		this.now = 0;
		this.pending = -1;
		this.by = "";
		this.fresh = { channels: [], basis: firstBasis(data),
			fill: "policy", decision: "" };
		this.unsaved = false;
		this.undos = [];
		this.redos = [];
		this.acts = new Map();
		this.items = data.items.map((one, index) => {
			const work = this.begin(one);
			return { data: one, index, work, handed: soundOf(work.cuts),
				heard: [], heardBefore: 0 };
		});
	}

	on(name, act) {
		if (!this.acts.has(name))
			this.acts.set(name, []);
		this.acts.get(name).push(act);
	}

	emit(name, detail) {
		(this.acts.get(name) || []).forEach((act) => act(detail));
	}

	say(text) {
		this.emit("say", text);
	}

	// What a person finds: the marks as they are, and nothing decided by
	// them.  Somebody else's standing stands until they say otherwise.
	begin(one) {
		const review = one.review || {};
		const standing = review.standing || "";

		return { cuts: this.known(one.cuts || []),
			decisions: (one.decisions || []).map((d) => ({ ...d })),
			verdict: VERDICTS.includes(standing) ? standing : "undecided",
			speaker: review.speaker || "requester",
			damage: review.damage_heard === true, note: "" };
	}

	// Cuts from outside, with ids of this page and in order.
	known(cuts) {
		return sortCuts(cuts.map((c) => ({ id: c.id || this.newId(),
			from: c.from_us === undefined ? c.from : c.from_us,
			to: c.to_us === undefined ? c.to : c.to_us,
			channels: c.channels.slice(), basis: c.basis, fill: c.fill,
			decision: c.decision, text: c.text || "" })));
	}

	newId() {
		this.nextId += 1;
		return "c" + (this.nextId - 1);
	}

	cut(id) {
		return this.front === null ? null
			: this.front.work.cuts.find((c) => c.id === id) || null;
	}

	changed(it) {
		return it.work.speaker === "other" ||
			it.handed !== soundOf(it.work.cuts);
	}

	whole(it) {
		const d = it.data;

		return it.work.speaker === "other" || (d.class === "withheld" &&
			!d.undecided && !BY_MARKS.includes(d.reason));
	}

	permille(it) {
		const length = it.data.length_us || 0;
		const now = length > 0
			? Math.floor(1000 * rangesLength(it.heard) / length) : 0;

		return Math.max(Math.min(now, 1000), it.heardBefore);
	}

	removes(it, channel) {
		const d = it.data;
		const on = (c) => d.joint || c.channels.length === 0 ||
			c.channels.includes(channel);

		return rangesUnion(it.work.cuts.filter(on).map((c) =>
			[Math.max(0, c.from - (d.guard_before_us || 0)),
				Math.min(d.length_us, c.to + (d.guard_after_us || 0))]));
	}

	get canUndo() {
		return this.undos.length > 0
			? this.undos[this.undos.length - 1].text : "";
	}

	get canRedo() {
		return this.redos.length > 0
			? this.redos[this.redos.length - 1].text : "";
	}

	// ---- what is looked at

	show(index) {
		const it = this.items[index];

		if (it === undefined || it === this.front)
			return;
		this.front = it;
		this.chosen = "";
		this.advice = -1;
		this.now = 0;
		this.pending = -1;
		this.emit("front", it);
		this.emit("chosen", "");
		this.emit("advice", -1);
	}

	choose(id) {
		if (this.chosen === id)
			return;
		this.chosen = this.cut(id) === null ? "" : id;
		this.emit("chosen", this.chosen);
	}

	chooseAdvice(index) {
		this.advice = index;
		this.emit("advice", index);
	}

	setNow(us) {
		if (us === this.now)
			return;
		this.now = us;
		this.emit("now", us);
	}

	setFresh(members) {
		this.fresh = { ...this.fresh, ...members };
		this.emit("fresh");
	}

	setPending(us) {
		this.pending = us;
		this.emit("pending", us);
	}

	setBy(id) {
		this.by = id;
		this.emit("by", id);
	}

	hear(it, from, to) {
		const length = it.data.length_us;

		it.heard = rangesAdd(it.heard, clampUs(from, 0, length),
			clampUs(to, 0, length));
		this.emit("heard", it);
	}

	// ---- what is changed

	// Every change of an item's work: it can be undone, and what was approved
	// is approved no longer when something else is.  Changes with the same
	// mark, one after the other (as letters typed), are undone as one.
	edit(it, text, change, mark) {
		const before = it.work;
		const work = copyWork(before);
		const last = this.undos[this.undos.length - 1];

		change(work);
		if (JSON.stringify(work) === JSON.stringify(before))
			return false;
		if (before.verdict === "approved" && work.verdict === "approved" &&
			matter(work) !== matter(before)) {
			work.verdict = "undecided";
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
		const differs = (key) =>
			JSON.stringify(old[key]) !== JSON.stringify(work[key]);

		it.work = work;
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
		return this.addCut({ from: one.from_us, to: one.to_us,
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
				work.cuts.forEach((c) => {
					if (c.decision === id)
						c.decision = "";
				});
			}))
			return false;
		this.say("Decision " + id + " deleted.");
		return true;
	}

	setVerdict(it, verdict) {
		return VERDICTS.includes(verdict) && it.data.reviewable &&
			this.edit(it, "verdict of item " + it.data.item,
				(work) => { work.verdict = verdict; });
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

	restore(it, work, permille) {
		const cuts = this.known(work.cuts);

		it.heardBefore = Math.max(it.heardBefore, permille);
		this.edit(it, "item " + it.data.item + " as in the opened file",
			(mine) => { Object.assign(mine, work, { cuts }); });
		this.emit("heard", it);
	}
}

// Paragraph 16 is what most cuts rest on.
function firstBasis(data) {
	const codes = (data.bases || []).map((b) => b.code);

	return codes.includes("TP") || codes.length === 0 ? "TP" : codes[0];
}

function sortCuts(cuts) {
	return cuts.slice().sort((a, b) => a.from - b.from || a.to - b.to);
}

function copyWork(work) {
	return { ...work,
		cuts: work.cuts.map((c) => ({ ...c, channels: c.channels.slice() })),
		decisions: work.decisions.map((d) => ({ ...d })) };
}

// What is heard of cuts, whatever they rest on.
function soundOf(cuts) {
	return JSON.stringify(cuts.map((c) => [c.from, c.to, c.channels, c.fill]));
}

// What an approval approves.
function matter(work) {
	return JSON.stringify([work.cuts, work.decisions, work.speaker,
		work.damage]);
}
