// The deadline in the header of the review page, on whatever day it is opened.
import assert from "node:assert/strict";
import { test } from "node:test";
import { plain, scripts } from "./scripts.mjs";

const page = scripts(["fields", "rules", "header"], ["headerLeft", "headerDate",
	"headerSaid", "headerDue"]);

test("days left are counted from today, across months and leap days", () => {
	assert.equal(page.headerLeft("2026-11-02", "2026-11-02"), "today");
	assert.equal(page.headerLeft("2026-11-02", "2026-11-01"), "1 day left");
	assert.equal(page.headerLeft("2026-11-02", "2026-10-31"), "2 days left");
	assert.equal(page.headerLeft("2026-11-02", "2026-11-03"), "1 day late");
	assert.equal(page.headerLeft("2028-03-01", "2028-02-28"), "2 days left");
	assert.equal(page.headerLeft("2027-01-01", "2026-12-30"), "2 days left");
	// A night when the clocks change is a day as any other.
	assert.equal(page.headerLeft("2026-10-26", "2026-10-24"), "2 days left");
});

test("a date that is none is not one, and no count is made of it", () => {
	for (const date of [undefined, null, "", "2026-02-30", "02/11/2026"]) {
		assert.equal(page.headerLeft(date, "2026-11-02"), "");
		assert.equal(page.headerDate(date), "not known");
	}
	assert.equal(page.headerDate("2026-11-02"), "2 November 2026");
});

test("what the clock said is of the day the page was made", () => {
	const data = { made: "2026-11-01T23:00:00Z", clock_text: "It runs." };
	assert.equal(page.headerSaid(data, "2026-11-01"), "It runs");
	assert.equal(page.headerSaid(data, "2026-11-02"), "It runs, as of " +
		"1 November 2026, when this page was made");
	assert.equal(page.headerSaid({ clock_text: "It runs" }, "2026-11-02"),
		"It runs");
});

test("only a clock that runs has days left", () => {
	const due = (clock, day) => plain(page.headerDue({ clock, due: day },
		"2026-11-01")).join("");
	assert.equal(due("running", "2026-11-02"), "Due 2 November 2026, 1 day left");
	assert.equal(due("running", "2026-10-02"),
		"Due 2 October 2026, 30 days late");
	assert.equal(due("running", ""), "Due now");
	assert.equal(due("paused", "2026-11-02"),
		"Due 2 November 2026 at the earliest");
	assert.equal(due("waiting", ""), "Due on no day yet");
	assert.equal(due("answered", "2026-11-02"), "Was due 2 November 2026");
});
