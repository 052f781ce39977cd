// The script that is compiled in is the one that npm's packages give, byte for
// byte, with its licence; and it can stand in a page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bundle } from "./vendor.mjs";

const folder = join(process.env.ROOT, "lib", "review", "vendor");
const text = (name) => readFileSync(join(folder, name), "utf8");

test("made again, it is the same byte for byte", () => {
	const { script, licence } = bundle();
	assert.ok(script === text("wavesurfer.js"), "make vendor changes it");
	assert.ok(licence === text("LICENSE.wavesurfer"));
});

test("README has the version and the digest that are pinned", () => {
	const lock = JSON.parse(readFileSync(join(process.env.ROOT, "tests",
		"browser", "package-lock.json")));
	const { version, integrity } = lock.packages["node_modules/wavesurfer.js"];
	assert.ok(text("README").includes(`version     ${version},`));
	assert.ok(text("README").includes(`integrity   ${integrity}\n`));
	assert.ok(text("wavesurfer.js").includes(`wavesurfer.js ${version} `));
});

test("no package is pinned to a place, and each is by its digest", () => {
	const lock = readFileSync(join(process.env.ROOT, "tests", "browser",
		"package-lock.json"), "utf8");
	assert.ok(!/"resolved"|https?:/.test(lock));
	for (const [name, one] of Object.entries(JSON.parse(lock).packages))
		assert.ok(name === "" || /^sha512-/.test(one.integrity), name);
});

test("nothing in it ends a script, or runs text", () => {
	const script = text("wavesurfer.js");
	assert.ok(!/<\/script|<!--/i.test(script));
	assert.ok(!/\beval\(|new Function|document\.write|import\(/.test(script));
	assert.ok(script.includes("Redistribution and use in source and binary"));
});
