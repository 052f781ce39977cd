// listen.html in each format: every recording plays, from the file, its buttons
// work, and nothing is asked for but what is beside it.
import assert from "node:assert/strict";
import { readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { firstCut, folder, formats, listenPage, playEach, timeOf }
	from "./listen.mjs";
import { launch, visit } from "./visit.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const settle = (page) => page.waitForTimeout(300);

// By the buttons from cut to cut; what is said there is said.
async function buttonsWork(page) {
	const { box, row, audio, from, button } = await firstCut(page);
	const long = Number(await audio.getAttribute("data-seconds"));
	await button(/^Go to the next place/).click();
	await settle(page);
	assert.ok(Math.abs(await timeOf(audio) - from) < 0.1, "next: elsewhere");
	assert.match(await box.locator(".says").textContent(), /^Now: place 1 of /);
	assert.match(await row.getAttribute("class"), /here/);
	const x = Number(await box.locator(".cursor").getAttribute("x1"));
	assert.ok(Math.abs(x - 1000 * from / long) < 10, "drawn at another place");
	await button(/^Listen around it/).click();
	await settle(page);
	await audio.evaluate((a) => a.pause());
	const around = await timeOf(audio);
	assert.ok(around > from - 2.1 && around < from, "not two seconds before");
	await button(/^Back 10 seconds/).click();
	await settle(page);
	const back = await timeOf(audio);
	assert.ok(back === 0 || Math.abs(around - back - 10) < 0.2, "not ten back");
}

for (const format of formats)
	test(`${format}: each recording plays, and the buttons work`, async () => {
		const sounds = readdirSync(folder(format)).filter(
			(f) => /^call-\d+\.(wav|flac|mp3|opus)$/.test(f));
		const { page, faults, asked, close } =
			await visit(browser, listenPage(format));
		const all = await playEach(page);
		assert.deepEqual(all.map((one) => one.src).sort(), sounds.sort());
		for (const one of all) {
			assert.equal(one.why, "", one.src);
			assert.ok(one.at > 0.2, `${one.src}: silent`);
			assert.ok(one.here, `${one.src}: said to be missing`);
			assert.ok(Math.abs(one.long - one.said) < 0.3,
				`${one.src}: ${one.long} s, not ${one.said}`);
		}
		await buttonsWork(page);
		assert.deepEqual(faults, []);
		assert.ok(asked.length > sounds.length, "requests are seen");
		await close();
	});

test("a recording that is not there is said not to be", async () => {
	const path = join(folder("same"), (await names())[0]);
	renameSync(path, `${path}.away`);
	try {
		const { page, close } = await visit(browser, listenPage("same"));
		await page.locator(".gone").first().waitFor();
		assert.equal(await page.locator(".gone:visible").count(), 1);
		await close();
	} finally {
		renameSync(`${path}.away`, path);
	}
});

async function names() {
	const { page, close } = await visit(browser, listenPage("same"));
	const all = await page.locator("audio").evaluateAll(
		(list) => list.map((a) => a.getAttribute("src")));
	await close();
	return all;
}

test("it plays without its script too", async () => {
	const { page, faults, close } = await visit(browser, listenPage("same"),
		{ javaScriptEnabled: false });
	const audio = page.locator("audio").first();
	assert.ok(await audio.isVisible());
	assert.notEqual(await audio.getAttribute("controls"), null);
	assert.equal(await page.locator(".tools:visible").count(), 0);
	await audio.evaluate((a) => a.play());
	await page.waitForTimeout(700);
	assert.ok(await timeOf(audio) > 0.2, "silent");
	assert.deepEqual(faults, []);
	await close();
});
