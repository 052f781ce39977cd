// Markup in what an organisation says of itself, and in what staff wrote, is
// text in listen.html, or not there at all.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { listenPage, playEach } from "./listen.mjs";
import { launch, visit } from "./visit.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const shape = (page) => page.evaluate(() => [...document.querySelectorAll("*")]
	.map((e) => `${e.tagName} ${e.getAttributeNames().join(" ")}`));

test("markup stays text, and does nothing", async () => {
	const { page, faults, close } = await visit(browser, listenPage("hostile"));
	const text = await page.locator("body").innerText();
	assert.ok(text.includes("</script><img src=x onerror=hurt=1>"),
		"the organisation's name is shown as it is written");
	assert.ok(text.includes('"><svg onload=hurt=3>'));
	assert.ok(text.includes("<a href=javascript:hurt=4>x</a>"));
	await playEach(page);
	assert.equal(await page.evaluate(() => typeof globalThis.hurt),
		"undefined");
	assert.equal(await page.locator("img").count(), 0);
	assert.equal(await page.locator("script").count(), 1);
	assert.deepEqual(faults, []);
	await close();
});

test("the page has the elements it has without", async () => {
	const evil = await visit(browser, listenPage("hostile"));
	const plain = await visit(browser, listenPage("same"));
	assert.deepEqual(await shape(evil.page), await shape(plain.page));
	await evil.close();
	await plain.close();
});

test("the policy stops what got in all the same", async () => {
	const { page, faults, close } = await visit(browser, listenPage("same"));
	await page.evaluate(() => {
		const s = document.createElement("script");
		s.textContent = "globalThis.hurt = 5";
		document.body.append(s);
		const i = document.createElement("img");
		i.src = "https://tracker.example/x.png";
		document.body.append(i);
		document.body.insertAdjacentHTML("beforeend",
			"<p onclick='hurt=6' style='color:red'>x</p>");
	});
	await page.getByText("x", { exact: true }).last().click();
	await page.waitForTimeout(200);
	assert.equal(await page.evaluate(() => typeof globalThis.hurt),
		"undefined");
	const said = faults.join("\n");
	for (const what of ["script-src-elem", "img-src", "script-src-attr",
		"style-src-attr"])
		assert.match(said, new RegExp(`policy: ${what}`));
	await close();
});
