// listen.mjs BROWSER FOLDER [PICTURE]: does FOLDER/listen.html play every
// recording in a Chromium, from the file, without any network, with its policy
// in force, and do its buttons work?  Exit status 1 and a line for each fault.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [browser, folder, picture] = process.argv.slice(2);
const page = pathToFileURL(join(resolve(folder), "listen.html")).href;
const profile = mkdtempSync(join(tmpdir(), "listen-"));
const faults = [];
const seen = [];
const fault = (text) => faults.push(text);
const check = (holds, text) => { if (!holds) fault(text); };

const child = spawn(browser, ["--headless=new", "--no-sandbox", "--disable-gpu",
	"--mute-audio", "--autoplay-policy=no-user-gesture-required",
	"--remote-debugging-pipe", `--user-data-dir=${profile}`, "about:blank"],
	{ stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
const waiting = new Map();
let onload = () => {};
let next = 1;
let rest = "";

// Answers and events of the DevTools protocol, each ended by a NUL.
function take(message) {
	if (message.id !== undefined) {
		const { done, failed } = waiting.get(message.id);
		waiting.delete(message.id);
		return message.error ? failed(new Error(message.error.message))
			: done(message.result);
	}
	if (message.method === "Page.loadEventFired")
		onload();
	if (message.method === "Network.requestWillBeSent")
		seen.push(message.params.request.url);
	if (message.method === "Log.entryAdded" &&
	    message.params.entry.source === "security")
		fault(`policy: ${message.params.entry.text}`);
	if (message.method === "Runtime.exceptionThrown")
		fault(`script: ${message.params.exceptionDetails.text}`);
}
child.stdio[4].setEncoding("utf8").on("data", (data) => {
	const parts = (rest + data).split("\0");
	rest = parts.pop();
	parts.forEach((part) => take(JSON.parse(part)));
});

function send(method, params = {}, sessionId = undefined) {
	const id = next++;
	child.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) +
		"\0");
	return new Promise((done, failed) => waiting.set(id, { done, failed }));
}

let session;
async function run(expression) {
	const { result, exceptionDetails } = await send("Runtime.evaluate",
		{ expression, awaitPromise: true, returnByValue: true }, session);
	if (exceptionDetails)
		throw new Error(exceptionDetails.exception?.description ??
			exceptionDetails.text);
	return result.value;
}

async function size(width, height, scale = 1, dark = false) {
	await send("Emulation.setDeviceMetricsOverride", { width, height,
		deviceScaleFactor: scale, mobile: false }, session);
	await send("Emulation.setEmulatedMedia", { features: [{
		name: "prefers-color-scheme", value: dark ? "dark" : "light" }] },
		session);
}

async function open() {
	const loaded = new Promise((r) => { onload = r; });
	await send("Page.navigate", { url: page }, session);
	await loaded;
}

async function shot(name) {
	if (!picture) return;
	const { data } = await send("Page.captureScreenshot",
		{ captureBeyondViewport: true }, session);
	writeFileSync(`${picture}-${name}.png`, Buffer.from(data, "base64"));
}

const play = `(async () => {
	const out = [];
	for (const a of document.querySelectorAll("audio")) {
		a.muted = true;
		let why = "";
		await a.play().catch((e) => { why = String(e); });
		for (let i = 0; i < 40 && !(a.currentTime > 0.2); i++)
			await new Promise((r) => setTimeout(r, 50));
		out.push({ src: a.getAttribute("src"), at: a.currentTime, why,
			long: a.duration, said: Number(a.dataset.seconds),
			gone: a.closest("section").querySelector(".gone").hidden });
		a.pause();
	}
	return out;
})()`;

async function playsAll() {
	const all = await run(play);
	check(all.length > 0, "no player");
	for (const one of all) {
		check(one.at > 0.2 && one.why === "", `${one.src}: silent ${one.why}`);
		check(one.gone, `${one.src}: said to be missing`);
		check(Math.abs(one.long - one.said) < 0.3,
			`${one.src}: ${one.long} s, not ${one.said}`);
	}
	console.log(`${all.length} recordings play:`,
		[...new Set(all.map((o) => o.src.replace(/.*\./, "")))].join(" "));
	return all;
}

