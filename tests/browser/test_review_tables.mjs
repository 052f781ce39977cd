// The tables and forms of the review page: what they show and change is what
// the model has, by the keyboard, and the focus is never lost.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { approveCall, cutsOf, frontCall, openReview, reviewPage,
	saidLast, withData } from "./review.mjs";
import { axeFaults, launch } from "./visit.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// The call with one cut and its decision.
async function opened() {
	const one = await openReview(browser, reviewPage("marked"));
	const { page } = one;
	await page.locator(".call-list button", { hasText: "Call 4" }).click();
	await page.locator("tbody[data-cut]").first().waitFor();
	return { ...one, cuts: () => page.locator("tbody[data-cut]").count(),
		button: (name) => page.getByRole("button", { name, exact: true }),
		focus: () => page.evaluate(() => document.activeElement.dataset.key ??
			document.activeElement.id),
		settle: () => page.waitForTimeout(120),
		verdict: () => page.locator("#verdict .now strong").textContent() };
}

async function type(one, which, text, key = "Tab") {
	const field = one.page.locator("input.time").nth(which);
	await field.fill(text);
	await field.press(key);
	await one.settle();
	return field;
}

test("a time is typed, and what is no time is not taken", async () => {
	const one = await opened();
	const { page } = one;
	await type(one, 0, "0:06.25");
	assert.equal(await page.locator("input.time").first().inputValue(),
		"0:00:06.250");
	assert.match(await one.focus(), /^to-/);
	assert.match(await saidLast(page), /now from 0:00:06\.250/);
	// What is seen is what holds, and beside it why nothing came of the rest.
	for (const bad of ["x", "-1", "9:59:59", "0:59.0"]) {
		const field = await type(one, 0, bad, "Enter");
		assert.equal(await field.inputValue(), "0:00:06.250", bad);
		const says = await field.getAttribute("aria-describedby");
		assert.ok((await page.locator(`[id="${says}"]`).textContent())
			.startsWith(`Not taken: \u201c${bad}\u201d is no`), bad);
	}
	await type(one, 0, "6", "Enter");
	assert.equal(await page.locator("input.time").first().inputValue(),
		"0:00:06.000");
	// An end after the recording's is its end.
	const end = await type(one, 1, "9:59", "Enter");
	const length = await page.evaluate(() => JSON.parse(document
		.getElementById("data").textContent).items[3].length_us);
	assert.equal((await cutsOf(page))[0].to, length);
	assert.match(await saidLast(page), /The recording ends there/);
	await type(one, 1, "9:59", "Enter");
	assert.doesNotMatch(await end.inputValue(), /9:59/);
	assert.match(await page.locator("p.taken").textContent(),
		/^Taken out in fact: 0:00:0[56]\.\d+ to 0:00:/);
	assert.deepEqual(one.faults, []);
	await one.close();
});

test("a cut is added, chosen, deleted and brought back by its table",
	async () => {
		const one = await opened();
		await one.page.locator("[data-key='add-cut']").press("Enter");
		await one.settle();
		assert.equal(await one.cuts(), 2);
		assert.match(await one.focus(), /^to-/);
		assert.equal(await one.page.locator("tbody.chosen").count(), 1);
		await one.button("Delete: cut 1").press("Enter");
		await one.settle();
		assert.equal(await one.cuts(), 1);
		assert.match(await one.focus(), /^delete-/);
		await one.page.keyboard.press("Enter");
		await one.settle();
		assert.equal(await one.cuts(), 0);
		assert.equal(await one.focus(), "add-cut");
		await one.page.keyboard.press("u");
		await one.page.keyboard.press("u");
		await one.settle();
		assert.equal(await one.cuts(), 2);
		assert.deepEqual(one.faults, []);
		await one.close();
	});

