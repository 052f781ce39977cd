// Files that go out of the page and come in: Audacity labels, byte for byte and
// as `sar-export mark` takes them; reviews that are saved, opened again and
// given to `sar-export approve`.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { approveCall, copyHome, cutsOf, dataOf, folderOf, frontCall, giveFile,
	openReview, ref, reviewPage, sar, saveReview, work } from "./review.mjs";
import { axeFaults, launch } from "./visit.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// As Audacity writes them, and as people do.
const labels = [
	"0.000000\t1.000000\tTP\n",
	"0.100000\t1.250000\tTP decision=1 a name\n",
	"2.000001\t2.999999\tTP channel=1 fill=silence two  blanks,\ttab\n",
	"3.000000\t4.000000\tTP: <b>&amp; \"quotes\" \u00e9\u4e2d\ud83d\ude42\n",
	"4.500000\t5.000000\tTP </script><img src=x onerror=hurt=1>\n",
].join("");

async function takeLabels(page) {
	const waits = page.waitForEvent("download");
	await page.getByRole("button", { name: "Save labels of this call" }).click();
	const download = await waits;
	return { name: download.suggestedFilename(),
		bytes: readFileSync(await download.path()) };
}

test("a label file comes out as it went in, byte for byte", async () => {
	const path = join(work, "in.txt");
	writeFileSync(path, labels);
	const { page, faults, close } =
		await openReview(browser, reviewPage("fresh"));
	await frontCall(page, 8);
	await giveFile(page, /^Load labels/, path);
	assert.equal((await cutsOf(page)).length, 5);
	const out = await takeLabels(page);
	assert.equal(out.name, `${ref}-item-08-labels.txt`);
	assert.deepEqual(out.bytes, readFileSync(path));
	assert.equal(await page.evaluate(() => typeof globalThis.hurt),
		"undefined");
	assert.deepEqual(faults, []);
	await close();
});

test("what mark reads of the labels is what the page read", async () => {
	const at = copyHome("fresh");
	const path = join(work, "both.txt");
	writeFileSync(path, labels.replace("decision=1 ", ""));
	const done = sar(at, "sar-export", "mark", "--ref", ref, "--item", "8",
		"--speaker", "requester", "--by", "u1041", "--labels", path);
	assert.equal(done.status, 0, done.err);
	const { page, close } = await openReview(browser, reviewPage("fresh"));
	await frontCall(page, 8);
	await giveFile(page, /^Load labels/, path);
	const { items } = await saveReview(page);
	await close();
	const again = sar(at, "sar-export", "review", ref);
	assert.ok([0, 3, 5].includes(again.status), again.err);
	const known = dataOf(join(folderOf(at), "index.html")).items
		.find((one) => one.item === 8);
	assert.deepEqual(items.find((one) => one.item === 8).cuts, known.cuts);
});

test("the labels of a case that is marked are the ones mark was given",
	async () => {
		const { page, close } = await openReview(browser, reviewPage("marked"));
		for (const [item, n] of [[4, "02"], [5, "03"], [9, "06"], [13, "08"]]) {
			await frontCall(page, item);
			const given = readFileSync(join(process.env.ROOT, "sample-data",
				"labels", `${n}.txt`), "utf8");
			assert.equal((await takeLabels(page)).bytes.toString(),
				given.replace(/TP .*/g, "TP"));
		}
		await close();
	});

test("a review that is saved is opened again as it was, and saved the same",
	async () => {
		const { page, faults, close } =
			await openReview(browser, reviewPage("marked"));
		await frontCall(page, 4);
		await page.keyboard.press(",");
		await page.keyboard.press("n");
		await page.keyboard.press(",");
		await page.getByLabel(/^Note, for the case/).fill("heard twice: \u00e9 <b>");
		await page.getByRole("button", { name: /^Reject/ }).click();
		const first = await saveReview(page);
		const path = join(work, "draft.json");
		writeFileSync(path, `${JSON.stringify(first, null, "\t")}\n`);
		await close();
		const next = await openReview(browser, reviewPage("marked"));
		await giveFile(next.page, "Open a saved one", path);
		const second = await saveReview(next.page);
		delete first.saved;
		delete second.saved;
		assert.deepEqual(second, first);
		assert.deepEqual(faults, []);
		assert.deepEqual(next.faults, []);
		await next.close();
	});

