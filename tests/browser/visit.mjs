// A page opened from its file in a Chromium, and all it must not do noted: a
// request but for itself and the sound beside it, a violation of its policy, an
// error of a script.
import { readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { load, modules } from "./packages.mjs";

const { chromium } = load("playwright-core");
const axe = readFileSync(join(modules, "axe-core", "axe.min.js"), "utf8");

// Whatever asked for a host would find none.
export const launch = () => chromium.launch({
	executablePath: process.env.CHROMIUM,
	args: ["--mute-audio", "--disable-gpu",
		"--host-resolver-rules=MAP * ~NOTFOUND"] });

// What a page may ask for: itself, sound from its folder, what it made itself.
function allowed(url, page) {
	if (url.startsWith("data:") || url.startsWith("blob:"))
		return true;
	if (!url.startsWith("file:"))
		return false;
	const path = fileURLToPath(url.replace(/[?#].*/, ""));
	return path === page || (dirname(path) === dirname(page) &&
		/\.(wav|flac|mp3|opus)$/.test(basename(path)));
}

async function listen(context, page, file, faults, asked) {
	await context.exposeBinding("sarViolated", (_, text) =>
		faults.push(`policy: ${text}`));
	await context.addInitScript(() => addEventListener(
		"securitypolicyviolation", (e) => globalThis.sarViolated(
			`${e.effectiveDirective} ${e.blockedURI} ${e.sample}`)));
	context.on("request", (request) => {
		asked.push(request.url());
		if (!allowed(request.url(), file))
			faults.push(`asks for ${request.url()}`);
	});
	page.on("pageerror", (error) => faults.push(`script: ${error.stack}`));
	page.on("console", (message) => {
		if (["error", "warning"].includes(message.type()))
			faults.push(`console: ${message.text()}`);
	});
	page.on("popup", () => faults.push("opens a window"));
}

// Another day, which goes on from there; nothing else of time is changed.
const another = (day) => {
	const Real = Date;
	const ahead = Real.parse(day) - Real.now();
	globalThis.Date = class extends Real {
		constructor(...args) {
			super(...args.length === 0 ? [Real.now() + ahead] : args);
		}
		static now() {
			return Real.now() + ahead;
		}
	};
};

// visit(browser, path, options): {page, faults, asked, close}.  Of options,
// what playwright's newContext() takes; width and height are the window's; day
// is the day it is.
export async function visit(browser, path, options = {}) {
	const { width = 1000, height = 900, day, ...rest } = options;
	const file = resolve(path);
	const context = await browser.newContext({
		viewport: { width, height }, acceptDownloads: true, ...rest });
	const page = await context.newPage();
	const faults = [];
	const asked = [];
	page.setDefaultTimeout(10000);
	await listen(context, page, file, faults, asked);
	if (day !== undefined)
		await context.addInitScript(another, day);
	await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
	return { page, faults, asked, close: () => context.close() };
}

// What axe-core finds amiss on the page as it stands, a line each.
export async function axeFaults(page) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => globalThis.axe.run(
		document, { preload: false, resultTypes: ["violations"] }));
	return violations.flatMap((rule) => rule.nodes.map((node) =>
		`${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}

// WCAG 1.4.10: what is wider than the window, the page itself or a thing in it
// that has to be scrolled sideways; what scrolls by its nature is excepted.
export const tooWide = (page, except = ".none") => page.evaluate((no) => {
	const root = document.documentElement;
	const out = root.scrollWidth > innerWidth
		? [`page: ${root.scrollWidth} of ${innerWidth}`] : [];
	for (const e of document.querySelectorAll("body *"))
		if (e.getClientRects().length > 0 && !e.closest(no) &&
		    getComputedStyle(e).overflowX !== "visible" &&
		    e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1)
			out.push(`${e.tagName} ${e.className}: ${e.scrollWidth} of ` +
				e.clientWidth);
	return out;
}, except);

// Is the focus on something, and can it be seen there?
export const focusSeen = (page) => page.evaluate(() => {
	let e = document.activeElement;
	while (e?.shadowRoot?.activeElement)
		e = e.shadowRoot.activeElement;
	if (!e || e === document.body)
		return false;
	const style = getComputedStyle(e);
	return (style.outlineStyle !== "none" &&
		parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
});
