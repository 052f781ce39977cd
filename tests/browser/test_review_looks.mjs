// The page as it looks, in each state and with each dialog open: nothing that
// axe-core objects to, and nothing to scroll sideways for.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { approveCall, openReview, reviewPage, work } from "./review.mjs";
import { axeFaults, launch, tooWide, visit } from "./visit.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const call = (page, item) => page.getByRole("button",
	{ name: new RegExp(`^Call ${item}\\b`) }).click();
const press = (page, name) => page.getByRole("button", { name }).first()
	.click();
const staff = (page) => page.locator("#staff").fill("u1041");

async function loads(page, name, file, text) {
	const path = join(work, `${process.pid}-${file}`);
	writeFileSync(path, text);
	const waits = page.waitForEvent("filechooser");
	await press(page, name);
	await (await waits).setFiles(path);
}

// What a person can have before them: [name, page, what leads there].
const states = [
	["as it opens", "fresh", async () => {}],
	["a call with cuts", "marked", (page) => call(page, 5)],
	["a chosen cut", "marked", async (page) => {
		await call(page, 4);
		await press(page, /^Next cut/);
	}],
	["a call with nothing to hear", "marked", (page) => call(page, 6)],
	["a call that is withheld whole", "marked", (page) => call(page, 15)],
	["two channels", "fresh", (page) => call(page, 8)],
	["a damaged one", "fresh", (page) => call(page, 14)],
	["what cannot be approved yet", "fresh", async (page) => {
		await call(page, 4);
		await page.keyboard.press("[");
		await press(page, /^Forward 1 second/);
		await page.keyboard.press("]");
		await press(page, "Add a decision");
		await press(page, /^Approve/);
	}],
	["it is asked of what was not played", "marked", async (page) => {
		await call(page, 3);
		await press(page, /^Approve/);
	}],
	["approved", "marked", async (page) => {
		await call(page, 3);
		await approveCall(page);
	}],
	["a cut that was begun", "fresh", async (page) => {
		await call(page, 4);
		await page.keyboard.press("[");
	}],
	["rejected", "fresh", async (page) => {
		await call(page, 3);
		await press(page, /^Reject/);
	}],
	["a second person", "fresh", async (page) => {
		await call(page, 3);
		await press(page, /^Needs a second person/);
	}],
	["single keys off", "fresh", (page) => press(page, /Single keys/)],
	["the redacted copy", "marked", async (page) => {
		await call(page, 4);
		await press(page, /^Redacted/);
	}],
	["a preview", "fresh", async (page) => {
		await call(page, 4);
		await press(page, /^Redacted/);
	}],
	["50 cuts", "many", (page) => call(page, 7)],
	["three hours", "long", (page) => call(page, 1)],
	["a staff id that is none", "fresh", (page) =>
		page.locator("#staff").fill("no id")],
	["help is open", "fresh", (page) => press(page, /^Help/)],
	["it is saved", "marked", async (page) => {
		await staff(page);
		await press(page, "Save the review");
	}],
	["labels that are none", "fresh", async (page) => {
		await call(page, 4);
		await loads(page, /^Load labels/, "bad.txt", "1\t2\tNONE\nx\n");
	}],
	["labels in place of cuts", "marked", async (page) => {
		await call(page, 4);
		await loads(page, /^Load labels/, "good.txt", "1.000000\t2.000000\tTP\n");
	}],
	["a saved review that is none", "fresh", (page) =>
		loads(page, "Open a saved one", "bad.json", "{}")],
];
const dialogs = new Set(["it is asked of what was not played", "help is open", "it is saved", "labels that are none",
	"labels in place of cuts", "a saved review that is none"]);

async function arrive([title, fixture, lead], options) {
	const seen = await openReview(browser, reviewPage(fixture), options);
	await seen.page.locator("#call-title", { hasText: /./ }).waitFor();
	await lead(seen.page);
	await seen.page.waitForTimeout(250);
	assert.equal(await seen.page.locator("dialog[open]").count(),
		dialogs.has(title) ? 1 : 0, "dialogs");
	return seen;
}

// WCAG 1.4.10: 200 % of 1280 pixels is 640, 400 % is 320.  A waveform that is
// zoomed is as long as it is, and its times end where it does.
const drawing = "#wave .wave-box, #wave .ruler, #wave .lanes";

async function fits(page) {
	for (const width of [1280, 640, 320]) {
		await page.setViewportSize({ width, height: 700 });
		await page.waitForTimeout(100);
		assert.deepEqual(await tooWide(page, drawing), [],
			`at ${width} pixels`);
	}
}

for (const state of states)
	test(`${state[0]}: axe-core finds nothing, and it fits`, async () => {
		const { page, faults, close } = await arrive(state, { width: 1280 });
		assert.deepEqual(await axeFaults(page), [], "light");
		await page.emulateMedia({ colorScheme: "dark" });
		assert.deepEqual(await axeFaults(page), [], "dark");
		await fits(page);
		assert.deepEqual(faults, []);
		await close();
	});

for (const [name, options] of [
	["200 %", { width: 640, height: 450, deviceScaleFactor: 2 }],
	["400 %", { width: 320, height: 256, deviceScaleFactor: 4 }],
	["forced colours", { width: 1280, forcedColors: "active" }]])
	test(`opened at ${name} it is as good`, async () => {
		for (const state of states.filter((one) =>
			["as it opens", "a chosen cut", "50 cuts", "help is open"]
				.includes(one[0]))) {
			const { page, faults, close } = await arrive(state, options);
			assert.deepEqual(await tooWide(page, drawing), []);
			assert.deepEqual(await axeFaults(page), []);
			assert.deepEqual(faults, []);
			await close();
		}
	});

test("where scripts are off it says so, and what to do", async () => {
	const { page, faults, close } = await visit(browser, reviewPage("fresh"),
		{ javaScriptEnabled: false });
	assert.match(await page.locator("body").innerText(), /sar-export listen/);
	assert.deepEqual(faults, []);
	await close();
});

test("what plays and what is heard are seen at once, the call being chosen",
	async () => {
		const { page, faults, close } = await openReview(browser,
			reviewPage("fresh"), { width: 1180, height: 800 });
		await call(page, 8);
		await page.locator("#wave canvas").first().waitFor();
		const [play, rows, foot] = await Promise.all(["#player button",
			".wave-rows", "#live"].map((at) =>
			page.locator(at).first().boundingBox()));
		assert.ok(play.y > 0 && rows.y > 0);
		assert.ok(play.y + play.height < foot.y, `${play.y}`);
		assert.ok(rows.y + rows.height < foot.y, `${rows.y} ${rows.height}`);
		// And the keys are the call's, not the button's of the list.
		await page.keyboard.press("Space");
		await page.locator("#player button", { hasText: "Pause" }).waitFor();
		assert.deepEqual(faults, []);
		await close();
	});
