// A person with a keyboard alone: nothing here uses the mouse, gives a thing the
// focus, or sets a field but by keys.
import assert from "node:assert/strict";

// What has the focus, also inside what draws by itself.
export const focused = (page) => page.evaluate(() => {
	const e = document.activeElement;
	return e === null || e === document.body ? "" : e.outerHTML.slice(0, 300);
});

// Tab, till what has the focus is one of ${selector}; with back, Shift+Tab.
export async function tabTo(page, selector, back = false) {
	for (let i = 0; i < 800; i++) {
		await page.keyboard.press(back ? "Shift+Tab" : "Tab");
		if (await page.evaluate((s) => document.activeElement.matches(s),
			selector))
			return;
	}
	assert.fail(`Tab does not come to ${selector}`);
}

// Into the field of ${selector}, in place of what is there.
export async function typeInto(page, selector, text) {
	await tabTo(page, selector);
	await page.keyboard.press("Control+a");
	await page.keyboard.type(text);
}

// The choice of ${selector} that has this value, by the arrow keys.
export async function choose(page, selector, value) {
	await tabTo(page, selector);
	const { at, to } = await page.evaluate((v) => {
		const e = document.activeElement;
		return { at: e.selectedIndex,
			to: [...e.options].findIndex((o) => o.value === v) };
	}, value);
	assert.ok(to >= 0, `${selector} has no ${value}`);
	for (let i = at; i !== to; i += to > at ? 1 : -1)
		await page.keyboard.press(to > at ? "ArrowDown" : "ArrowUp");
	assert.equal(await page.evaluate(() => document.activeElement.value), value);
}
