// Markup in whatever comes from outside stays text: what staff and callers
// wrote, as the program brings it, and in every text of the page's data.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { frontCall, giveFile, openReview, reviewPage, saveReview, withData,
	work } from "./review.mjs";
import { launch } from "./visit.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const evil = "</script><img src=x onerror=hurt=1><script>hurt=2</script>" +
	"<!--&amp;\"'\u2028";

// Every call looked at, and each dialog.
async function lookAround(page) {
	const calls = page.locator("#calls li button");
	for (let i = 0; i < await calls.count(); i++) {
		await calls.nth(i).click();
		await page.waitForTimeout(40);
	}
	await page.getByRole("button", { name: /^Help/ }).click();
	await page.waitForTimeout(100);
	await page.keyboard.press("Escape");
}

async function unhurt(page, faults) {
	assert.equal(await page.evaluate(() => typeof globalThis.hurt), "undefined");
	assert.equal(await page.locator("img, iframe, object, embed, svg").count(), 0);
	assert.equal(await page.locator("script").count(), 3);
	assert.deepEqual(faults, []);
}

test("markup of staff, caller and organisation stays text", async () => {
	const html = readFileSync(reviewPage("hostile"), "utf8");
	assert.equal(html.split("</script>").length, 4, "three scripts and no more");
	assert.ok(!html.includes("<img"));
	assert.ok(html.includes("\\u003cimg src=x onerror=hurt=1>"),
		"what staff wrote is there to be looked at");
	const { page, faults, close } =
		await openReview(browser, reviewPage("hostile"));
	await page.getByRole("button", { name: /^Call 4\b/ }).click();
	const note = page.locator("[id='decision-1-information']");
	assert.match(await note.inputValue(), /<img src=x onerror=hurt=1>/);
	await lookAround(page);
	await unhurt(page, faults);
	await close();
});

// Each text of the data that is not of a set the program makes.
function poison(data) {
	data.numbers = [evil];
	data.clock_text = evil;
	for (const base of data.bases) {
		base.provision = evil;
		base.plain = evil;
	}
	for (const field of data.fields)
		field.label = evil;
	for (const item of data.items) {
		item.start = evil;
		item.direction = evil;
		item.class_text = evil;
		item.reason_text = evil;
		if (!item.reviewable)
			continue;
		item.suggestions = [{ code: "dtmf", from_us: 0, to_us: 900000,
			channel: 0, text: evil, how: evil, warning: evil, cut: true },
		{ code: evil, from_us: 100000, to_us: 800000, channel: 1, text: evil,
			how: evil, warning: "", cut: false }];
		for (const decision of item.decisions)
			for (const key of Object.keys(decision))
				if (key !== "id" && key !== "outcome")
					decision[key] = evil;
		if (item.review)
			item.review.reviewer = evil;
	}
}

test("markup in every text of the data stays text", async () => {
	const { page, faults, close } =
		await openReview(browser, withData("marked", poison));
	await page.getByRole("button", { name: /^Call 4\b/ }).click();
	await page.waitForTimeout(200);
	const text = await page.locator("body").innerText();
	assert.ok(text.split("<img src=x onerror=hurt=1>").length > 8,
		"it is shown as it is written");
	await lookAround(page);
	await page.locator("#staff").fill("u1041");
	await page.getByRole("button", { name: "Save the review" }).click();
	await page.waitForTimeout(200);
	await unhurt(page, faults);
	await close();
});

// A review as somebody else saved it, who writes markup.
async function evilReview(page) {
	const saved = await saveReview(page);
	const one = saved.items.find((item) => item.item === 4);
	one.note = evil.replace("\u2028", "");
	one.verdict = "rejected";
	one.decisions[0].information = one.note;
	one.decisions[0].by = "u1041";
	saved.by = "u2002";
	const path = join(work, "evil.json");
	writeFileSync(path, JSON.stringify(saved));
	return { path, note: one.note };
}

test("markup in a saved review and in labels that are opened stays text",
	async () => {
		const { page, faults, close } =
			await openReview(browser, reviewPage("marked"));
		const { path, note } = await evilReview(page);
		await giveFile(page, "Open a saved one", path);
		await page.locator("#trouble[open]").waitFor();
		await page.keyboard.press("Escape");
		await frontCall(page, 4);
		assert.equal(await page.getByLabel(/^Note, for the case/).inputValue(),
			note);
		const labels = join(work, "evil.txt");
		writeFileSync(labels, `1.000000\t2.000000\tTP ${note}\n`);
		await frontCall(page, 3);
		await giveFile(page, /^Load labels/, labels);
		assert.ok((await page.locator("#cuts").innerText()).includes(note));
		writeFileSync(labels, `1\t2\t${note}\n${note}\n`);
		await giveFile(page, /^Load labels/, labels);
		await page.locator("#trouble[open]").waitFor();
		await unhurt(page, faults);
		await close();
	});

test("the policy stops what got in all the same", async () => {
	const { page, faults, close } =
		await openReview(browser, reviewPage("marked"));
	await page.evaluate(() => {
		const s = document.createElement("script");
		s.textContent = "globalThis.hurt = 5";
		document.body.append(s);
		const i = document.createElement("img");
		i.src = "https://tracker.example/x.png";
		document.body.append(i);
		document.body.insertAdjacentHTML("beforeend",
			"<p onclick='hurt=6' style='color:red'>zzz</p>");
		fetch("https://tracker.example/").catch(() => {});
		navigator.sendBeacon("https://tracker.example/");
		try {
			new WebSocket("wss://tracker.example/");
		} catch {
			// It is refused.
		}
		const f = document.createElement("form");
		f.action = "https://tracker.example/";
		document.body.append(f);
		f.submit();
	});
	await page.getByText("zzz").dispatchEvent("click");
	await page.waitForTimeout(300);
	assert.equal(await page.evaluate(() => typeof globalThis.hurt), "undefined");
	const said = faults.join("\n");
	for (const what of ["script-src-elem", "img-src", "script-src-attr",
		"style-src-attr", "connect-src", "form-action"])
		assert.match(said, new RegExp(`policy: ${what}`));
	await close();
});