async function decideAll(page, data, verdictOf) {
	for (const one of data.items.filter((item) => item.reviewable)) {
		await frontCall(page, one.item);
		if (one.unsure)
			await page.locator("#verdict-damage input").check();
		if (one.item === 15)
			await page.locator("[name=speaker][value=other]").check();
		if (verdictOf(one.item).test("Approve"))
			await approveCall(page);
		else
			await page.getByRole("button", { name: verdictOf(one.item) })
				.click();
	}
}

// What comes of a verdict: the status of approve, and what it says.
async function verdictLeadsTo(verdict, status) {
	const at = copyHome("fresh");
	const path = join(folderOf(at), "index.html");
	const { page, close } = await openReview(browser, path);
	await decideAll(page, dataOf(path), (item) =>
		item === 7 ? verdict : /^Approve/);
	const file = join(at, "saved.json");
	writeFileSync(file, JSON.stringify(await saveReview(page)));
	await close();
	const args = ["approve", "--ref", ref, "--by", "u1041", "--plan", file];
	const look = sar(at, "sar-export", ...args, "--dry-run");
	const [, hex] = /comes of it, SHA-256 ([0-9a-f]{64})/.exec(look.out);
	const done = sar(at, "sar-export", ...args, "--confirm", hex);
	assert.equal(done.status, status, done.out + done.err);
	return { at, args, done };
}

// What the plan says of an item that waits, and of its approval.
function waits(at, item) {
	const { out } = sar(at, "sar-export", "plan", "--ref", ref);
	assert.match(out, /^Nobody has approved it\.$/m);
	return out.split("\n").find((line) =>
		line.startsWith(`error    item ${item}: `)) ?? "";
}

test("what is approved is approved; of another plan it is refused", async () => {
	const { at, args } = await verdictLeadsTo(/^Approve/, 0);
	const log = sar(at, "sh", "-c", "cat \"$SAR_HOME\"/log/entries-*").out;
	assert.match(log, /"review":/, "what it rests on is committed to");
	const mark = sar(at, "sar-export", "mark", "--ref", ref, "--item", "3",
		"--speaker", "other", "--by", "u1041", "--force");
	assert.equal(mark.status, 0, mark.err);
	const again = sar(at, "sar-export", ...args, "--dry-run");
	assert.equal(again.status, 5, again.err);
});

test("what is rejected waits, and nothing is approved", async () => {
	const { at } = await verdictLeadsTo(/^Reject/, 5);
	assert.match(waits(at, 7), /must not leave as it stands/);
});

test("who asks for a second person cannot approve it themselves", async () => {
	const { at } = await verdictLeadsTo(/^Needs a second/, 5);
	assert.match(waits(at, 7), /asks for another person/);
});

test("what was heard is work, and a page that is open twice says so", async () => {
	const one = await openReview(browser, reviewPage("fresh"));
	const { page } = one;
	const warned = (which) => which.locator("#twice [role='alert']").count();
	assert.match(await page.locator("#save").textContent(), /Nothing to save/);
	await page.locator("#player button", { hasText: /^Play/ }).first().click();
	await page.locator("#save.unsaved").waitFor();
	assert.match(await page.locator("#save").textContent(), /Not saved yet/);
	const asked = page.waitForEvent("dialog");
	const left = page.close({ runBeforeUnload: true });
	const dialog = await asked;
	assert.equal(dialog.type(), "beforeunload");
	await dialog.dismiss();
	await left;
	assert.equal(await warned(page), 0);
	const other = await page.context().newPage();
	await other.goto(page.url());
	await other.locator("#twice [role='alert']").waitFor();
	assert.equal(await warned(page), 1);
	assert.deepEqual(await axeFaults(other), []);
	await other.goto("about:blank");
	await page.locator("#twice [role='alert']").waitFor({ state: "detached" });
	assert.deepEqual(one.faults, []);
	await one.close();
});

