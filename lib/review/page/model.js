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
//       verdict           undecided | approved | rejected | second-person;
//                         undecided: as it is in the case
//       whose             who approved it, {id}, or null
//       speaker           requester | other | "": nobody has said
//       damage            true: the damaged recording was heard to its end
//       note              text
//     it.heard            ranges of it that were played (see times.js)
//     it.heardBefore      permille that an opened file says, and who heard it
//     it.heardBy          (as setBy has it)
//   state.front           the item in front, or null
//   state.chosen          id of the chosen cut of it, or ""
//   state.advice          index of the chosen suggestion of it, or -1
//   state.now             the playhead of it, in us (the player sets it)
//     it.cutFrom          where a cut to come begins, in us, or -1
//   state.pending         that of the front item
//   state.by              staff id, as far as it is typed
//   state.fresh           {channels, basis, fill, decision} of cuts to come
//   state.unsaved         is there anything that was not saved, were it only
//                         that something was heard?
//   state.twice           is the request open in another tab as well?
//   state.cut(id)         the cut of the front item, or null
//   state.changed(it)     does the sound differ from what the plan cuts now?
//   state.whole(it)       does nothing of it leave, whatever is cut?
//   state.stands(it)      the verdict as things are; what the case has, where
//                         nothing was said or changed here: one of VERDICTS,
//                         or "nobody", when nobody has to decide
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
//   state.takeAdvice(index)           makes a cut of a suggestion, which rests
//                                     on no provision yet
//   state.addDecision({outcome,...})  gives the id, "1", "2", ...
//   state.changeDecision(id, {key: value})   "" takes the member away
//   state.removeDecision(id)          cuts that name it name none
//   state.setVerdict(it, verdict), state.setSpeaker(it, speaker),
//   state.setDamage(it, bool), state.setNote(it, text)
//   state.restore(it, work, permille, by) all of an item, from an opened file
//                                     of that person, or labels (by: "");
//                                     cuts need no id
//   state.setBy(id)                   letters of it were typed
//   state.sit(id)                     all of it was: what another approved and
//                                     heard is taken back
//   state.sits(id)                    of how many calls that would be
//   state.setFresh({...}), state.setPending(us)
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
// Why the plan withholds all of a call, where that is by its marks.
const BY_MARKS = ["not-requester", "exempt", "neither"];

class Model {
	constructor(data) {
		this.data = data;
		this.nextId = 1;
		this.front = null;
		this.chosen = "";
		this.advice = -1;
		this.now = 0;
		this.by = "";
		this.me = { id: "" }; // who sits here, once all of the id is typed
		this.sat = "";        // that, as it was typed
		this.fresh = { channels: [], basis: firstBasis(data),
			fill: "policy", decision: "" };
		this.unsaved = false;
		this.twice = false;
		this.acts = new Map();
		this.items = data.items.map((one, index) => {
			const work = this.begin(one);
			return { data: one, index, work, handed: soundOf(work.cuts),
				begun: matter(work), heard: [], heardBefore: 0,
				heardBy: "", cutFrom: -1 };
		});
	}

	on(name, act) {
		if (!this.acts.has(name))
			this.acts.set(name, []);
		this.acts.get(name).push(act);
	}

	// A part that fails must not leave the others with what was before: a
	// table of another call's cuts would be worse than none.
	emit(name, detail) {
		(this.acts.get(name) || []).forEach((act) => {
			try {
				act(detail);
			} catch (error) {
				reportError(error);
				if (name !== "say")
					this.say("A part of this page has failed. Save, " +
						"and open the page again before you go on.");
			}
		});
	}

	say(text) {
		this.emit("say", text);
	}

