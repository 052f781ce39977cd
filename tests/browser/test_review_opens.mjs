// The page opens from its file, asks for nothing but its sound, and says whose
// request it is and until when; also with 100 calls, one of three hours, one of
// a second, and in other languages' browsers.
import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { dataOf, frontCall, home, openReview, reviewPage, sha256, work }
	from "./review.mjs";
import { launch } from "./visit.mjs";

// Far more than is measured; a person would have left.
const OPEN_MOST = 8000;

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const drawn = (page) => page.locator("#wave canvas").first().waitFor();

test("it asks for itself and for sound beside it, and nothing else", async () => {
	const { page, faults, asked, close } =
		await openReview(browser, reviewPage("marked"));
	await drawn(page);
	await page.getByRole("button", { name: "Next call", exact: true }).click();
	await page.getByRole("button", { name: /^Play\b(?! around)/ }).click();
	await page.waitForTimeout(500);
	assert.deepEqual(faults, []);
	const names = asked.map((url) => basename(new URL(url).pathname));
	assert.ok(names.includes("index.html"));
	assert.ok(names.some((name) => /^original-\d+\.flac$/.test(name)));
	assert.ok(names.every((name) => /^(index\.html|(original|redacted)-\d+\.flac)$/
		.test(name)), names.join(" "));
	await close();
});

test("its scripts are all that is in lib/review/page, and its policy is strict",
	() => {
		const html = readFileSync(reviewPage("marked"), "utf8");
		const folder = join(process.env.ROOT, "lib", "review", "page");
		for (const name of readdirSync(folder)) {
			const text = readFileSync(join(folder, name), "utf8");
			assert.ok(html.includes(text.trim()), `${name} is not in it`);
		}
		const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(html);
		assert.match(policy, /default-src 'none'/);
		assert.match(policy, /connect-src 'none'/);
		assert.match(policy, /base-uri 'none'; form-action 'none'/);
		assert.ok(!/unsafe|https?:|\*/.test(policy), policy);
		assert.ok(!/\s(on[a-z]+|style)=/i.test(html.replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>/g, "")));
	});

test("copies are what the page says they are, and no raw recording is named",
	() => {
		const path = reviewPage("marked");
		const html = readFileSync(path, "utf8");
		let copies = 0;
		for (const one of dataOf(path).items.filter((item) => item.reviewable))
			for (const kind of ["original", "redacted"]) {
				if (!one[kind])
					continue;
				copies++;
				const copy = join(dirname(path), one[kind]);
				assert.equal(sha256(copy), one[`${kind}_sha256`], one[kind]);
				assert.equal(statSync(copy).mode & 0o777, 0o600);
			}
		assert.ok(copies > 15, `${copies} copies`);
		assert.equal(statSync(path).mode & 0o777, 0o600);
		assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
		assert.ok(!/monitor|\.wav\b|\.WAV\b|in-01632/.test(html));
	});

test("the header says when it is due, and of the number its end alone",
	async () => {
		const { page, close } = await openReview(browser, reviewPage("marked"));
		await drawn(page);
		const header = await page.locator("#header").innerText();
		assert.match(header, /SAR-2026-0042/);
		assert.match(header, /Due\s+10 November 2026/);
		assert.match(header, /•+ •+ ?•*123/);
		const all = await page.content();
		assert.ok(!/01632 ?960123|1632960123|441632/.test(all));
		assert.ok(!all.includes("A. Sample"));
		await close();
	});

test("100 calls with 50 cuts each open in no time", async (t) => {
	const path = reviewPage("many");
	const data = dataOf(path);
	assert.equal(data.items.length, 100);
	assert.ok(data.items.every((item) => item.cuts.length === 50));
	const from = performance.now();
	const { page, faults, close } = await openReview(browser, path);
	await drawn(page);
	await page.locator("tbody[data-cut]").nth(49).waitFor();
	const opened = performance.now() - from;
	await page.getByRole("button", { name: "Next call", exact: true }).click();
	const next = performance.now();
	await page.locator("#call-title", { hasText: "Call 2," }).waitFor();
	await page.evaluate(() => new Promise((r) =>
		requestAnimationFrame(() => setTimeout(r))));
	t.diagnostic(`measured: 100 calls with 50 cuts: open in ${
		Math.round(opened)} ms, the next one in ${
		Math.round(performance.now() - next)} ms`);
	assert.ok(opened < OPEN_MOST, `${opened} ms`);
	assert.equal(await page.locator("#calls li").count(), 100);
	assert.deepEqual(faults, []);
	await close();
});

