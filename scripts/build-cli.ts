// Builds dist/cli: the package's command as one file, so that whoever installs the package installs nothing for it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle.ts";
import { licences } from "./licences.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "dist/cli");

/** Some of what is bundled is CommonJS, and asks for Node's own modules by `require`. */
const require = `import{createRequire as createRequireHere}from"node:module";const require=createRequireHere(import.meta.url);`;

const { files, inputs } = await bundle(root, {
  entryPoints: ["cli/index.ts"],
  outfile: join(folder, "index.js"),
  target: "node22.12",
  format: "esm",
  banner: { js: `#!/usr/bin/env node\n${require}` },
});

mkdirSync(folder, { recursive: true });
for (const { path, contents } of files) writeFileSync(path, contents, { mode: 0o755 });
writeFileSync(join(folder, "LICENSES.txt"), licences(root, inputs));
