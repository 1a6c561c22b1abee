// Builds dist/function: the function's code as Lambda gets it, one CommonJS file, with sharp left to the layer and libheif beside it.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { bundle, libheifIn } from "./bundle.ts";
import { licences } from "./licences.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "dist/function");
const heifPackage = "node_modules/libheif-js/libheif-wasm";

const { files, inputs } = await bundle(root, {
  entryPoints: ["handler/index.ts"],
  outfile: join(folder, "index.js"),
  target: "node24",
  format: "cjs",
  external: ["sharp"],
  plugins: [libheifIn("./libheif")],
});

mkdirSync(join(folder, "libheif"), { recursive: true });
for (const { path, contents } of files) write(path, contents);
for (const file of ["libheif.js", "libheif.wasm", "LICENSE"]) {
  write(join(folder, "libheif", file), readFileSync(join(root, heifPackage, file)));
}
// Here, unlike in Lambda, the folder stands within a package of type "module".
write(join(folder, "package.json"), '{ "type": "commonjs" }\n');
write(join(folder, "LICENSES.txt"), licences(root, [...inputs, heifPackage]));

/** Replaces the file at once, because `npm start` builds while another run may be starting the function. */
function write(path: string, contents: string | Uint8Array): void {
  const partial = join(root, "dist", `.${basename(path)}.${process.pid}`);
  writeFileSync(partial, contents);
  renameSync(partial, path);
}
