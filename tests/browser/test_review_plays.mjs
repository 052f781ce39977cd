// What is heard in a browser: original and redacted at the same playhead, from
// cut to cut and around it, faster and slower, and the meter of it.
import assert from "node:assert/strict";
import { renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { copyHome, cutsOf, folderOf, frontCall, openReview, reviewPage }
	from "./review.mjs";
import { launch } from "./visit.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const sound = (page) => page.locator("audio").evaluate((a) => ({
	at: a.currentTime, paused: a.paused, muted: a.muted, speed: a.playbackRate,
	src: a.getAttribute("src") }));
const press = async (page, key, ms = 200) => {
	await page.keyboard.press(key);
	await page.waitForTimeout(ms);
};
const play = async (page, ms) => {
	await page.locator("#player button").first().click();
	await page.waitForTimeout(ms);
};
const heard = async (page) => Number(/Heard ([\d.]+)\s%/.exec(
	await page.locator(".heard").innerText())[1]);

async function opened(name, item) {
	const seen = await openReview(browser, reviewPage(name));
	await frontCall(seen.page, item);
	return seen;
}

test("original and redacted are at the same place, playing or not", async () => {
	const { page, faults, close } = await opened("marked", 5);
	await press(page, "ArrowRight");
	await press(page, "Shift+ArrowRight");
	const before = await sound(page);
	assert.ok(Math.abs(before.at - 6) < 0.01);
	assert.match(before.src, /^original-05/);
	await press(page, "r", 500);
	const after = await sound(page);
	assert.match(after.src, /^redacted-05/);
	assert.ok(Math.abs(after.at - before.at) < 0.001, `${after.at}`);
	assert.ok(after.paused);
	await play(page, 700);
	const playing = await sound(page);
	assert.ok(playing.at > 6.1 && !playing.paused);
	await press(page, "r", 500);
	const back = await sound(page);
	assert.match(back.src, /^original-05/);
	assert.ok(!back.paused, "it plays on");
	assert.ok(back.at >= playing.at && back.at < playing.at + 1.5,
		`${playing.at} then ${back.at}`);
	assert.deepEqual(faults, []);
	await close();
});

test("n and t go to the cut and play around it, and stop", async () => {
	const { page, faults, close } = await opened("marked", 4);
	const [cut] = await cutsOf(page);
	await press(page, "n");
	assert.ok(Math.abs((await sound(page)).at - cut.from / 1e6) < 0.01);
	await press(page, "t", 500);
	const now = await sound(page);
	assert.ok(!now.paused && now.at < cut.from / 1e6 - 1.2 &&
		now.at > cut.from / 1e6 - 2.1, `${now.at}`);
	await page.getByLabel("Speed").selectOption("2");
	const wait = (cut.to - cut.from) / 1e6 / 2 + 2.5;
	await page.waitForTimeout(1000 * wait);
	const end = await sound(page);
	assert.ok(end.paused, "it stops by itself");
	assert.ok(Math.abs(end.at - cut.to / 1e6 - 2) < 0.5, `${end.at}`);
	assert.deepEqual(faults, []);
	await close();
});

test("speed is what it says, and the pitch of a voice stays", async () => {
	const { page, faults, close } = await opened("marked", 5);
	await page.getByLabel("Speed").selectOption("1.5");
	assert.equal((await sound(page)).speed, 1.5);
	assert.ok(await page.locator("audio").evaluate((a) => a.preservesPitch));
	await frontCall(page, 4);
	assert.equal((await sound(page)).speed, 1.5, "of the next call, too");
	assert.deepEqual(faults, []);
	await close();
});

test("the meter counts what was played, not where one has been", async () => {
	const { page, faults, close } = await opened("long", 2);
	assert.equal(await heard(page), 0);
	await page.getByLabel("Go to time").fill("0:00.5");
	await page.keyboard.press("Enter");
	await page.waitForTimeout(200);
	assert.equal(await heard(page), 0, "a jump is nothing heard");
	await play(page, 1200);
	const half = await heard(page);
	assert.ok(half > 40 && half <= 52, `${half} %`);
	await play(page, 1600);
	assert.equal(await heard(page), 100);
	assert.match(await page.locator("#calls").innerText(), /heard 100\.0\s%/);
	assert.deepEqual(faults, []);
	await close();
});

test("after a change redacted is a preview, silent in cuts, and says so",
	async () => {
		const { page, faults, close } = await opened("fresh", 4);
		await press(page, "[");
		await press(page, "ArrowRight");
		await press(page, "]");
		await press(page, "r", 300);
		assert.match(await page.locator(".hears").innerText(), /preview/);
		await page.getByLabel("Go to time").fill("0:04.2");
		await page.getByLabel("Go to time").press("Enter");
		await play(page, 400);
		const inside = await sound(page);
		assert.ok(inside.at > 4.2 && inside.at < 5);
		assert.ok(inside.muted, "inside the cut it is silent");
		await page.waitForTimeout(1200);
		const outside = await sound(page);
		assert.ok(outside.at > 5 && !outside.muted);
		assert.match(outside.src, /^original-04/);
		assert.deepEqual(faults, []);
		await close();
	});

test("a copy that is not there is said to be missing", async () => {
	const path = join(folderOf(copyHome("marked")), "index.html");
	const copy = join(dirname(path), "original-04.flac");
	renameSync(copy, `${copy}.away`);
	const { page, close } = await openReview(browser, path);
	await frontCall(page, 4);
	await play(page, 500);
	assert.match(await page.locator(".hears").innerText(),
		/cannot be played.*sar-export review again/s);
	await close();
});
