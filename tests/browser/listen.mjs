// What the tests of a package's listen.html share.
import { join } from "node:path";

export const formats = ["same", "wav", "flac", "mp3", "opus"];
export const folder = (name) => join(process.env.WORK, `listen-${name}.opened`);
export const listenPage = (name) => join(folder(name), "listen.html");

// Each player plays, if only for a moment; what came of it.
export const playEach = (page) => page.evaluate(async () => {
	const out = [];
	for (const a of document.querySelectorAll("audio")) {
		let why = "";
		await a.play().catch((e) => { why = String(e); });
		for (let i = 0; i < 60 && !(a.currentTime > 0.2); i++)
			await new Promise((r) => setTimeout(r, 50));
		out.push({ src: a.getAttribute("src"), at: a.currentTime, why,
			long: a.duration, said: Number(a.dataset.seconds),
			here: a.closest("section").querySelector(".gone").hidden });
		a.pause();
	}
	return out;
});

// The first recording that something was taken out of.
export async function firstCut(page) {
	const row = page.locator("tr[data-from]").first();
	const box = page.locator("section.item", { has: row }).first();
	return { box, row, audio: box.locator("audio"),
		from: Number(await row.getAttribute("data-from")),
		button: (name) => box.getByRole("button", { name }).first() };
}

export const timeOf = (audio) => audio.evaluate((a) => a.currentTime);
