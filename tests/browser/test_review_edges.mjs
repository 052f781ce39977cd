// Cuts by the mouse at their ends: taken hold of there, deleted, brought back,
// and never beyond the recording.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { cutsOf, frontCall, openReview, reviewPage } from "./review.mjs";
import { launch } from "./visit.mjs";

const NEAR = 60000; // us, which is less than three pixels here

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function openCall(name, item) {
	const seen = await openReview(browser, reviewPage(name), { width: 1280 });
	await frontCall(seen.page, item);
	const box = await seen.page.locator("#wave .wave-box").boundingBox();
	const length = await seen.page.evaluate((n) => JSON.parse(
		document.getElementById("data").textContent).items
		.find((one) => one.item === n).length_us, item);
	const x = (us) => box.x + us * box.width / length;
	const y = box.y + box.height * 0.7;
	const drag = async (from, to, at = y) => {
		await seen.page.mouse.move(x(from), at);
		await seen.page.mouse.down();
		await seen.page.mouse.move(x((from + to) / 2), at, { steps: 5 });
		await seen.page.mouse.move(x(to), at, { steps: 5 });
		await seen.page.mouse.up();
		await seen.page.waitForTimeout(150);
	};
	return { ...seen, drag, x, y, length };
}

const near = (is, wanted, what) => assert.ok(Math.abs(is - wanted) < NEAR,
	`${what}: ${is}, not ${wanted}`);

test("a cut that a mouse made is made shorter, deleted and brought back",
	async () => {
		const { page, drag, x, y, faults, close } = await openCall("fresh", 3);
		await drag(2000000, 6000000);
		const [before] = await cutsOf(page);
		near(before.from, 2000000, "start");
		near(before.to, 6000000, "end");
		await drag(before.from, 4000000);
		const [cut] = await cutsOf(page);
		near(cut.from, 4000000, "shorter");
		assert.equal(cut.to, before.to, "its end stayed");
		await page.mouse.click(x(5000000), y);
		await page.getByRole("button", { name: /^Delete the cut/ }).click();
		assert.equal((await cutsOf(page)).length, 0);
		await page.getByRole("button", { name: /^Undo/ }).click();
		assert.deepEqual(await cutsOf(page), [cut]);
		assert.deepEqual(faults, []);
		await close();
	});

test("no cut goes beyond the recording, however far the mouse goes",
	async () => {
		const { page, drag, length, faults, close } =
			await openCall("fresh", 3);
		await drag(8000000, 12000000);
		const [cut] = await cutsOf(page);
		assert.equal(cut.to, length);
		await drag(8600000, 3000000);
		await drag(3000000, -9000000);
		const [moved] = await cutsOf(page);
		assert.ok(moved.from >= 0 && moved.from < NEAR, String(moved.from));
		assert.ok(Math.abs(moved.to - moved.from - cut.to + cut.from) <= 1);
		assert.deepEqual(faults, []);
		await close();
	});
