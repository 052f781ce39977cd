// vendor.mjs FOLDER: wavesurfer.js and its regions plugin as one script that
// can stand in a page, and their licence, into FOLDER.  Nothing of it is ours,
// and nothing depends on the day or on the machine.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { load, modules } from "./packages.mjs";

const entry = `import WaveSurfer from "wavesurfer.js/dist/wavesurfer.js";
import RegionsPlugin from "wavesurfer.js/dist/plugins/regions.js";
export { WaveSurfer, RegionsPlugin };
`;

export function bundle() {
	const from = join(modules, "wavesurfer.js");
	const { version } = JSON.parse(readFileSync(join(from, "package.json")));
	const licence = readFileSync(join(from, "LICENSE"), "utf8");
	const notice = ["/*!", ` * wavesurfer.js ${version} and its regions plugin;`,
		" * made by `make vendor`, not to be changed by hand.", " *",
		...licence.trimEnd().split("\n").map((l) => ` * ${l}`.trimEnd()), " */"];
	const { outputFiles, warnings } = load("esbuild").buildSync({
		stdin: { contents: entry, resolveDir: join(modules, ".."),
			sourcefile: "entry.js" },
		absWorkingDir: join(modules, ".."), bundle: true, write: false,
		format: "iife", globalName: "SarWave", platform: "browser",
		target: "es2020", charset: "ascii", legalComments: "inline",
		banner: { js: notice.join("\n") } });
	if (warnings.length > 0)
		throw new Error(warnings[0].text);
	return { script: outputFiles[0].text, licence };
}

const folder = process.argv[2];
if (folder !== undefined && process.argv[1].endsWith("vendor.mjs")) {
	const { script, licence } = bundle();
	writeFileSync(join(folder, "wavesurfer.js"), script);
	writeFileSync(join(folder, "LICENSE.wavesurfer"), licence);
}
