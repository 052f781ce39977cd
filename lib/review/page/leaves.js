// What would leave of a call as it stands now, in words and in times: by the
// verdict that a person has given here, or by the plan while none is given.
"use strict";

// What the plan takes out of a channel, while that is what the cuts say; else
// what it would, with the guards.
function leavesRemoved(state, it, channel) {
	const d = it.data;

	if (state.whole(it))
		return [[0, d.length_us]];
	if (state.changed(it) || d.undecided || !d.removed)
		return state.removes(it, channel);
	return leavesPlanned(d, channel);
}

const leavesPlanned = (d, channel) => rangesUnion((d.removed || [])
	.filter((r) => r.channels.length === 0 || r.channels.includes(channel))
	.map((r) => [r.from_us, r.to_us]));

const leavesChannels = (d) =>
	Array.from({ length: d.channels || 1 }, (x, i) => i + 1);

// "All of it leaves but 2 cuts of 3.8 s."; of: the ranges of a channel.
function leavesBut(d, cuts, of) {
	const all = leavesChannels(d).map(of);
	const gone = rangesUnion(all.flat());
	const n = cuts.length;
	const apart = all.some((ranges) =>
		JSON.stringify(ranges) !== JSON.stringify(gone));

	if (gone.length === 0)
		return "All of it leaves.";
	if (all.every((ranges) => rangesGaps(ranges, d.length_us).length === 0))
		return "Nothing leaves: the cuts take out all of it.";
	return `All of it leaves but ${n === 1 ? "1 cut" : `${n} cuts`} of ${
		leavesSeconds(rangesLength(gone))}${apart
		? ", not on every channel" : ""}.`;
}

// Never less than it is: a tenth of a second of words is a word.
const leavesSeconds = (us) => `${(Math.ceil(us / 100000) / 10).toFixed(1)} s`;

const leavesStop = (text) => /[.!?]$/.test(text) ? text : `${text}.`;

const leavesWhy = (d) => leavesStop(d.reason_text || d.class_text ||
	"it waits for a person");

// No verdict here, so what the case has stands, whatever was changed since.
function leavesByPlan(d) {
	if (d.undecided)
		return `Nothing leaves yet: ${leavesWhy(d)}`;
	if (!["disclosed", "part-disclosed"].includes(d.class))
		return `Nothing leaves: ${leavesWhy(d)}`;
	return leavesBut(d, d.cuts || [], (channel) => leavesPlanned(d, channel));
}

// Of a call that nobody can listen to here: what the plan says, and why not.
function leavesUnheard(d) {
	const plan = [d.class_text, d.reason_text].filter(Boolean).join(": ");

	return [plan || (d.wrong ? "" : "Nothing was kept"), d.wrong].filter(Boolean)
		.map(leavesStop).join(" ");
}

// One or two sentences, for the list and for the head of the call.
function leavesNow(state, it) {
	const { data: d, work } = it;

	if (!d.reviewable)
		return leavesUnheard(d);
	if (state.whole(it) && work.speaker !== "other")
		return `Nothing leaves, whatever the verdict is: ${leavesWhy(d)}`;
	if (work.verdict === "rejected")
		return "Nothing leaves: it is rejected.";
	if (work.verdict === "second-person")
		return "Nothing leaves: a second person has to listen to it.";
	if (work.verdict !== "approved")
		return `${leavesByPlan(d)}${state.untouched(it) || d.undecided ? ""
			: " What is changed here counts once it is approved."}`;
	return work.speaker === "other" ? "Nothing leaves: somebody else speaks."
		: leavesBut(d, work.cuts,
			(channel) => leavesRemoved(state, it, channel));
}

// What a cut takes out in fact: the parts of its channels that hold it, as
// [{channels, from, to}]; of: the ranges of a channel, by its number.
function leavesOfCut(it, cut, of) {
	const out = [];

	leavesChannels(it.data).filter((channel) => it.data.joint ||
		cut.channels.length === 0 || cut.channels.includes(channel))
		.forEach((channel) => {
			const part = of(channel).find((r) => r[1] > cut.from);
			const same = part && out.find((one) => one.from === part[0] &&
				one.to === part[1]);

			if (same)
				same.channels.push(channel);
			else if (part && part[0] < cut.to)
				out.push({ channels: [channel], from: part[0], to: part[1] });
		});
	return out;
}

const LEAVES_FRAME = 1000; // us: an edge is rounded to a frame, which is less

function leavesCutText(it, cut, of) {
	const parts = leavesOfCut(it, cut, of);
	const wider = parts.some((part) => cut.from - part.from > LEAVES_FRAME ||
		part.to - cut.to > LEAVES_FRAME);
	const codec = it.data.guard_before_us > 0 || it.data.guard_after_us > 0;
	const where = (part) => parts.length === 1 ? ""
		: ` on channel ${part.channels.join(" and ")}`;

	return `Taken out in fact${parts.map((part) => `${where(part)}: ${
		timeText(part.from)} to ${timeText(part.to)}`).join(";")}${
		!wider ? "" : codec ? ", wider because of how the sound is coded"
			: ", together with a cut beside it"}.`;
}
