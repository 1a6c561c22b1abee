// Builds dist/cli, the package's command. Users install nothing more for it but sharp, which only some commands need: imports
// at run time are files of their own.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle, libheifIn } from "./bundle.ts";
import { licences } from "./licences.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "dist/cli");

/** Some bundled packages are CommonJS, and ask for Node's own modules by `require`. */
const require = `import{createRequire as createRequireHere}from"node:module";const require=createRequireHere(import.meta.url);`;

const { files, inputs } = await bundle(root, {
  entryPoints: ["cli/index.ts"],
  outdir: folder,
  splitting: true,
  // The names of split files are hashes of paths too, which must not lead out of the folder.
  preserveSymlinks: true,
  // An import of a CommonJS package in a file of its own would have no names.
  mainFields: ["module", "main"],
  target: "node22.12",
  format: "esm",
  external: ["sharp"],
  // The command shares the function's copy.
  plugins: [libheifIn("../function/libheif")],
  banner: { js: `#!/usr/bin/env node\n${require}` },
});

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const { path, contents } of files) writeFileSync(path, contents, { mode: 0o755 });
writeFileSync(join(folder, "LICENSES.txt"), licences(root, inputs));
