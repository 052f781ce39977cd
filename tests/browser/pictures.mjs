// pictures.mjs FOLDER: README's pictures, of the sample's made-up calls, into
// FOLDER.
import { mkdirSync, statSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { listenPage } from "./listen.mjs";
import { frontCall, openReview, reviewPage } from "./review.mjs";
import { launch, visit } from "./visit.mjs";

const MOST = 200 * 1024;
const folder = process.argv[2];

async function shot(page, name) {
	const path = join(folder, `${name}.png`);
	await page.screenshot({ path, animations: "disabled", caret: "hide" });
	if (statSync(path).size > MOST) {
		
		unlinkSync(path);
		throw new Error(`${name}: more than ${MOST} bytes`);
	}
}

// A call with a channel for each side, and a cut as a person would make it.
async function review(browser) {
	const { page, close } = await openReview(browser, reviewPage("marked"),
		{ width: 1180, height: 900 });
	await page.locator("#staff").fill("u1041");
	await frontCall(page, 8);
	for (const key of ["Shift+ArrowRight", "[", "Shift+ArrowRight", "]"]) {
		await page.keyboard.press(key);
		await page.waitForTimeout(200);
	}
	await page.locator("#calls li").nth(3).evaluate((e) =>
		e.scrollIntoView({ block: "nearest" }));
	await page.mouse.move(0, 0);
	await page.waitForTimeout(500);
	await page.evaluate(() => scrollTo(0, 0));
	await shot(page, "review");
	await close();
}

async function listen(browser) {
	const { page, close } = await visit(browser, listenPage("same"),
		{ width: 900, height: 820 });
	await page.locator("section.item", { has: page.locator("svg") }).first()
		.evaluate((e) => e.scrollIntoView());
	await page.waitForTimeout(500);
	await shot(page, "listen");
	await close();
}

mkdirSync(folder, { recursive: true });
const browser = await launch();
try {
	await review(browser);
	await listen(browser);
} finally {
	await browser.close();
}
