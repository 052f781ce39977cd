// Times and ranges, without a page: whole microseconds (us) from the start of
// the recording, never a fraction.  A range is [from, to), a list of ranges is
// sorted and no two of it touch.  Nothing here changes what it is given.
"use strict";

const SECOND = 1000000;

function two(n) {
	return n > 9 ? String(n) : "0" + n;
}

// "0:01:02.345", as the page shows and reads times: to the millisecond, or to
// the microsecond where there is more to say.
function timeText(us) {
	const whole = Math.floor(us / SECOND);
	const part = String(us % SECOND).padStart(6, "0");
	const digits = part.endsWith("000") ? part.slice(0, 3) : part;

	return Math.floor(whole / 3600) + ":" + two(Math.floor(whole / 60) % 60) +
		":" + two(whole % 60) + "." + digits;
}

// "0:01:02", for where a tenth of a second is of no use.
function timeShort(us) {
	return timeText(us - us % SECOND).replace(/\.0+$/, "");
}

// "1 minute 2.3 seconds", for what is read aloud.
function timeSpoken(us) {
	const tenths = Math.round(us / (SECOND / 10));
	const h = Math.floor(tenths / 36000);
	const m = Math.floor(tenths / 600) % 60;
	const s = tenths % 600 / 10;
	const say = (n, word) => n + " " + word + (n === 1 ? "" : "s");

	return [h > 0 ? say(h, "hour") : "", m > 0 ? say(m, "minute") : "",
		s > 0 || h + m === 0 ? say(s, "second") : ""]
		.filter((part) => part !== "").join(" ");
}

// What a person typed: "62.5", "1:02.5" or "0:01:02.500000", a decimal comma
// too.  Digits are read as digits, so nothing is rounded.  -1: not a time.
function timeParse(text) {
	const m = /^\s*(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,7})(?:[.,](\d{1,6}))?\s*$/
		.exec(text);

	if (m === null)
		return -1;
	if (m[2] !== undefined && Number(m[3]) > 59)
		return -1;
	if (m[1] !== undefined && Number(m[2]) > 59)
		return -1;
	return (Number(m[1] || 0) * 3600 + Number(m[2] || 0) * 60 +
		Number(m[3])) * SECOND + Number((m[4] || "").padEnd(6, "0"));
}

function clampUs(us, least, most) {
	return Math.min(most, Math.max(least, Math.round(us)));
}

// The list of ranges with one more.
function rangesAdd(list, from, to) {
	const out = [];
	let a = from;
	let b = to;

	if (!(from < to))
		return list;
	list.forEach((r) => {
		if (r[1] < a || r[0] > b) {
			out.push(r);
			return;
		}
		a = Math.min(a, r[0]);
		b = Math.max(b, r[1]);
	});
	out.push([a, b]);
	return out.sort((r, s) => r[0] - s[0]);
}

// Any ranges, in any order, as a list.
function rangesUnion(ranges) {
	const sorted = ranges.filter((r) => r[0] < r[1])
		.sort((r, s) => r[0] - s[0]);
	const out = [];

	sorted.forEach((r) => {
		const last = out[out.length - 1];
		if (last !== undefined && r[0] <= last[1])
			last[1] = Math.max(last[1], r[1]);
		else
			out.push([r[0], r[1]]);
	});
	return out;
}

function rangesLength(list) {
	return list.reduce((sum, r) => sum + r[1] - r[0], 0);
}

// What of [0, length) no range covers.
function rangesGaps(list, length) {
	const out = [];
	let at = 0;

	list.forEach((r) => {
		if (r[0] > at)
			out.push([at, Math.min(r[0], length)]);
		at = Math.max(at, r[1]);
	});
	if (at < length)
		out.push([at, length]);
	return out.filter((r) => r[0] < r[1]);
}

// Of a list, what is in view ({from, to, width}: us, us, px); what is nearer to
// one another than a pixel is one.
function rangesSeen(list, view) {
	const near = (view.to - view.from) / view.width;
	const out = [];

	list.forEach((r) => {
		const last = out[out.length - 1];

		if (r[1] <= view.from || r[0] >= view.to)
			return;
		if (last !== undefined && r[0] - last[1] < near)
			last[1] = r[1];
		else
			out.push([r[0], r[1]]);
	});
	return out;
}

// What of [from, to) no range covers.
function rangesWithout(list, from, to) {
	return rangesGaps(list, to).map((r) => [Math.max(r[0], from), r[1]])
		.filter((r) => r[0] < r[1]);
}

// Is this moment within one of a list?
function rangesHold(list, us) {
	return rangesMeet(list, us, us);
}

// Does one of a list have anything of this, both ends included?  By halves: it
// is asked many times a second.
function rangesMeet(list, from, to) {
	let low = 0;
	let high = list.length;

	while (low < high) {
		const mid = (low + high) >> 1;
		if (list[mid][1] <= from)
			low = mid + 1;
		else
			high = mid;
	}
	return low < list.length && list[low][0] <= to;
}
