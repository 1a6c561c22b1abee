// Builds dist/handler: the function's code as Lambda gets it, one CommonJS file with sharp left to the layer.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { licences } from "./licences.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "dist/handler");

const result = await build({
  absWorkingDir: root,
  entryPoints: ["handler/index.ts"],
  outfile: join(folder, "index.js"),
  bundle: true,
  write: false,
  metafile: true,
  minify: true,
  platform: "node",
  target: "node24",
  format: "cjs",
  external: ["sharp"],
  legalComments: "none",
});

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const file of result.outputFiles) writeFileSync(file.path, file.contents);
// Here, unlike in Lambda, the folder stands within a package of type "module".
writeFileSync(join(folder, "package.json"), '{ "type": "commonjs" }\n');
writeFileSync(join(folder, "LICENSES.txt"), licences(root, Object.keys(result.metafile.inputs)));
