// The page's scripts without a page: as one script, as the page has them, of
// which the named things are given back.  host: what a browser would give them.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const folder = join(dirname(fileURLToPath(import.meta.url)), "../../lib/review",
	"page");

export function scripts(files, names, host = {}) {
	const text = files.map((name) =>
		readFileSync(join(folder, `${name}.js`), "utf8")).join("");
	const context = vm.createContext({ atob, console, TextDecoder, TextEncoder,
		...host });

	return vm.runInContext(`${text}\n;({ ${names.join(", ")} })`, context);
}

// What comes from the other context has other prototypes there.
export const plain = (value) => JSON.parse(JSON.stringify(value));

// A case as the page gets it, with as much as the model asks for.
export const someData = () => ({
	schema: "sar-review.page/1", bases: [{ code: "LPP" }, { code: "TP" }],
	items: [
		{ item: 1, reviewable: true, length_us: 60000000, channels: 2,
			joint: false, original: "original-01.flac",
			redacted: "redacted-01.flac", guard_before_us: 20000,
			guard_after_us: 30000, review: null,
			cuts: [{ from_us: 10000000, to_us: 12000000, channels: [1],
				basis: "TP", fill: "policy", decision: "1" },
			{ from_us: 5000000, to_us: 6000000, channels: [], basis: "LPP",
				fill: "tone", decision: "" }],
			decisions: [{ id: "1", outcome: "redact" }],
			suggestions: [{ code: "dtmf", from_us: 20000000,
				to_us: 23000000, channel: 2, cut: true },
			{ code: "talk", from_us: 1, to_us: 2, channel: 0, cut: false }] },
		{ item: 2, reviewable: false },
		{ item: 3, reviewable: true, length_us: 1000000, channels: 2,
			joint: true, original: "original-03.flac", redacted: null,
			review: { speaker: "other", standing: "second-person",
				damage_heard: true }, cuts: [], decisions: [] },
	],
});
