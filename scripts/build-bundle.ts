// Builds dist/function: the function's code as Lambda gets it, one CommonJS file, with sharp left to the layer and libheif beside it.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build, type Plugin } from "esbuild";
import { licences } from "./licences.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "dist/function");
const heifPackage = "node_modules/libheif-js/libheif-wasm";

/** Its licence wants a user to be able to replace it, and only who uploads a HEIC should have to load it. */
const heifBeside: Plugin = {
  name: "libheif-beside",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^libheif-js\// }, ({ path }) => ({
      path: `./libheif/${basename(path)}`,
      external: true,
    })),
};

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
  plugins: [heifBeside],
  legalComments: "none",
});

mkdirSync(join(folder, "libheif"), { recursive: true });
for (const { path, contents } of result.outputFiles) write(path, contents);
for (const file of ["libheif.js", "libheif.wasm", "LICENSE"]) {
  write(join(folder, "libheif", file), readFileSync(join(root, heifPackage, file)));
}
// Here, unlike in Lambda, the folder stands within a package of type "module".
write(join(folder, "package.json"), '{ "type": "commonjs" }\n');
write(join(folder, "LICENSES.txt"), licences(root, [...Object.keys(result.metafile.inputs), heifPackage]));

/** At once, because `npm start` builds while another run may be starting a process of the function. */
function write(path: string, contents: string | Uint8Array): void {
  const partial = join(root, "dist", `.${basename(path)}.${process.pid}`);
  writeFileSync(partial, contents);
  renameSync(partial, path);
}
