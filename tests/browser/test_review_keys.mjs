// From opening the page of a case that nobody has listened to, to an approval
// that `sar-export approve` accepts, by the keyboard alone.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { choose, focused, tabTo, typeInto } from "./keyboard.mjs";
import { copyHome, dataOf, folderOf, openReview, ref, reviewPage, sar }
	from "./review.mjs";
import { focusSeen, launch } from "./visit.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const title = (page) => page.locator("#call-title").textContent();

// The fields of the record, as staff fill them in; the rest is filled in.
const record = [["without-identifying", "no"], ["consent", "not-sought"],
	["information", "what somebody else in the room says"],
	["confidentiality", "none beyond that of the call"],
	["steps", "none: who they are is not known"], ["capability", "n/a"],
	["refusal", "n/a"]];

// Away from fields: single keys are the page's there.
const away = (page) => tabTo(page, "button");

async function fillDecision(page, fields) {
	await tabTo(page, "[data-key='decision-add']");
	await page.keyboard.press("Enter");
	await page.waitForFunction(() =>
		document.activeElement.id === "decision-1-outcome");
	for (const [key, value] of record) {
		const at = `[id='decision-1-${key}']`;
		if (fields.find((f) => f.key === key).kind === "choice")
			await choose(page, at, value);
		else
			await typeInto(page, at, value);
	}
	await away(page);
}

// A cut from 2 to 4 seconds, by going there.
async function makeCut(page) {
	await away(page);
	for (const key of ["Shift+ArrowRight", "Shift+ArrowRight", "[",
		"Shift+ArrowRight", "Shift+ArrowRight", "]"]) {
		await page.keyboard.press(key);
		await page.waitForTimeout(150);
	}
	assert.equal(await page.locator("tbody[data-cut]").count(), 1);
	const times = await page.locator("input.time").evaluateAll(
		(list) => list.map((e) => e.value));
	assert.match(times[0], /0?2\.000/);
	assert.match(times[1], /0?4\.000/);
}

async function goTo(page, item) {
	for (let i = 0; i < 30; i++) {
		if ((await title(page)).startsWith(`Call ${item},`))
			return;
		await page.keyboard.press("j");
		await page.waitForTimeout(30);
	}
	assert.fail(`call ${item} is not reached`);
}

async function decide(page, data, one) {
	await goTo(page, one.item);
	if (one.item === 4) {
		await makeCut(page);
		await fillDecision(page, data.fields);
	}
	await tabTo(page, "input[name='speaker']");
	await page.keyboard.press(one.item === 15 ? "ArrowDown" : "Space");
	await away(page);
	if (one.unsure) {
		await tabTo(page, "#verdict-damage input");
		await page.keyboard.press("Space");
		await away(page);
	}
	await page.keyboard.press("a");
	await page.waitForTimeout(80);
	// Nothing of it was played, and that is asked.
	if (one.item !== 15) {
		await tabTo(page, "#ask-form button[value='heard']");
		await page.keyboard.press("Enter");
		await page.waitForTimeout(80);
	}
	assert.match(await page.locator("#verdict .now").textContent(),
		/^Approved/, `call ${one.item}`);
}

async function save(page) {
	const waits = page.waitForEvent("download");
	await tabTo(page, "#save button");
	assert.match(await focused(page), /Save the review/);
	assert.ok(await focusSeen(page));
	await page.keyboard.press("Enter");
	const download = await waits;
	const name = download.suggestedFilename();
	assert.match(name, new RegExp(`^${ref}-review-20261014T[0-9]{6}\\.json$`));
	assert.match(await page.locator("#saved code").last().textContent(),
		new RegExp(` --plan ${name} --by u1041$`));
	await page.keyboard.press("Escape");
	return download;
}

