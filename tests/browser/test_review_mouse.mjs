// Cuts by the mouse, on the waveform: made, moved, made longer and shorter, one
// channel alone, deleted, and brought back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { cutsOf, frontCall, openReview, reviewPage, saveReview }
	from "./review.mjs";
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
	return { ...seen, drag, x, y, box };
}

const near = (is, wanted, what) => assert.ok(Math.abs(is - wanted) < NEAR,
	`${what}: ${is}, not ${wanted}`);

test("a drag makes a cut, which is moved, resized, deleted, brought back",
	async () => {
		const { page, drag, x, y, faults, close } = await openCall("fresh", 3);
		await drag(2000000, 4000000);
		let [cut] = await cutsOf(page);
		near(cut.from, 2000000, "start");
		near(cut.to, 4000000, "end");
		const length = cut.to - cut.from;
		await drag(3000000, 5000000);
		[cut] = await cutsOf(page);
		near(cut.from, 4000000, "moved");
		assert.ok(Math.abs(cut.to - cut.from - length) <= 1,
			"it is as long as it was");
		const before = cut;
		await drag(cut.to, 7000000);
		[cut] = await cutsOf(page);
		near(cut.to, 7000000, "longer");
		assert.equal(cut.from, before.from, "its start stayed");
		await drag(cut.from, 5000000);
		[cut] = await cutsOf(page);
		near(cut.from, 5000000, "shorter");
		assert.equal((await cutsOf(page)).length, 1);
		await page.mouse.click(x(6000000), y);
		await page.getByRole("button", { name: /^Delete the cut/ }).click();
		assert.equal((await cutsOf(page)).length, 0);
		await page.getByRole("button", { name: /^Undo/ }).click();
		await page.waitForTimeout(100);
		assert.deepEqual(await cutsOf(page), [cut]);
		assert.deepEqual(faults, []);
		await close();
	});

test("no cut goes beyond the recording, however far the mouse goes",
	async () => {
		const { page, drag, faults, close } = await openCall("fresh", 3);
		await drag(8000000, 12000000);
		const [cut] = await cutsOf(page);
		assert.ok(cut.to <= 9283000 && cut.to > 9200000, String(cut.to));
		await drag(8600000, 3000000);
		await drag(3000000, -9000000);
		const [moved] = await cutsOf(page);
		assert.ok(moved.from >= 0 && moved.from < NEAR, String(moved.from));
		assert.ok(Math.abs(moved.to - moved.from - cut.to + cut.from) <= 1);
		assert.deepEqual(faults, []);
		await close();
	});

test("a click goes there and makes no cut; the cut clicked on is chosen",
	async () => {
		const { page, x, y, faults, close } = await openCall("marked", 4);
		await page.mouse.click(x(2000000), y);
		await page.waitForTimeout(200);
		near(1e6 * await page.locator("audio").evaluate((a) => a.currentTime),
			2000000, "playhead");
		assert.equal((await cutsOf(page)).length, 1);
		await page.mouse.click(x(7000000), y);
		await page.locator("tbody[data-cut].chosen").waitFor();
		assert.deepEqual(faults, []);
		await close();
	});

test("with Shift a cut is on the channel under the mouse alone", async () => {
	const { page, drag, box, faults, close } = await openCall("fresh", 8);
	await page.keyboard.down("Shift");
	await drag(1000000, 2000000, box.y + box.height * 0.75);
	await page.keyboard.up("Shift");
	const saved = await saveReview(page);
	const { cuts } = saved.items.find((one) => one.item === 8);
	assert.equal(cuts.length, 1);
	assert.deepEqual(cuts[0].channels, [2]);
	near(cuts[0].from_us, 1000000, "start");
	assert.deepEqual(faults, []);
	await close();
});
