// listen.html by the keyboard alone: everything is reached with Tab, what has
// the focus is seen to have it, and Enter and Space do what a click does.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { firstCut, listenPage, timeOf } from "./listen.mjs";
import { focusSeen, launch, visit } from "./visit.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const what = (page) => page.evaluate(() => {
	const e = document.activeElement;
	return e === document.body ? "" : e.outerHTML;
});

// Tab until ${found} likes the button that has the focus.
async function tabTo(page, found) {
	for (let i = 0; i < 400; i++) {
		await page.keyboard.press("Tab");
		const html = await what(page);
		if (html.startsWith("<button") && found(html))
			return;
	}
	assert.fail("not reached");
}

test("Tab reaches every button, link and player, and is seen there", async () => {
	const { page, close } = await visit(browser, listenPage("same"));
	const all = await page.locator("a[href],button,audio,[tabindex='0']")
		.count();
	const seen = new Set();
	await page.evaluate(() => document.querySelectorAll("*").forEach(
		(e, i) => { e.sarNumber = i; }));
	for (let i = 0; i < 20 * all; i++) {
		await page.keyboard.press("Tab");
		const at = await page.evaluate(() => document.activeElement.sarNumber);
		if (await what(page) === "")
			break;
		seen.add(at);
		// A player's controls are the browser's, and so is their ring.
		assert.ok(await focusSeen(page) ||
			(await what(page)).startsWith("<audio"), await what(page));
	}
	assert.equal(seen.size, all);
	await close();
});

test("the first thing reached leads past the list", async () => {
	const { page, close } = await visit(browser, listenPage("same"));
	await page.keyboard.press("Tab");
	assert.match(await what(page), /#recordings/);
	await page.keyboard.press("Enter");
	assert.match(page.url(), /#recordings$/);
	await close();
});

test("from opening to hearing around the first cut, and back", async () => {
	const { page, faults, close } = await visit(browser, listenPage("same"));
	const { box, audio, from } = await firstCut(page);
	const name = await audio.getAttribute("src");
	await tabTo(page, (html) => html.includes("Go to the next place") &&
		html.includes(name));
	await page.keyboard.press("Enter");
	await page.waitForTimeout(300);
	assert.ok(Math.abs(await timeOf(audio) - from) < 0.1);
	assert.match(await box.locator(".says").textContent(), /^Now: place 1/);
	await tabTo(page, (html) => html.includes("Listen around it"));
	await page.keyboard.press("Space");
	await page.waitForTimeout(600);
	assert.equal(await audio.evaluate((a) => a.paused), false);
	assert.ok(await timeOf(audio) < from + 1);
	assert.deepEqual(faults, []);
	await close();
});
