import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { findProblems } from "../../scripts/house/problems.ts";
import { root } from "../helpers/root.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const table = `
| folder | what lives there | may import |
|---|---|---|
| \`handler/\` | what runs in Lambda | \`contract\` |
| \`local/aws/\` | the services | nothing outside |
| \`tests/\` | the tests | everything |
`;

/** Writes a project of these files, and returns its problems. */
function problemsOf(t: ExecutionContext, files: Record<string, string>): string[] {
  const folder = temporaryFolder(t);
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  for (const [path, text] of Object.entries({ "CONTRIBUTING.md": table, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return findProblems(folder);
}

/** A function of so many lines, including its signature and its last brace. */
const functionOf = (lines: number) => `export function long() {\n${"  // A line.\n".repeat(lines - 2)}}\n`;

test("The project keeps the rules of the house", (t) => {
  t.deepEqual(findProblems(root), []);
});

test("A folder with 21 files is named, and one with 20 is not", (t) => {
  const filesIn = (folder: string, count: number) =>
    Array.from({ length: count }, (_, index) => [`${folder}/${index}.txt`, ""] as const);

  const problems = problemsOf(t, Object.fromEntries([...filesIn("cli", 20), ...filesIn("bench", 21)]));

  t.deepEqual(problems, ["bench: a folder holds at most 20 files; it has 21"]);
});

test("A function of 51 lines is named, comments counted, and one of 50 is not", (t) => {
  const problems = problemsOf(t, { "cli/a.ts": functionOf(50), "cli/b.ts": `\n${functionOf(51)}` });

  t.deepEqual(problems, ["cli/b.ts:2: a function has at most 50 lines; it has 51"]);
});

for (const word of ["What", "Of", "Whether"]) {
  test(`A comment that begins with ${word} is named`, (t) => {
    const text = `\nconst one = 1; // Counts.\n\n/**\n * ${word} is one.\n */\nconst two = one;\n// ${word}.\nf(two);\n`;

    const problems = problemsOf(t, { "cli/a.ts": text });

    const rule = `a comment is a sentence or a verb phrase; it begins with "${word}"`;
    t.deepEqual(problems, [`cli/a.ts:4: ${rule}`, `cli/a.ts:8: ${rule}`]);
  });
}

test("Strings are no comments, and a longer word with the same beginning is allowed", (t) => {
  const text =
    'const a = "// What"; const b = `/* Of */`; const c = /\\/\\/ What/;\n// Offers c.\nf(a, b, c);\n';

  t.deepEqual(problemsOf(t, { "cli/a.ts": text }), []);
});

for (const statement of [
  'import { a } from "../components/a.ts";',
  'import type { A } from "../components/a.ts";',
  'export { a } from "../components/a.ts";',
  'const a = await import("../components/a.ts");',
  'let a: import("../components/a.ts").A;',
]) {
  test(`An import that crosses a closed border is named: ${statement}`, (t) => {
    const problems = problemsOf(t, { "handler/index.ts": `\n${statement}\n`, "components/a.ts": "" });

    t.deepEqual(problems, [
      "handler/index.ts:2: CONTRIBUTING.md's table does not let it import components/a.ts",
    ]);
  });
}

test("A file in the wrong room is named by its importers there", (t) => {
  const problems = problemsOf(t, {
    "local/aws/s3/storage.ts": 'import { pieces } from "../../stack/pieces.ts";\n',
    "local/stack/pieces.ts": "export const pieces = 1;\n",
    "handler/index.ts": 'import "../contract/settings.ts";\n',
    "tests/a.test.ts": 'import "../local/stack/pieces.ts";\n',
  });

  t.deepEqual(problems, [
    "local/aws/s3/storage.ts:1: CONTRIBUTING.md's table does not let it import local/stack/pieces.ts",
  ]);
});

test("A circle of imports is named once, with its path", (t) => {
  const problems = problemsOf(t, {
    "cli/a.ts": 'import "./b.ts";\n',
    "cli/b.ts": 'import type { C } from "./c.ts";\n',
    "cli/c.ts": 'import "./a.ts";\n',
  });

  t.deepEqual(problems, [
    "cli/a.ts: imports go round in a circle: cli/a.ts → cli/b.ts → cli/c.ts → cli/a.ts",
  ]);
});
