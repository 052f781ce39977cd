// Audacity labels: reading and writing them, without anything of the page.  What
// is taken and refused, and why, is as in sar-marks(5) and lib/marks: a label
// this page takes is one that `sar-export mark` takes, to the microsecond.
// Cuts are as in state.js.
"use strict";

const LABELS_MAX_BYTES = 1048576;
const LABELS_MAX = 100000;

// The text of a file's bytes; throws an Error that says what is wrong.
function labelsDecode(bytes) {
	if (bytes.length > LABELS_MAX_BYTES)
		throw new Error(`larger than ${LABELS_MAX_BYTES} bytes`);
	const utf16 = "UTF-16, not UTF-8: save it again with the encoding UTF-8";
	if (bytes.length >= 2) {
		const mark = bytes[0] << 8 | bytes[1];
		if (mark === 0xfffe || mark === 0xfeff ||
		    (bytes[0] === 0) !== (bytes[1] === 0))
			throw new Error(utf16);
	}
	try {
		// Without ignoreBOM: one byte order mark at the start is dropped.
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		throw new Error("not UTF-8");
	}
}

// What no reader of lines agrees about with another is in no label.
function labelsBadCharacter(line) {
	if (line.includes("\0"))
		return "NUL byte";
	if (/[\r\u0085\u2028\u2029]/.test(line))
		return "line break other than LF or CRLF";
	if (/[\u0001-\u0008\u000b-\u001f\u007f]/.test(line))
		return "control character";
	return "";
}

// Lines as people on any system end them; the last may have no end.
function labelsLines(text) {
	const lines = text.split("\n");
	const last = lines.pop();
	const whole = lines.map((line) => line.replace(/\r$/, ""));
	return last === "" ? whole : [...whole, last];
}

// Seconds, in digits: no sign, no exponent, no NaN.  The microsecond it is in,
// and the digits after that, which decide on which side of it the time lies.
function labelsSeconds(text) {
	const found = /^([0-9]{1,12})(?:[.,]([0-9]+))?$/.exec(text);
	if (!found)
		return null;
	const part = found[2] ?? "";
	return { us: Number(found[1] + part.slice(0, 6).padEnd(6, "0")),
		rest: part.slice(6).replace(/0+$/, "") };
}

function labelsCompare(a, b) {
	if (a.us !== b.us)
		return a.us < b.us ? -1 : 1;
	return a.rest === b.rest ? 0 : a.rest < b.rest ? -1 : 1;
}

const LABELS_KEYS = ["channel", "fill", "decision"];

const labelsLower = (text) =>
	text.replace(/[A-Z]/g, (c) => c.toLowerCase());

// The value of a key into the cut; what was expected instead, or "".
function labelsSet(cut, key, value) {
	if (key === "channel") {
		const list = value.split(",").map(Number);
		if (!/^[1-8](,[1-8])*$/.test(value) ||
		    new Set(list).size !== list.length)
			return "channel: expected numbers from 1 to 8, as channel=1,2";
		cut.channels = list.sort((a, b) => a - b);
	} else if (key === "fill") {
		if (value !== "tone" && value !== "silence")
			return "fill: expected tone or silence";
		cut.fill = value;
	} else {
		if (!/^[0-9A-Za-z]{1,8}$/.test(value))
			return "decision: expected up to 8 letters and digits";
		cut.decision = value;
	}
	return "";
}

// "key=value" right after the code; what is left is the label's own text.
function labelsKeys(text, cut) {
	const seen = new Set();
	for (;;) {
		const found = /^[ \t]*([^ \t]+)/.exec(text);
		if (!found || !found[1].includes("="))
			return text;
		const at = found[1].indexOf("=");
		const key = labelsLower(found[1].slice(0, at));
		if (!LABELS_KEYS.includes(key))
			throw new Error(
				"expected channel=, fill= or decision= after the code");
		if (seen.has(key))
			throw new Error(`${key} is given twice`);
		seen.add(key);
		const why = labelsSet(cut, key, found[1].slice(at + 1));
		if (why)
			throw new Error(why);
		text = text.slice(found[0].length);
	}
}

// The same keys further on were hardly meant as a comment.
function labelsCheckRest(text) {
	const words = text.split(/[ \t]+/).filter((word) => word !== "");
	words.forEach((word, i) => {
		const key = LABELS_KEYS.find(
			(k) => labelsLower(word).startsWith(`${k}=`));
		if (key)
			throw new Error(`${key}= stands right after the code`);
		if (LABELS_KEYS.includes(labelsLower(word)) &&
		    words[i + 1]?.startsWith("="))
			throw new Error("no blanks stand round the = of a key");
	});
}

