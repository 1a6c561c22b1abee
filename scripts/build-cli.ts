// Builds dist/cli: the package's command as one file, so that whoever installs the package installs nothing for it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { licences } from "./licences.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "dist/cli");

/** Some of what is bundled is CommonJS, and asks for Node's own modules by `require`. */
const require = `import{createRequire as createRequireHere}from"node:module";const require=createRequireHere(import.meta.url);`;

const result = await build({
  absWorkingDir: root,
  entryPoints: ["cli/index.ts"],
  outfile: join(folder, "index.js"),
  bundle: true,
  write: false,
  metafile: true,
  minify: true,
  platform: "node",
  target: "node22.12",
  format: "esm",
  banner: { js: `#!/usr/bin/env node\n${require}` },
  legalComments: "none",
});

mkdirSync(folder, { recursive: true });
for (const { path, contents } of result.outputFiles) writeFileSync(path, contents, { mode: 0o755 });
writeFileSync(join(folder, "LICENSES.txt"), licences(root, Object.keys(result.metafile.inputs)));