test("a suggestion is never a cut until somebody makes one of it", async () => {
	const one = await opened();
	const { page } = one;
	const rows = page.locator("tbody.suggestion");
	const n = await rows.count();
	assert.ok(n > 0);
	assert.equal(await one.cuts(), 1);
	assert.ok((await rows.first().textContent()).length > 20);
	await one.button("Dismiss: suggestion 1").press("Enter");
	await one.settle();
	assert.equal(await rows.count(), n - 1);
	assert.equal(await one.cuts(), 1);
	assert.equal(await one.focus(), "suggestions-back");
	await page.keyboard.press("Enter");
	await one.settle();
	assert.equal(await rows.count(), n);
	assert.equal(await one.focus(), "saway-0");
	assert.deepEqual(one.faults, []);
	await one.close();
});

test("what a decision lacks is said, led to, and stops an approval", async () => {
	const one = await opened();
	const { page } = one;
	await page.locator("#decision-1-information").fill("");
	await page.locator("#decision-1-consent").selectOption("refused");
	await one.settle();
	assert.equal(await page.locator("#verdict .todo-list li").count(), 4);
	await page.locator("#call-title").focus();
	await page.keyboard.press("a");
	await one.settle();
	assert.match(await saidLast(page), /Not approved: 4 things are missing/);
	assert.equal(await one.verdict(), "Waits for you");
	assert.equal(await one.focus(), "verdict-todo");
	await page.locator("#verdict .todo-list button").first().press("Enter");
	assert.match(await one.focus(), /^decision-1-/);
	const fill = (key, text) => page.locator(`#decision-1-${key}`).fill(text);
	await fill("information", "what they said");
	await fill("consent-date", "2026-10-01");
	await fill("consent-evidence", "letters, 7");
	await fill("refusal", "in a letter");
	await one.settle();
	await approveCall(page);
	assert.equal(await one.verdict(), "Approved");
	// What was approved is not what is there now.
	await fill("refusal", "in a letter of May");
	assert.equal(await one.verdict(), "Waits for you");
	assert.deepEqual(one.faults, []);
	await one.close();
});

test("nobody is answered for: not who speaks, nor what was heard", async () => {
	const one = await openReview(browser, reviewPage("fresh"));
	const { page } = one;
	await frontCall(page, 15);
	const approve = page.getByRole("button", { name: /^Approve/ });
	const now = () => page.locator("#verdict .now").textContent();
	const stands = page.locator("#call-facts .leaves");
	assert.equal(await page.locator("[name=speaker]:checked").count(), 0);
	await approve.click();
	await page.waitForTimeout(120);
	assert.match(await now(), /^Waits for you/);
	assert.match(await saidLast(page), /Say who speaks/);
	await page.locator("#verdict .todo-list button").first().press("Enter");
	assert.equal(await page.evaluate(() => document.activeElement.name),
		"speaker");
	await page.locator("[value=requester]").check();
	assert.match(await stands.textContent(), /^Nothing leaves yet/);
	// Nothing of it was played: that is asked, and leaving it is a no.
	await approve.click();
	assert.match(await page.locator("#ask-title").textContent(),
		/^0\.0\u00a0% was played here/);
	await page.keyboard.press("Escape");
	assert.match(await now(), /^Waits for you/);
	await approve.click();
	await page.getByRole("button", { name: "Do not approve it" }).click();
	assert.match(await now(), /^Waits for you/);
	await approveCall(page);
	assert.match(await now(),
		/^Approved.*you say who heard it elsewhere: 0\.0\u00a0% of it was played/);
	assert.doesNotMatch(await now(), /You have listened/);
	assert.equal(await stands.textContent(), "All of it leaves.");
	assert.match(await page.locator(".call-list [aria-current] .call-why")
		.textContent(), /^All of it leaves/);
	await page.locator("[value=other]").check();
	await approveCall(page);
	assert.equal(await stands.textContent(),
		"Nothing leaves: somebody else speaks.");
	assert.deepEqual(one.faults, []);
	await one.close();
});

