import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { unmeantValues } from "../../../components/options/unmeant-values.ts";
import { readRewritten } from "../../../config/rewritten.ts";
import { readStackConfig } from "../../../config/stack-config.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

/** Returns the hints at a stack's file with this configuration. */
function hints(t: ExecutionContext, config: string[], overrides: string[] = []): string[] {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "Pulumi.yaml"), "name: p\nruntime: nodejs\n");
  const lines = config.map((line) => `  p:${line}\n`).join("");
  writeFileSync(join(folder, "Pulumi.dev.yaml"), `config:\n  aws:region: 010\n${lines}`);
  const { values } = readStackConfig(folder, overrides, "dev");
  return unmeantValues(values, "p", readRewritten(folder, "p", "dev"));
}

const date = "2024-01-31 00:00:00 +0000 UTC";
const unmeant: [line: string, path: string, written: string, read: string][] = [
  ["objectTags: { released: 2024-01-31 }", "objectTags.released", "2024-01-31", date],
  ["tags: { account: 012345678901 }", "tags.account", "012345678901", "12345678901"],
  ["tags: { id: 12345678901234567890 }", "tags.id", "12345678901234567890", "12345678901234567000"],
  ["tags: { version: 1.10 }", "tags.version", "1.10", "1.1"],
  ["tags: { open: True }", "tags.open", "True", "true"],
  ["tags: { none: ~ }", "tags.none", "~", "null"],
  ['tags: { "a.b": 010 }', 'tags["a.b"]', "010", "8"],
  ["cacheControl: 0x1F", "cacheControl", "0x1F", "31"],
  ["uploadSuffixes: [.png, .50]", "uploadSuffixes[1]", ".50", "0.5"],
  ["renditions: [{ name: a, objectTags: { x: 1_000 } }]", "renditions[0].objectTags.x", "1_000", "1000"],
  ["web: { outputSuffix: 1e3 }", "web.outputSuffix", "1e3", "1000"],
];

for (const [line, path, written, read] of unmeant) {
  test(`a text that YAML takes for something else gets a hint to quote it: ${line}`, (t) => {
    t.deepEqual(hints(t, [line]), [
      `\`${path}\` is ${written} in the stack's file, and YAML reads that as ${read}: put it in quotes, "${written}", to keep it as it is written`,
    ]);
  });
}

test("a number that YAML takes for an octal one gets a hint, in renditions too", (t) => {
  const found = hints(t, ["maxDimension: 01024", "renditions: [{ name: a, quality: 0_60 }]"]);

  t.deepEqual(found, [
    "`maxDimension` is 01024 in the stack's file, and YAML reads that as the octal number 532: write 1024, or 532 if it is meant",
    "`renditions[0].quality` is 0_60 in the stack's file, and YAML reads that as the octal number 48: write 60, or 48 if it is meant",
  ]);
});

test("numbers that are meant, and texts in quotes, get no hint", (t) => {
  const meant = [
    "maxPixels: 50_000_000",
    "maxBytes: 1e6",
    "memoryMiB: 0x800",
    "timeoutSeconds: 0o74",
    "quality: 07",
    "mirrorDeletions: True",
    "scale: 0.50",
    'tags: { a: "010", b: "2024-01-31", c: 10, d: true, e: text, f: !!str 010 }',
    "unknown: 010",
  ];

  t.deepEqual(hints(t, meant), []);
});

test("a value that --config replaces gets no hint", (t) => {
  t.deepEqual(hints(t, ["quality: 010"], ["quality=10"]), []);
});

test("a date that Pulumi wrote back into the file gets a hint as well", (t) => {
  const text =
    '`tags.a` is "2024-01-31 00:00:00 +0000 UTC", as YAML reads a date: put it in quotes, such as "2024-01-31", to keep it as it is written';

  t.deepEqual(hints(t, [`tags: { a: "${date}" }`]), [text]);
});

test("a stack without a file gets no hint", (t) => {
  t.deepEqual(readRewritten(temporaryFolder(t), "p", "dev"), []);
});