test("a call of three hours opens, is drawn, zooms, and plays near its end",
	async (t) => {
		const from = performance.now();
		const { page, faults, close } =
			await openReview(browser, reviewPage("long"));
		await drawn(page);
		t.diagnostic(`measured: a call of three hours: open in ${
			Math.round(performance.now() - from)} ms`);
		assert.ok(performance.now() - from < OPEN_MOST);
		const audio = page.locator("audio").first();
		await page.getByLabel("Go to time").fill("2:59:50");
		await page.getByRole("button", { name: "Go", exact: true }).click();
		await page.waitForTimeout(300);
		assert.ok(Math.abs(await audio.evaluate((a) => a.currentTime) - 10790)
			< 0.2);
		const zoom = page.getByRole("button", { name: /^Zoom in/ });
		for (let i = 0; i < 14; i++)
			await zoom.click();
		await page.getByRole("button", { name: /^Play\b(?! around)/ }).click();
		await page.waitForTimeout(1200);
		assert.ok(await audio.evaluate((a) => a.currentTime) > 10790.5);
		const where = page.locator("#player");
		assert.match(await where.innerText(), /2:59:5\d of 3:00:00/);
		assert.deepEqual(faults, []);
		await close();
	});

test("calls of one second open and play to their end", async () => {
	const { page, faults, close } = await openReview(browser, reviewPage("long"));
	for (const item of [2, 3]) {
		await page.getByRole("button", { name: new RegExp(`^Call ${item}\\b`) })
			.click();
		await drawn(page);
		await page.getByRole("button", { name: /^Play\b(?! around)/ }).click();
		await page.waitForTimeout(1800);
		assert.match(await page.locator(".heard").innerText(), /100\.0\s%/);
	}
	assert.deepEqual(faults, []);
	await close();
});

for (const [locale, timezoneId] of [["de-DE", "Europe/Berlin"],
	["ja-JP", "Asia/Tokyo"], ["ar-EG", "Africa/Cairo"]])
	test(`a browser in ${locale} shows and saves the same`, async () => {
		const texts = [];
		for (const options of [{}, { locale, timezoneId }]) {
			const { page, faults, close } = await openReview(browser,
				reviewPage("marked"), options);
			await drawn(page);
			await page.getByRole("button", { name: /^Call 5\b/ }).click();
			await page.locator("tbody[data-cut]").first().waitFor();
			await page.locator("#staff").fill("u1041");
			const waits = page.waitForEvent("download");
			await page.getByRole("button", { name: "Save the review" }).click();
			const saved = readFileSync(await (await waits).path(), "utf8");
			await page.locator("#live", { hasText: "Saved as" }).waitFor();
			texts.push([await page.locator("#header").innerText(),
				await page.locator("#main").innerText(),
				saved.replace(/"saved": "[^"]*"/, "")]);
			assert.deepEqual(faults, []);
			await close();
		}
		assert.deepEqual(texts[1], texts[0]);
	});

test("it opens and plays from a folder of any name", async () => {
	const folder = join(work, "M\u00fcller & S\u00f6hne #1 %41 'x' \u4e2d");
	cpSync(dirname(reviewPage("marked")), folder, { recursive: true });
	const { page, faults, close } =
		await openReview(browser, join(folder, "index.html"));
	await frontCall(page, 4);
	await page.locator("#player button").first().click();
	await page.waitForTimeout(600);
	assert.ok(await page.locator("audio").evaluate((a) => a.currentTime) > 0.2);
	assert.deepEqual(faults, []);
	await close();
});

test("the fixtures are where they are looked for", () => {
	for (const name of ["fresh", "marked", "hostile", "many", "long"])
		assert.ok(existsSync(join(home(name), "index.db")), name);
});