test("everything is done by keys, and what is saved is approved", async () => {
	const at = copyHome("fresh");
	const path = join(folderOf(at), "index.html");
	const data = dataOf(path);
	const { page, faults, close } = await openReview(browser, path);
	await typeInto(page, "#staff", "u1041");
	await away(page);
	for (const one of data.items.filter((item) => item.reviewable))
		await decide(page, data, one);
	const file = join(at, "saved.json");
	await (await save(page)).saveAs(file);
	assert.deepEqual(faults, []);
	await close();
	approves(at, file);
});

// The difference is shown first; then it is approved, and logged.
function approves(at, file) {
	const args = ["approve", "--ref", ref, "--plan", file, "--by", "u1041"];
	const look = sar(at, "sar-export", ...args, "--dry-run");
	assert.equal(look.status, 0, look.err + look.out);
	assert.match(look.out, /^item 4: 0:02\.000 to 0:04\.000: a cut more$/m);
	assert.match(look.out, /Nothing was changed/);
	const [, hex] = /comes of it, SHA-256 ([0-9a-f]{64})/.exec(look.out);
	const done = sar(at, "sar-export", ...args, "--confirm", hex);
	assert.equal(done.status, 0, done.err + done.out);
	assert.match(sar(at, "sar-export", "plan", "--ref", ref).out,
		/Approved by u1041/i);
}

// Every stop of Tab, once through the page; the stops of a call with cuts.
test("Tab comes to everything, and what has the focus is seen to", async () => {
	const { page, faults, close } =
		await openReview(browser, reviewPage("marked"), { width: 1280 });
	for (let i = 0; i < 3; i++)
		await page.keyboard.press("j");
	await page.locator("tbody[data-cut]").waitFor();
	const wanted = await page.evaluate(() => {
		const out = [...document.querySelectorAll("a[href],button,input," +
			"select,textarea,summary,[tabindex='0']")].filter((e) =>
			e.tabIndex >= 0 && e.getClientRects().length > 0 &&
			(e.type !== "radio" || e.checked));
		document.querySelectorAll("*").forEach((e, i) => { e.sarNumber = i; });
		return out.map((e) => e.sarNumber);
	});
	const seen = new Set();
	await page.evaluate(() => document.activeElement.blur());
	for (let i = 0; i < 2 * wanted.length; i++) {
		await page.keyboard.press("Tab");
		const html = await focused(page);
		if (html === "")
			break;
		seen.add(await page.evaluate(() => document.activeElement.sarNumber));
		assert.ok(await focusSeen(page), html);
	}
	assert.deepEqual(wanted.filter((n) => !seen.has(n)), []);
	assert.deepEqual(faults, []);
	await close();
});

test("a dialog keeps the focus, and gives it back", async () => {
	const { page, close } = await openReview(browser, reviewPage("fresh"));
	await tabTo(page, "#help-tool button");
	await page.keyboard.press("Enter");
	await page.locator("#help[open]").waitFor();
	for (let i = 0; i < 6; i++) {
		await page.keyboard.press("Tab");
		assert.ok(await page.evaluate(() => document.activeElement ===
			document.body || document.querySelector("#help").contains(
			document.activeElement)));
	}
	await page.keyboard.press("Escape");
	assert.equal(await page.locator("dialog[open]").count(), 0);
	assert.match(await focused(page), /Help/);
	await close();
});

test("single keys can be turned off, and then nothing comes of them",
	async () => {
		const { page, close } = await openReview(browser, reviewPage("marked"));
		const before = await title(page);
		const todo = () => page.locator("#todo").innerText();
		const done = await todo();
		await tabTo(page, "#keys button");
		await page.keyboard.press("Enter");
		for (const key of ["j", "a", "x", "["])
			await page.keyboard.press(key);
		await page.waitForTimeout(200);
		assert.equal(await title(page), before);
		assert.equal(await todo(), done);
		await page.keyboard.press("Enter");
		await page.keyboard.press("j");
		await page.waitForTimeout(200);
		assert.notEqual(await title(page), before);
		await close();
	});
