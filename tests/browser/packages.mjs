// What npm.sh installed, by name, from wherever that is.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

export const modules = resolve(process.env.BROWSER_MODULES ??
	"build/browser", "node_modules");
export const load = createRequire(join(modules, "from.js"));