	// What a person finds: the marks as they are, and nothing decided by
	// them.  A standing is of who gave it: saved as this person's, they would
	// have asked for a second person, and could not be it.
	begin(one) {
		const review = one.review || {};
		const standing = review.standing || "";
		// Who asked for another pair of ears has not settled whose call it is.
		const said = standing === "" || review.speaker === "other";

		return { cuts: this.known(one.cuts || []),
			decisions: (one.decisions || []).map((d) => ({ ...d })),
			verdict: "undecided", whose: null,
			speaker: said ? review.speaker || "" : "",
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
		if (it.soundFor !== it.work.cuts) {
			it.soundFor = it.work.cuts;
			it.soundSame = it.handed === soundOf(it.work.cuts);
		}
		return it.work.speaker === "other" || !it.soundSame;
	}

	whole(it) {
		const d = it.data;

		return it.work.speaker === "other" || (d.class === "withheld" &&
			!d.undecided && !BY_MARKS.includes(d.reason));
	}

	// Is it as the case has it?
	untouched(it) {
		if (it.judged !== it.work) {
			it.judged = it.work;
			it.same = matter(it.work) === it.begun;
		}
		return it.same;
	}

	stands(it) {
		return it.work.verdict !== "undecided" || it.cutFrom >= 0 ||
			!this.untouched(it) ? it.work.verdict : caseVerdict(it.data);
	}

	permille(it) {
		const length = it.data.length_us || 0;
		const now = length > 0
			? Math.floor(1000 * rangesLength(it.heard) / length) : 0;

		return Math.max(Math.min(now, 1000), it.heardBefore);
	}

	removes(it, channel) {
		if (it.removesFor !== it.work.cuts) {
			it.removesFor = it.work.cuts;
			it.removed = new Map();
		}
		if (!it.removed.has(channel))
			it.removed.set(channel, this.removesOf(it, channel));
		return it.removed.get(channel);
	}

	removesOf(it, channel) {
		const d = it.data;
		const on = (c) => d.joint || c.channels.length === 0 ||
			c.channels.includes(channel);

		return rangesUnion(it.work.cuts.filter(on).map((c) =>
			[Math.max(0, c.from - (d.guard_before_us || 0)),
				Math.min(d.length_us, c.to + (d.guard_after_us || 0))]));
	}

	// ---- what is looked at

	show(index) {
		const it = this.items[index];

		if (it === undefined || it === this.front)
			return;
		if (this.pending >= 0)
			this.say("The cut that begins at " + timeText(this.pending) +
				" in call " + this.front.data.item + " has no end yet.");
		this.front = it;
		this.chosen = "";
		this.advice = -1;
		this.now = 0;
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

	get pending() {
		return this.front === null ? -1 : this.front.cutFrom;
	}

	setPending(us) {
		if (this.front === null)
			return;
		if (this.front.cutFrom === us)
			return;
		this.front.cutFrom = us;
		if (us >= 0)
			this.unsave();
		this.emit("pending", us);
		this.emit("work", this.front);
	}

	// Work that is no step to undo.
	unsave() {
		if (this.unsaved)
			return;
		this.unsaved = true;
		this.emit("saved");
	}

	setBy(id) {
		this.by = id;
		this.emit("by", id);
	}

	hear(it, from, to) {
		const length = it.data.length_us;

		const before = rangesLength(it.heard);

		it.heard = rangesAdd(it.heard, clampUs(from, 0, length),
			clampUs(to, 0, length));
		if (rangesLength(it.heard) > before)
			this.unsave();
		this.emit("heard", it);
	}
}

// What the case has of a call already.
function caseVerdict(d) {
	const review = d.review || {};

	if (d.reviewable && VERDICTS.includes(review.standing))
		return review.standing;
	if (!d.reviewable || d.undecided !== false)
		return "undecided";
	return review.reviewer ? "approved" : "nobody";
}

// Staff ids are the same in small letters and capitals.
function whoseId(id) {
	return id.toLowerCase();
}

// Paragraph 16 is what most cuts rest on.
function firstBasis(data) {
	const codes = (data.bases || []).map((b) => b.code);

	return codes.includes("TP") || codes.length === 0 ? "TP" : codes[0];
}

function sortCuts(cuts) {
	return cuts.slice().sort((a, b) => a.from - b.from || a.to - b.to);
}

// What is heard of cuts, whatever they rest on.
function soundOf(cuts) {
	return JSON.stringify(cuts.map((c) => [c.from, c.to, c.channels, c.fill]));
}