// A review of u1041, calls 3 and 8 approved, as a file.
async function savedOf(page) {
	for (const item of [3, 8]) {
		await frontCall(page, item);
		await approveCall(page);
	}
	const path = join(work, "whose.json");
	writeFileSync(path, JSON.stringify(await saveReview(page)));
	return path;
}

const verdicts = (file) => file.items.filter((one) =>
	[3, 8].includes(one.item)).map((one) => one.verdict);

test("an id typed after another's review is opened takes nothing of it over",
	async () => {
		const first = await openReview(browser, reviewPage("fresh"));
		const path = await savedOf(first.page);
		await first.close();
		const { page, faults, close } =
			await openReview(browser, reviewPage("fresh"));
		const staff = page.locator("#staff");
		const todo = () => page.locator("#todo").innerText();
		await giveFile(page, "Open a saved one", path);
		assert.equal(await staff.inputValue(), "");
		assert.match(await todo(), /2 approved/);
		await staff.fill("u7777");
		await staff.press("Tab");
		const ask = page.locator("#ask[open]");
		assert.match(await ask.innerText(), /Of 2 calls another person/);
		await page.keyboard.press("Escape");
		await page.waitForFunction(() =>
			document.querySelector("#staff").value === "");
		assert.match(await todo(), /2 approved/);
		await staff.fill("u7777");
		await staff.press("Tab");
		await ask.getByRole("button", { name: "Go on as u7777" }).click();
		await page.locator("#ask").waitFor({ state: "hidden" });
		await page.waitForFunction(() => !/approved/.test(
			document.querySelector("#todo").innerText));
		assert.doesNotMatch(await todo(), /approved/);
		assert.deepEqual(verdicts(await saveReview(page, "u7777")),
			["undecided", "undecided"]);
		assert.deepEqual(faults, []);
		await close();
	});

test("what the case has does not wait, and nobody takes it over by saving",
	async () => {
		const { page, close } = await openReview(browser, reviewPage("marked"));
		const data = dataOf(reviewPage("marked"));
		await frontCall(page, 5);
		assert.match(await page.locator("#verdict .now").innerText(),
			/^Approved by \S+ on \d+ \w+ \d{4}/);
		const waits = data.items.filter((one) =>
			one.reviewable && one.undecided).length;
		assert.match(await page.locator("#todo").innerText(), waits === 0
			? /^Every call .*is decided/ : new RegExp(`^${waits} of`));
		const { items } = await saveReview(page, "u2002");
		assert.ok(items.every((one) => one.verdict === "undecided"));
		await close();
	});

test("the command that a save shows takes that file, of the plan as it was made",
	async () => {
		const at = copyHome("fresh");
		const made = sar(at, "sar-export", "review", ref, "--include-expired",
			"--reason", "claim");
		assert.equal(made.status, 0, made.err);
		const { page, close } = await openReview(browser,
			join(folderOf(at), "index.html"));
		await page.locator("#staff").fill("u1041");
		const saved = [];
		for (const item of [3, 4]) {
			await frontCall(page, item);
			await approveCall(page);
			const waits = page.waitForEvent("download");
			await page.getByRole("button", { name: "Save the review" }).click();
			const download = await waits;
			const name = download.suggestedFilename();
			const command = await page.locator("#saved pre code").textContent();
			await download.saveAs(join(at, name));
			await page.keyboard.press("Escape");
			await page.waitForTimeout(1100);
			saved.push({ name, command });
		}
		await close();
		assert.notEqual(saved[0].name, saved[1].name);
		const { command } = saved[1];
		const look = sar(at, "sh", "-c", `cd "$SAR_HOME" && ${command} --dry-run`);
		assert.match(look.err, /item 4: approved, and only .*would not be approved/s);
		// Without what the page was made with it is another plan.
		const bare = command.replace(/ --include-expired.*/, "");
		assert.notEqual(bare, command);
		assert.doesNotMatch(sar(at, "sh", "-c",
			`cd "$SAR_HOME" && ${bare} --dry-run`).err, /would not be approved/);
	});
