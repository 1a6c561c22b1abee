import { readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

const folder = join(import.meta.dirname, "client");

const libraries = {
  "uplot.css": import.meta.resolve("uplot/dist/uPlot.min.css"),
  "uplot.js": import.meta.resolve("uplot/dist/uPlot.esm.js"),
};

const files = new Map([
  ...readdirSync(folder).map((name): [string, string] => [`/${name}`, join(folder, name)]),
  ...Object.entries(libraries).map(([name, url]): [string, string] => [`/${name}`, fileURLToPath(url)]),
]);

/** Returns the file for a path of the page, or `undefined` for any other path. */
export function findFile(path: string): { path: string; type: string } | undefined {
  const name = path === "/" ? "/index.html" : path;
  const file = files.get(name);
  return file === undefined ? undefined : { path: file, type: types[extname(name)] ?? "" };
}
