// calls.mjs FOLDER SECONDS[xCHANNELS]...: a recorder's calls of these lengths,
// A-law, a beep of 0.4 s every second, and the mapping to import them by.  "keys"
// for a length: 20 seconds that begin with ringing, and have twelve keys pressed
// from the tenth on.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

const RATE = 8000;
const HUSH = 0xd5;
const [folder, ...lengths] = process.argv.slice(2);
const two = (n) => String(n).padStart(2, "0");

// A second of it: a square wave of 400 Hz, then nothing; each channel later.
function second(channels) {
	const out = Buffer.alloc(RATE * channels, HUSH);
	for (let frame = 0; frame < 0.4 * RATE; frame++)
		for (let c = 0; c < channels; c++)
			out[(frame + c * RATE / 2) * channels + c] =
				frame % 20 < 10 ? 0x95 : 0x15;
	return out;
}

// A sample of 16 bits as ITU-T G.711 codes it.
function alaw(sample) {
	const sign = sample < 0 ? 0 : 0x80;
	const size = Math.min(4095, (sample < 0 ? ~sample : sample) >> 3);
	const segment = size < 32 ? 0 : 27 - Math.clz32(size);
	const code = segment << 4 | (size >> Math.max(1, segment) & 15);
	return (sign | code) ^ 0x55;
}

// Ringing as British Telecom's, and keys as ITU-T Q.23 has them.
function rings(t) {
	const at = t % 3;
	return t < 6 && (at < 0.4 || (at >= 0.6 && at < 1)) ? [400, 450] : [];
}

function keys(t) {
	const on = t >= 10 && t < 12.4 && (t * 1000 - 10000) % 200 < 100;
	return on ? [[697, 770, 852][Math.floor((t - 10) * 5) % 3],
		[1209, 1336, 1477][Math.floor((t - 10) * 5 / 3) % 3]] : [];
}

function ringAndKeys() {
	return Buffer.from(Array.from({ length: 20 * RATE }, (none, frame) => {
		const t = frame / RATE;
		const sum = [...rings(t), ...keys(t)].reduce((all, hertz) =>
			all + 6000 * Math.sin(2 * Math.PI * hertz * t), 0);
		return alaw(Math.round(sum));
	}));
}

function head(bytes, channels) {
	const out = Buffer.alloc(44);
	out.write("RIFF", 0);
	out.writeUInt32LE(36 + bytes, 4);
	out.write("WAVEfmt ", 8);
	out.writeUInt32LE(16, 16);
	out.writeUInt16LE(6, 20);
	out.writeUInt16LE(channels, 22);
	out.writeUInt32LE(RATE, 24);
	out.writeUInt32LE(RATE * channels, 28);
	out.writeUInt16LE(channels, 32);
	out.writeUInt16LE(8, 34);
	out.write("data", 36);
	out.writeUInt32LE(bytes, 40);
	return out;
}

function recording(name, number, seconds, channels) {
	const to = openSync(join(folder, "audio", name), "w");
	const one = second(channels);
	const first = Buffer.from(one);
	// No two alike.
	first.writeUInt32LE(number, first.length - 4);
	writeSync(to, head(seconds * one.length, channels));
	writeSync(to, first);
	for (let i = 1; i < seconds; i++)
		writeSync(to, one);
	closeSync(to);
}

function recordingOfKeys(name) {
	const sound = ringAndKeys();
	writeFileSync(join(folder, "audio", name),
		Buffer.concat([head(sound.length, 1), sound]));
}

mkdirSync(join(folder, "audio"), { recursive: true });
writeFileSync(join(folder, "mapping.conf"), `[system]
name = made
[csv]
delimiter = semicolon
[time]
column = Started
format = DD/MM/YYYY HH:MI:SS
zone = Europe/London
[columns]
ref = Id
caller = From
called = To
talk = Seconds
recording = File
`);
const rows = lengths.map((length, i) => {
	const [seconds, channels] = length === "keys" ? [20, 1]
		: length.split("x").map(Number);
	const name = `c${i}.wav`;
	if (length === "keys")
		recordingOfKeys(name);
	else
		recording(name, i, seconds, channels || 1);
	return `C-${i};${two(1 + i % 28)}/07/2026 ${two(8 + Math.floor(i / 28) % 12)}` +
		`:00:00;01632 960123;01632 960000;${seconds};${name}`;
});
writeFileSync(join(folder, "calls.csv"),
	["Id;Started;From;To;Seconds;File", ...rows, ""].join("\n"));
