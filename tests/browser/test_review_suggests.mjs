// What the program noticed in the sound is drawn differently from a cut, says
// how it was made, and is no cut before a person makes one of it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { dataOf, frontCall, openReview, reviewPage, saveReview }
	from "./review.mjs";
import { axeFaults, launch } from "./visit.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const [call] = dataOf(reviewPage("sounds")).items;
const of = (code) => call.suggestions.filter((one) => one.code === code);

// How many cuts are drawn on the waveform.
const drawnCuts = (page) => page.evaluate(() => document.querySelector(
	"#wave .wave-box > *").shadowRoot.querySelectorAll("[part~=cut]").length);

async function opened() {
	const seen = await openReview(browser, reviewPage("sounds"));
	await frontCall(seen.page, 1);
	return seen;
}

test("keys and ringing are found where they are, and no digit is told", () => {
	const [keys] = of("dtmf");
	assert.equal(of("dtmf").length, 1);
	assert.ok(Math.abs(keys.from_us - 10000000) < 150000, `${keys.from_us}`);
	assert.ok(Math.abs(keys.to_us - 12300000) < 150000, `${keys.to_us}`);
	assert.ok(keys.cut);
	assert.match(keys.text, /12/);
	assert.match(keys.warning, /card/);
	assert.ok(of("ringing").length > 0);
	assert.ok(of("ringing")[0].from_us < 1000000);
	for (const one of call.suggestions)
		assert.notEqual(one.how, "", one.code);
	// 1 4 7 2 5 8 3 6 9 1 4 7 were pressed.
	assert.ok(!/147258369147/.test(readFileSync(reviewPage("sounds"), "utf8")));
});

test("a suggestion is drawn otherwise than a cut, and saves as nothing",
	async () => {
		const { page, faults, close } = await opened();
		assert.equal(await drawnCuts(page), 0);
		assert.ok(await page.locator("#wave .advice").count() >= 2);
		const text = await page.locator("#suggestions").innerText();
		assert.match(text, /Keys pressed/);
		assert.match(text, /Warning:.*card/s);
		assert.ok(text.includes(of("dtmf")[0].how));
		assert.deepEqual((await saveReview(page)).items[0].cuts, []);
		assert.deepEqual(await axeFaults(page), []);
		assert.deepEqual(faults, []);
		await close();
	});

test("a person makes a cut of it, and may put it aside", async () => {
	const { page, faults, close } = await opened();
	const row = page.locator("#suggestions tbody",
		{ hasText: "Keys pressed" });
	await row.getByRole("button", { name: /^Make a cut of it/ }).click();
	await page.waitForTimeout(200);
	assert.equal(await drawnCuts(page), 1);
	// On what it rests a person says, before anything is saved.
	assert.equal(await row.getByRole("button", { name: /^Make a cut/ }).count(),
		0, "it is one");
	assert.match(await page.evaluate(() => document.activeElement.dataset.key),
		/^basis-/);
	await page.locator("#staff").fill("u1041");
	await page.getByRole("button", { name: "Save the review" }).click();
	assert.match(await page.locator("#trouble").innerText(),
		/not saved yet.*cut 1 rests on no provision yet/s);
	await page.keyboard.press("Escape");
	await page.locator("#cuts select[data-key^=basis]").selectOption("LPP");
	const [cut] = (await saveReview(page)).items[0].cuts;
	assert.equal(cut.from_us, of("dtmf")[0].from_us);
	assert.equal(cut.to_us, of("dtmf")[0].to_us);
	await row.getByRole("button", { name: /^Dismiss/ }).click();
	await row.waitFor({ state: "detached" });
	assert.equal(await drawnCuts(page), 1, "the cut stays");
	await page.getByRole("button", { name: /^Show 1 suggestion/ }).click();
	await row.waitFor();
	assert.deepEqual(faults, []);
	await close();
});