test("a cut that was begun is not forgotten", async () => {
	const one = await opened();
	const { page } = one;
	await approveCall(page);
	assert.equal(await one.verdict(), "Approved");
	await page.keyboard.press("Shift+ArrowRight");
	await page.keyboard.press("[");
	await one.settle();
	assert.equal(await one.verdict(), "Waits for you");
	assert.match(await page.locator("#cuts").textContent(),
		/A cut begins at .* and has no end yet/);
	await page.keyboard.press("a");
	await one.settle();
	assert.match(await saidLast(page), /Not approved.*has no end yet/);
	await page.keyboard.press("j");
	await page.keyboard.press("k");
	await one.settle();
	await one.button("Forget its start").click();
	await one.settle();
	assert.doesNotMatch(await page.locator("#cuts").textContent(), /no end yet/);
	await approveCall(page);
	assert.equal(await one.verdict(), "Approved");
	assert.deepEqual(one.faults, []);
	await one.close();
});

test("letters are typed in one place, whatever is drawn meanwhile", async () => {
	const one = await opened();
	const note = one.page.locator("#decision-1-steps");
	await note.fill("");
	await note.pressSequentially("asked by letter, \u201cno\u201d");
	assert.equal(await note.inputValue(), "asked by letter, \u201cno\u201d");
	assert.equal(await one.focus(), "decision-1-steps");
	await one.page.locator("#verdict-note").pressSequentially("a b");
	assert.equal(await one.page.locator("#verdict-note").inputValue(), "a b");
	await one.close();
});

test("whoever else speaks, all goes, and nothing that was made is lost",
	async () => {
		const one = await opened();
		await one.page.locator("input[value='other']").check();
		await one.settle();
		assert.equal(await one.cuts(), 0);
		assert.match(await one.page.locator("#cuts").textContent(),
			/withheld.*are not saved/);
		assert.deepEqual(await axeFaults(one.page), []);
		await one.page.locator("input[value='requester']").check();
		await one.settle();
		assert.equal(await one.cuts(), 1);
		assert.deepEqual(one.faults, []);
		await one.close();
	});

test("what cannot be heard is told apart, and a note of before is shown",
	async () => {
		const path = withData("marked", ({ items }) => {
			items[0].wrong = "The recording of item 1 is not as it was.";
			items[0].undecided = true;
			items[2].review.note = "A neighbour is named <b>at</b> 0:07.";
		});
		const { page, faults, close } = await openReview(browser, path);
		const first = page.locator(".call-list button").first();
		assert.match(await page.locator("#todo").innerText(),
			/2 cannot be heard.*2 with nothing to hear/s);
		assert.match(await first.innerText(),
			/The recording of item 1 is not as it was\.\s+Cannot be heard$/);
		assert.equal(await first.getAttribute("data-verdict"), "wrong");
		await page.getByLabel("Show").first().selectOption("wrong");
		assert.equal(await page.locator(".call-list li:visible").count(), 2,
			"one more, of which the sample has no file");
		await first.click();
		assert.match(await page.locator("#verdict").innerText(),
			/cannot be heard, so nothing can be decided here/);
		await page.getByLabel("Show").first().selectOption("all");
		await frontCall(page, 3);
		assert.match(await page.locator("#call-facts").innerText(),
			/Note of that review\s+A neighbour is named <b>at<\/b> 0:07\./);
		assert.match(await page.locator("#wave .legend").innerText(),
			/hatched: a cut.*dotted.*dashed.*green/s);
		await page.locator("#staff").fill("u1041");
		await page.getByRole("button", { name: "Save the review" }).click();
		assert.match(await page.locator("#saved-text").innerText(),
			/Nothing is stored yet\..*Call 1 cannot be heard/s);
		assert.deepEqual(await axeFaults(page), []);
		assert.deepEqual(faults, []);
		await close();
	});