// The third field: code, keys and a text that is kept as it is, with what
// parts it from the code.
function labelsWords(text, cut, codes) {
	const found = /^[ \t]*([^ :]*)/.exec(text);
	const code = found[1].replace(/[a-z]/g, (c) => c.toUpperCase());
	if (!codes.includes(code))
		throw new Error("the label does not begin with the code of a " +
			`provision; codes: ${codes.join(" ")}`);
	cut.basis = code;
	const after = text.slice(found[0].length);
	const rest = labelsKeys(after.slice(1), cut);
	labelsCheckRest(rest);
	// With no key the one character after the code is of the text as well.
	cut.text = rest.length === after.length - 1 ? after : rest;
}

const LABELS_POINT = "a point label has no length to cut: drag over what is " +
	"to be cut, then add the label";

// Start and end; throws an Error that says what is wrong.
function labelsTimes(fields, cut, item) {
	const from = labelsSeconds(fields[0]);
	const to = labelsSeconds(fields[1] ?? "");
	if (fields.length < 2)
		throw new Error("expected start TAB end TAB code");
	if (!from)
		throw new Error("the start is not a time in seconds");
	if (!to)
		throw new Error(fields.length > 2
			? "the end is not a time in seconds" : LABELS_POINT);
	const order = labelsCompare(from, to);
	if (order > 0)
		throw new Error("the end is before the start");
	if (order === 0)
		throw new Error(LABELS_POINT);
	cut.from = from.us;
	cut.to = to.us + (to.rest === "" ? 0 : 1);
	if (!labelsFits(cut, item))
		throw new Error("it ends after the recording does");
}

// As sar_plan_make() has it: the last frame may not have a time of its own.
function labelsFits(cut, item) {
	const frames = Math.round(item.length_us * item.rate / 1e6);
	return cut.from < item.length_us &&
		Math.ceil(cut.to * item.rate / 1e6) <= frames + 1;
}

// One line of a label file as a cut; throws an Error that says what is wrong.
function labelsCut(line, item, codes) {
	const cut = { from: 0, to: 0, channels: [], basis: "", fill: "policy",
		decision: "", text: "" };
	const bad = labelsBadCharacter(line);
	if (bad)
		throw new Error(bad);
	if (line.startsWith("\\"))
		throw new Error("a spectral label marks a frequency band, not a " +
			"time: in Audacity switch off spectral selection and make " +
			"the label again");
	const fields = line.split("\t");
	labelsTimes(fields, cut, item);
	labelsWords(fields.slice(2).join("\t"), cut, codes);
	if (cut.channels.some((c) => c > item.channels))
		throw new Error("names a channel that the recording has not got");
	return cut;
}

// The cuts of a label file's bytes, and what is wrong with it, line by line
// (0: the file); a file with a fault gives no cut at all.
function labelsRead(bytes, item, codes) {
	const cuts = [];
	const faults = [];
	let text = "";
	try {
		text = labelsDecode(bytes);
	} catch (e) {
		return { cuts, faults: [{ line: 0, why: e.message }] };
	}
	const lines = labelsLines(text);
	const empty = lines.indexOf("");
	lines.forEach((line, i) => {
		try {
			if (line === "")
				return;
			if (empty !== -1 && i > empty)
				throw new Error("a label after an empty line");
			if (cuts.length === LABELS_MAX)
				throw new Error(`more than ${LABELS_MAX} labels`);
			cuts.push(labelsCut(line, item, codes));
		} catch (e) {
			faults.push({ line: i + 1, why: e.message });
		}
	});
	return { cuts: faults.length > 0 ? [] : cuts, faults };
}

const labelsTime = (us) => `${Math.floor(us / 1e6)}.` +
	String(us % 1e6).padStart(6, "0");

function labelsLine(cut) {
	let keys = "";
	let text = cut.text;
	if (cut.channels.length > 0)
		keys += ` channel=${[...cut.channels].sort((a, b) => a - b)
			.join()}`;
	if (cut.fill !== "policy")
		keys += ` fill=${cut.fill}`;
	if (cut.decision !== "")
		keys += ` decision=${cut.decision}`;
	if (keys !== "" && text.startsWith(":"))
		text = text.slice(1).replace(/^(?![ \t]|$)/, " ");
	return `${labelsTime(cut.from)}\t${labelsTime(cut.to)}\t` +
		`${cut.basis}${keys}${text}`;
}

// All cuts of a call as the text of a label file.
const labelsWrite = (cuts) =>
	cuts.map((cut) => `${labelsLine(cut)}\n`).join("");

// SAR-2026-0042-item-03-labels.txt
const labelsName = (ref, number) =>
	`${ref}-item-${String(number).padStart(2, "0")}-labels.txt`;
