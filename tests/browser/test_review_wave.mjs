// Cuts by the mouse: a drag over the waveform makes one, which can be moved,
// made longer or shorter, chosen; and how fast three hours zoom and scroll.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openReview, reviewPage } from "./review.mjs";
import { launch } from "./visit.mjs";

// Far more than is measured; a person would see it stutter.
const FRAME_MOST = 250; // ms, in the mean

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function opened(name, item) {
	const visited = await openReview(browser, reviewPage(name));
	const { page } = visited;
	await page.getByRole("button", { name: new RegExp(`^Call ${item}\\b`) })
		.click();
	await page.locator("#call-title", { hasText: `Call ${item},` }).waitFor();
	await page.locator(".tick").first().waitFor();
	await page.waitForTimeout(300);
	return visited;
}

// Of the waveform: where a time is, and how long a pixel is.
async function scaleOf(page) {
	await page.locator(".wave-box").scrollIntoViewIfNeeded();
	const box = await page.locator(".wave-box").boundingBox();
	const seconds = await page.evaluate(() => {
		const [h, m, s] = /of (\d+):(\d\d):(\d\d)/.exec(
			document.querySelector(".clock-now").textContent).slice(1);
		return h * 3600 + m * 60 + Number(s);
	});
	const data = await page.evaluate(() => JSON.parse(
		document.querySelector("#data").textContent).items
		.find((one) => document.querySelector("#call-title").textContent
			.startsWith(`Call ${one.item},`)).length_us / 1e6);
	assert.equal(Math.floor(data), seconds);
	return { x: (t) => box.x + t / data * box.width, near: 2 * data / box.width,
		y: (part) => box.y + part * box.height };
}

async function drag(page, from, to) {
	await page.mouse.move(...from);
	await page.mouse.down();
	for (let i = 1; i <= 8; i++)
		await page.mouse.move(from[0] + (to[0] - from[0]) * i / 8,
			from[1] + (to[1] - from[1]) * i / 8);
	await page.mouse.up();
	await page.waitForTimeout(200);
}

const cutsOf = (page) => page.locator("tbody[data-cut]").evaluateAll((list) =>
	list.map((body) => ({
		times: [...body.querySelectorAll("input.time")].map((e) =>
			e.value.split(":").reduce((sum, part) =>
				60 * sum + Number(part), 0)),
		on: [...body.querySelectorAll("input[type=checkbox]")].map((e) =>
			e.checked), chosen: body.classList.contains("chosen") })));

function near(cut, from, to, by) {
	assert.ok(Math.abs(cut.times[0] - from) <= by &&
		Math.abs(cut.times[1] - to) <= by, `${cut.times}, not ${from} ${to}`);
}

test("a cut is drawn, moved, made longer, chosen, undone", async () => {
	const { page, faults, close } = await opened("marked", 4);
	const at = await scaleOf(page);
	const before = await cutsOf(page);
	assert.equal(before.length, 1);
	await drag(page, [at.x(1), at.y(0.4)], [at.x(3), at.y(0.6)]);
	let cuts = await cutsOf(page);
	assert.equal(cuts.length, 2);
	near(cuts[0], 1, 3, at.near);
	assert.ok(cuts[0].chosen);
	const made = cuts[0].times;
	await drag(page, [at.x(2), at.y(0.5)], [at.x(2.5), at.y(0.5)]);
	cuts = await cutsOf(page);
	near(cuts[0], 1.5, 3.5, 2 * at.near);
	assert.equal((cuts[0].times[1] - cuts[0].times[0]).toFixed(6),
		(made[1] - made[0]).toFixed(6), "what is moved keeps its length");
	const from = cuts[0].times[0];
	// To the pixel at its end, and within the frame, and behind that.
	for (const [pixel, to] of [[0, 4], [-3, 4.5], [-7, 5], [1, 4.8]]) {
		const end = at.x((await cutsOf(page))[0].times[1]) + pixel;
		await drag(page, [end, at.y(0.5)], [at.x(to) + pixel, at.y(0.5)]);
		cuts = await cutsOf(page);
		assert.equal(cuts[0].times[0], from, `its start stays, ${pixel}`);
		near(cuts[0], from, to, 2 * at.near);
	}
	await page.mouse.click(at.x((before[0].times[0] + before[0].times[1]) / 2),
		at.y(0.5));
	await page.waitForTimeout(200);
	assert.deepEqual((await cutsOf(page)).map((cut) => cut.chosen),
		[false, true]);
	for (let i = 0; i < 6; i++)
		await page.keyboard.press("u");
	await page.waitForTimeout(200);
	assert.deepEqual((await cutsOf(page)).map((cut) => cut.times),
		before.map((cut) => cut.times));
	assert.deepEqual(faults, []);
	await close();
});

test("with Shift a cut is on the channel under the mouse alone", async () => {
	const { page, faults, close } = await opened("marked", 8);
	const at = await scaleOf(page);
	await page.keyboard.down("Shift");
	await drag(page, [at.x(1), at.y(0.75)], [at.x(2), at.y(0.75)]);
	await page.keyboard.up("Shift");
	await drag(page, [at.x(3), at.y(0.25)], [at.x(4), at.y(0.25)]);
	assert.deepEqual((await cutsOf(page)).map((cut) => cut.on),
		[[false, true], [true, true]]);
	const rows = await page.evaluate(() => [...document.querySelector(
		".wave-box > *").shadowRoot.querySelectorAll("[part~=cut]")].map(
		(e) => e.getBoundingClientRect().height));
	assert.equal(rows.length, 2);
	assert.ok(Math.abs(rows[1] - 2 * rows[0]) < 2, "a row, and both");
	assert.deepEqual(faults, []);
	await close();
});

test("a click goes there, a slip of the hand cuts nothing", async () => {
	const { page, close } = await opened("marked", 3);
	const at = await scaleOf(page);
	await page.mouse.click(at.x(5.5), at.y(0.5));
	await page.waitForTimeout(200);
	assert.match(await page.locator(".clock-now").textContent(), /^0:00:05 /);
	await drag(page, [at.x(2), at.y(0.5)], [at.x(2) + 2, at.y(0.5)]);
	assert.equal((await cutsOf(page)).length, 0);
	await close();
});

test("three hours zoom and scroll without stutter", async (t) => {
	const { page, faults, close } = await opened("long", 1);
	const zooms = [];
	for (let i = 0; i < 12; i++) {
		const from = performance.now();
		await page.keyboard.press("+");
		await page.evaluate(() => new Promise((done) =>
			requestAnimationFrame(() => requestAnimationFrame(done))));
		zooms.push(performance.now() - from);
	}
	const frames = await page.evaluate(async () => {
		const scroll = document.querySelector(".wave-box > *").shadowRoot
			.querySelector(".scroll");
		const from = performance.now();
		for (let i = 0; i < 60; i++) {
			scroll.scrollLeft += 70;
			await new Promise((done) => requestAnimationFrame(done));
		}
		return { mean: (performance.now() - from) / 60,
			went: scroll.scrollLeft };
	});
	t.diagnostic(`measured: three hours: zoom at most ${
		Math.round(Math.max(...zooms))} ms, a frame of scrolling ${
		Math.round(frames.mean)} ms`);
	assert.ok(frames.went > 2000, "it did scroll");
	assert.ok(frames.mean < FRAME_MOST, `${frames.mean} ms`);
	assert.deepEqual(faults, []);
	await close();
});
