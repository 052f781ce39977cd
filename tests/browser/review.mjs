// What the tests of the page of `sar-export review` share.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { visit } from "./visit.mjs";

export const ref = "SAR-2026-0042";
export const work = process.env.WORK;
export const home = (name) => join(work, `review-${name}`);
export const folderOf = (at) => join(at, "cases", ref, "review");
export const reviewPage = (name) => join(folderOf(home(name)), "index.html");
export const sha256 = (path) =>
	createHash("sha256").update(readFileSync(path)).digest("hex");

const block = /(<script type="application\/json" id="data">)([^<]*)(<\/script>)/;

// The data of a page.
export const dataOf = (path) =>
	JSON.parse(block.exec(readFileSync(path, "utf8"))[2]);

// A copy of a case's home, for a test that changes it.
export function copyHome(name) {
	const to = mkdtempSync(join(work, `${name}-`));
	cpSync(home(name), to, { recursive: true, preserveTimestamps: true });
	return to;
}

// A copy of a page with other data, as no program would write it.
export function withData(name, change) {
	const to = mkdtempSync(join(work, `${name}-`));
	cpSync(folderOf(home(name)), to, { recursive: true });
	const path = join(to, "index.html");
	const data = dataOf(path);
	change(data);
	const text = JSON.stringify(data).replaceAll("<", "\\u003c");
	writeFileSync(path, readFileSync(path, "utf8").replace(block,
		(all, begin, old, end) => begin + text + end));
	return path;
}

// A program on the day of the fixtures: {status, out, err}.
export function sar(at, program, ...args) {
	const { status, stdout, stderr } = spawnSync(program, args, {
		encoding: "utf8", timeout: 60000, env: { ...process.env,
			SAR_HOME: at, LD_PRELOAD: join(work, "clock.so"),
			CLOCK_AT: clockAt } });
	return { status, out: stdout, err: stderr };
}

const clockAt = execFileSync("date", ["-ud", "2026-10-14 12:00", "+%s"],
	{ encoding: "utf8" }).trim();

// The page of a case; the browser has the day of the fixtures as well.
export function openReview(browser, path, options = {}) {
	return visit(browser, path, { day: "2026-10-14T12:00:00Z", ...options });
}

// What the page said last to who does not see it.
export const saidLast = (page) => page.locator("#live")
	.textContent();

// Another call to the front, and drawn.
export async function frontCall(page, item) {
	await page.getByRole("button", { name: new RegExp(`^Call ${item}\\b`) })
		.click();
	await page.locator("#call-title", { hasText: `Call ${item},` }).waitFor();
	await page.locator("#wave canvas").first().waitFor();
	await page.waitForTimeout(150);
}

// The cuts as the table has them, in microseconds.
export async function cutsOf(page) {
	await page.waitForTimeout(50);
	const times = await page.locator("#cuts input.time").evaluateAll((list) =>
		list.map((e) => e.value.split(":").reduce(
			(sum, part) => Math.round(60 * sum + 1e6 * part), 0)));
	return times.flatMap((from, i) => i % 2 === 0
		? [{ from, to: times[i + 1] }] : []);
}

// What the page saves, by whom.
export async function saveReview(page, by = "u1041") {
	await page.locator("#staff").fill(by);
	const waits = page.waitForEvent("download");
	await page.getByRole("button", { name: "Save the review" }).click();
	const text = readFileSync(await (await waits).path(), "utf8");
	await page.keyboard.press("Escape");
	return JSON.parse(text);
}

// Approved, by a person who heard it elsewhere; who speaks, if nobody said it.
export async function approveCall(page, speaker = "requester") {
	if (await page.locator("[name=speaker]:checked").count() === 0)
		await page.locator(`[name=speaker][value=${speaker}]`).check();
	await page.getByRole("button", { name: /^Approve/ }).click();
	const heard = page.getByRole("button", { name: /^I heard it elsewhere/ });
	if (await heard.isVisible())
		await heard.click();
	await page.waitForTimeout(80);
}

// A file to the button that asks for one.
export async function giveFile(page, name, path) {
	const waits = page.waitForEvent("filechooser");
	await page.getByRole("button", { name }).click();
	await (await waits).setFiles(path);
	await page.waitForTimeout(300);
}
