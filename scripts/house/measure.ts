// Prints figures of the project's size and words; `--root DIR` measures another checkout by the same rules.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import ts from "typescript";
import { type Comment, readComments } from "./comments.ts";
import { countFiles } from "./folders.ts";
import { measureFunctions } from "./functions.ts";
import { listFiles, readSourceFiles, type SourceFile } from "./source-files.ts";

const { values } = parseArgs({ options: { root: { type: "string" } } });
const root = resolve(values.root ?? join(import.meta.dirname, "../.."));
const paths = listFiles(root).filter((path) => !path.startsWith("tests/fixtures/"));
const files = readSourceFiles(root, paths);

const areas: Record<string, (path: string) => boolean> = {
  "all code": () => true,
  "without tests": (path) => !path.startsWith("tests/"),
  tests: (path) => path.startsWith("tests/"),
};

for (const [area, isIn] of Object.entries(areas)) {
  const within = files.filter(({ path }) => isIn(path));
  console.log(`\n${area}: ${within.length} files`);
  for (const [name, figure] of Object.entries(figuresOf(within)))
    console.log(`  ${name.padEnd(48)}${figure}`);
}

const folders = [...countFiles(paths)].sort(([, a], [, b]) => b - a);
console.log("\nfolders with the most files");
for (const [folder, count] of folders.slice(0, 8)) console.log(`  ${folder.padEnd(48)}${count}`);

console.log("\nwords of pages");
const pages = paths.filter((path) => path.endsWith(".md"));
console.log(`  ${"README.md".padEnd(48)}${words(["README.md"])}`);
console.log(`  ${"docs/".padEnd(48)}${words(pages.filter((path) => path.startsWith("docs/")))}`);

function figuresOf(within: SourceFile[]): Record<string, string> {
  const comments = within.flatMap(readComments);
  const commentLines = sum(comments.map(({ lines }) => lines));
  const codeLines = sum(within.map(({ tree }) => linesOfCode(tree)));
  return {
    "file lines, median / 90th percentile / most": spread(within.map(({ lines }) => lines)),
    "function lines, median / 90th percentile / most": spread(
      within.flatMap(measureFunctions).map(({ lines }) => lines),
    ),
    comments: String(comments.length),
    "comment lines per 100 code lines": ((100 * commentLines) / codeLines).toFixed(1),
    "begin with What, Of, How, Whether, Where, Who, Why": share(
      comments,
      /^(What|Of|How|Whether|Where|Who|Why)\b/,
    ),
    'hold "that"': share(comments, /\bthat\b/i),
  };
}

/** Counts the lines in which a token stands. */
function linesOfCode(tree: ts.SourceFile): number {
  const lines = new Set<number>();
  const visit = (node: ts.Node) => {
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(tree);
    if (children.length === 0 && node.getEnd() > node.getStart(tree)) {
      const last = tree.getLineAndCharacterOfPosition(node.getEnd()).line;
      for (let line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line; line <= last; line += 1)
        lines.add(line);
    }
    for (const child of children) visit(child);
  };
  visit(tree);
  return lines.size;
}

function spread(numbers: number[]): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  return `${at(0.5)} / ${at(0.9)} / ${sorted.at(-1) ?? 0}`;
}

function share(comments: Comment[], pattern: RegExp): string {
  const found = comments.filter(({ text }) => pattern.test(text)).length;
  return `${((100 * found) / comments.length).toFixed(1)} %`;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function words(pages: string[]): number {
  return sum(pages.map((page) => readFileSync(join(root, page), "utf8").split(/\s+/).filter(Boolean).length));
}