// By the buttons from cut to cut; what is said there is said.
async function buttonsWork() {
	const out = await run(`(async () => {
		const row = document.querySelector("tr[data-from]");
		if (!row) return null;
		const box = row.closest("section");
		const a = box.querySelector("audio");
		const byText = (t) => [...box.querySelectorAll("button")].find(
			(b) => b.textContent.startsWith(t));
		const settle = () => new Promise((r) => setTimeout(r, 300));
		a.currentTime = 0;
		await settle();
		byText("Go to the next place").click();
		await settle();
		const there = a.currentTime;
		const says = box.querySelector(".says").textContent;
		const here = row.classList.contains("here");
		const cursor = box.querySelector(".cursor").getAttribute("x1");
		byText("Listen around it").click();
		await settle();
		a.pause();
		const from = a.currentTime;
		byText("Back 10 seconds").click();
		await settle();
		return { there, says, here, cursor: Number(cursor), from,
			back: a.currentTime, at: Number(row.dataset.from),
			long: Number(a.dataset.seconds) };
	})()`);
	if (out === null) return;
	check(Math.abs(out.there - out.at) < 0.1, "next place: elsewhere");
	check(out.says.startsWith("Now: place 1 of "), `says: ${out.says}`);
	check(out.here, "the row is not marked");
	check(Math.abs(out.cursor - 1000 * out.at / out.long) < 10,
		"the drawing shows another place");
	check(out.from > out.at - 2.1 && out.from < out.at,
		"play: not two seconds before");
	check(out.back === 0 || Math.abs(out.from - out.back - 10) < 0.2,
		"back: not ten seconds");
}

// WCAG 1.4.10: nothing to scroll sideways at 320 pixels, which is 400 % too.
async function fits(name, width) {
	const { cssContentSize } = await send("Page.getLayoutMetrics", {},
		session);
	check(cssContentSize.width <= width,
		`${name}: ${cssContentSize.width} pixels wide, of ${width}`);
	check(await run(`[...document.querySelectorAll(".scroll")]
		.every((e) => e.scrollWidth <= e.clientWidth)`),
		`${name}: a table that is cut off`);
	await shot(name);
}

async function missing(all) {
	const path = join(folder, all[0].src);
	renameSync(path, `${path}.away`);
	try {
		await open();
		await run("new Promise((r) => setTimeout(r, 500))");
		check(await run(`!document.querySelector(".gone").hidden`),
			"a missing recording is not said to be");
		await shot("missing");
	} finally {
		renameSync(`${path}.away`, path);
	}
}

async function withoutScript() {
	await send("Emulation.setScriptExecutionDisabled", { value: true },
		session);
	await open();
	await shot("no-script");
	await send("Emulation.setScriptExecutionDisabled", { value: false },
		session);
}

async function main() {
	const { targetInfos } = await send("Target.getTargets");
	const target = targetInfos.find((t) => t.type === "page");
	session = (await send("Target.attachToTarget",
		{ targetId: target.targetId, flatten: true })).sessionId;
	for (const domain of ["Page", "Network", "Log", "Runtime"])
		await send(`${domain}.enable`, {}, session);
	await size(1000, 900);
	await open();
	const all = await playsAll();
	await buttonsWork();
	await fits("wide", 1000);
	await size(320, 700);
	await open();
	await fits("phone", 320);
	await size(390, 800);
	await open();
	await fits("narrow", 390);
	await size(1280, 900);
	await fits("desktop", 1280);
	await size(500, 700, 2, true);
	await fits("dark", 500);
	await size(1000, 900);
	await missing(all);
	await withoutScript();
	for (const url of seen)
		check(url.startsWith("file:") || url.startsWith("data:"),
			`asks for ${url}`);
}

try {
	await main();
} catch (error) {
	fault(error.stack);
} finally {
	child.kill();
	child.once("exit", () => rmSync(profile, { recursive: true, force: true,
		maxRetries: 5 }));
}
faults.forEach((line) => console.log(line));
process.exitCode = faults.length > 0 ? 1 : 0;
