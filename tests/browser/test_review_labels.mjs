// Audacity labels in the review page: what is read, what is refused and on
// which line, and that what was read is written again byte for byte.
import assert from "node:assert/strict";
import { test } from "node:test";
import { plain, scripts } from "./scripts.mjs";

const page = scripts(["labels"], ["labelsRead", "labelsWrite", "labelsName"]);
const codes = ["TP", "CRIME", "LPP", "NEITHER"];
const call = { length_us: 60000000, rate: 8000, channels: 2 };
const bytes = (text) => new TextEncoder().encode(text);
const read = (text, item = call) =>
	plain(page.labelsRead(typeof text === "string" ? bytes(text) : text, item,
		codes));

// What is read without a fault, as it is written.
function again(text) {
	const { cuts, faults } = page.labelsRead(bytes(text), call, codes);
	assert.deepEqual(plain(faults), []);
	return page.labelsWrite(cuts);
}

function refused(text, line, why, item) {
	const { cuts, faults } = read(text, item);
	assert.deepEqual(cuts, []);
	assert.equal(faults[0]?.line, line);
	assert.match(faults[0].why, why);
}

test("a label's own text comes back byte for byte", () => {
	const text = "0.000000\t0.500000\tTP\n" +
		"1.000000\t2.500000\tTP channel=1 daughter's name\n" +
		"3.000000\t4.000001\tCRIME channel=1,2 fill=silence decision=D1  two " +
		" blanks \n" +
		"5.000000\t6.000000\tLPP: a colon, \u201cquotes\u201d \u65e5\u672c \ud83d\udcde\n" +
		"7.000000\t8.000000\tTP </script><img src=x onerror=alert(1)>\n" +
		"9.000000\t9.123456\tTP fill=tone\ta tab\n";
	assert.equal(again(text), text);
});

test("a label says the same however it is written", () => {
	assert.equal(again("1\t2,5\ttp\n"), "1.000000\t2.500000\tTP\n");
	assert.equal(again("1.5\t2.5\t TP Decision=a1 channel=2,1 FILL=tone x\n"),
		"1.500000\t2.500000\tTP channel=1,2 fill=tone decision=a1 x\n");
	assert.equal(again("1.0\t2.0\tTP: channel=1\n"),
		"1.000000\t2.000000\tTP channel=1\n");
});

test("a start is rounded down, an end up", () => {
	const { cuts } = read("1.0000019\t2.0000001\tTP\n1.0\t2.0000000\tTP\n");
	assert.deepEqual(cuts.map((c) => [c.from, c.to]),
		[[1000001, 2000001], [1000000, 2000000]]);
	assert.equal(read("1.0000001\t1.0000009\tTP\n").cuts.length, 1);
});

test("a byte order mark and CRLF are taken, other encodings refused", () => {
	const { cuts, faults } = read("\ufeff1.0\t2.0\tTP one\r\n3.0\t4.0\tTP\r\n");
	assert.deepEqual(faults, []);
	assert.deepEqual(cuts.map((c) => c.text), [" one", ""]);
	assert.equal(read("1.0\t2.0\tTP").cuts.length, 1);
	assert.equal(read("").cuts.length, 0);
	refused(new Uint8Array([0xff, 0xfe, 0x31, 0]), 0, /UTF-16/);
	refused(new Uint8Array([0x31, 0, 0x2e, 0]), 0, /UTF-16/);
	refused(new Uint8Array([0x31, 0x09, 0xff]), 0, /not UTF-8/);
	refused("1.0\t2.0\tTP a\rb\n", 1, /line break/);
	refused("1.0\t2.0\tTP\n3.0\t4.0\tTP a\u2028b\n", 2, /line break/);
	refused("1.0\t2.0\tTP a\u0007\n", 1, /control character/);
	refused(new Uint8Array(1048577).fill(0x20), 0, /larger/);
});

test("points, bands, reversed and odd times are refused by line", () => {
	const good = "1.0\t2.0\tTP\n";
	refused(`${good}3.0\t3.0\tTP\n`, 2, /point label/);
	refused(`${good}3.0\tTP\n`, 2, /point label/);
	refused(`${good}\\\t100.0\t200.0\n`, 2, /spectral/);
	refused(`${good}${good}4.0\t3.0\tTP\n`, 3, /before the start/);
	refused(`${good}nan\t3.0\tTP\n`, 2, /start is not a time/);
	for (const odd of ["NaN", "inf", "-1.0", "1e3", "0x10", "1.", ".5", " 1",
		"1 ", "+1", "", "1:00", "\u0661", "1234567890123"])
		refused(`0.0\t${odd}\tTP\n`, 1, /end is not a time/);
	refused("1.0 2.0 TP\n", 1, /expected start TAB end TAB code/);
	refused(`${good}\n${good}`, 3, /after an empty line/);
	assert.equal(read(`${good}\n\r\n`).cuts.length, 1);
});

test("what a label says beside its code is understood or refused", () => {
	const label = (text) => `1.0\t2.0\t${text}\n`;
	refused(label("secret"), 1, /code of a provision/);
	refused("1.0\t2.0\n", 1, /code of a provision/);
	refused(label("TPX"), 1, /code of a provision/);
	refused(label("TP chanel=1"), 1, /expected channel=/);
	refused(label("TP channel=1 channel=2"), 1, /given twice/);
	refused(label("TP channel=9"), 1, /numbers from 1 to 8/);
	refused(label("TP channel=1,1"), 1, /numbers from 1 to 8/);
	refused(label("TP channel=1,"), 1, /numbers from 1 to 8/);
	refused(label("TP channel=3"), 1, /has not got/);
	refused(label("TP fill=noise"), 1, /tone or silence/);
	refused(label("TP decision=123456789"), 1, /up to 8/);
	refused(label("TP a channel=1"), 1, /right after the code/);
	refused(label("TP channel = 1"), 1, /no blanks/);
});

test("a label past the end of the recording is of another recording", () => {
	refused("59.0\t60.001\tTP\n", 1, /after the recording/);
	refused("60.0\t60.0001\tTP\n", 1, /after the recording/);
	refused("999999999999.0\t999999999999.5\tTP\n", 1, /after the recording/);
	// Microseconds may not name the last frame.
	assert.equal(read("59.0\t60.000125\tTP\n").cuts.length, 1);
	refused("59.0\t60.000126\tTP\n", 1, /after the recording/);
});

test("all faults of a file are told of, and no label of it is taken", () => {
	const { cuts, faults } = read("1.0\t2.0\tTP\nx\n3.0\t3.0\tTP\n");
	assert.deepEqual(cuts, []);
	assert.deepEqual(faults.map((f) => f.line), [2, 3]);
});

test("a colon after the code gives way to what is added", () => {
	const { cuts } = page.labelsRead(bytes("1.0\t2.0\tTP: her name\n"), call,
		codes);
	cuts[0].channels = [2];
	assert.equal(page.labelsWrite(cuts),
		"1.000000\t2.000000\tTP channel=2 her name\n");
	assert.equal(again(page.labelsWrite(cuts)), page.labelsWrite(cuts));
});

test("a file of labels is named for its call", () =>
	assert.equal(page.labelsName("SAR-2026-0042", 3),
		"SAR-2026-0042-item-03-labels.txt"));
