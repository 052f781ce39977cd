// listen.html as it looks: nothing that axe-core objects to, in any state, and
// nothing to scroll sideways for, at 320 pixels, at 200 %, wide, dark.
import assert from "node:assert/strict";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { firstCut, folder, formats, listenPage } from "./listen.mjs";
import { axeFaults, launch, tooWide, visit } from "./visit.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const sizes = [
	["wide", { width: 1280, height: 900 }],
	["200 %", { width: 640, height: 450, deviceScaleFactor: 2 }],
	["a telephone", { width: 390, height: 800 }],
	["320 pixels", { width: 320, height: 700 }],
	["400 %", { width: 320, height: 256, deviceScaleFactor: 4 }],
	["dark", { width: 500, height: 700, colorScheme: "dark" }],
	["forced colours", { width: 1000, height: 700, forcedColors: "active" }],
	["German", { width: 390, height: 700, locale: "de-DE" }],
	["Japanese", { width: 390, height: 700, locale: "ja-JP",
		timezoneId: "Asia/Tokyo" }],
];

for (const [name, options] of sizes)
	test(`${name}: all is there, clean, and nothing is cut off`, async () => {
		const { page, faults, close } =
			await visit(browser, listenPage("same"), options);
		assert.deepEqual(await tooWide(page), []);
		assert.deepEqual(await axeFaults(page), []);
		const { box, button } = await firstCut(page);
		await button(/^Go to the next place/).click();
		await box.locator("tr.here").waitFor();
		assert.deepEqual(await tooWide(page), []);
		assert.deepEqual(await axeFaults(page), []);
		assert.deepEqual(faults, []);
		await close();
	});

for (const format of formats)
	test(`${format}: axe-core finds nothing`, async () => {
		const { page, close } = await visit(browser, listenPage(format));
		assert.deepEqual(await axeFaults(page), []);
		await close();
	});

test("axe-core finds nothing where a recording is missing", async () => {
	const path = join(folder("wav"), "call-01.wav");
	renameSync(path, `${path}.away`);
	try {
		const { page, close } = await visit(browser, listenPage("wav"));
		await page.locator(".gone:visible").waitFor();
		assert.deepEqual(await axeFaults(page), []);
		await close();
	} finally {
		renameSync(`${path}.away`, path);
	}
});

test("axe-core would find what is wrong", async () => {
	const { page, close } = await visit(browser, listenPage("same"));
	await page.locator("button").first().evaluate((b) => {
		b.textContent = "";
		document.documentElement.removeAttribute("lang");
	});
	const found = (await axeFaults(page)).join("\n");
	assert.match(found, /button-name/);
	assert.match(found, /html-has-lang/);
	await close();
});
