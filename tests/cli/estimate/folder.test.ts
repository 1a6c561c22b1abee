import { chmodSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { sampleOf } from "../../../cli/estimate/folder.ts";
import { runHere } from "../../helpers/command/in-process.ts";
import { photograph, writeFiles } from "../../helpers/images/photographs.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const photo = await photograph(1).jpeg({ quality: 95 }).toBuffer();

/** Writes `files` to a new folder and estimates it. */
async function estimate(
  t: ExecutionContext,
  files: Record<string, Uint8Array | string>,
  args: string[] = [],
  folder = temporaryFolder(t),
) {
  writeFiles(folder, files);
  return runHere(["estimate", folder, ...args]);
}

test("Images are known by their bytes, in folders at any depth, and other files are counted", async (t) => {
  const files = { "a.jpg": photo, "b/c/ü – x": photo, "b/photo.jpg": "text", empty: "" };

  const { code, stdout } = await estimate(t, files, ["--json"]);

  t.is(code, 0);
  t.like(JSON.parse(stdout), { images: 2, tried: 2, leftOut: { otherFiles: 2, bySuffix: 0, links: 0 } });
});

test("Links are not followed, in the folder or out of it", async (t) => {
  const [folder, outside] = [temporaryFolder(t), temporaryFolder(t)];
  writeFiles(outside, { "b.jpg": photo });
  for (const [at, target] of [outside, join(outside, "b.jpg"), folder, "gone"].entries())
    symlinkSync(target, join(folder, `link-${at}.jpg`));

  const { stdout } = await estimate(t, { "a.jpg": photo }, ["--json"], folder);

  t.like(JSON.parse(stdout), { images: 1, leftOut: { links: 4 } });
});

test("Only what the pipeline would look at is tried", async (t) => {
  const files = { "a.jpg": photo, "b.JPG": photo, "c.Jpg": photo, "d.jpeg": photo };

  const { stdout } = await estimate(t, files, ["--json", "--config", "uploadSuffixes[0]=.jpg"]);

  t.like(JSON.parse(stdout), { images: 2, leftOut: { bySuffix: 2 } });
});

test.serial("A file and a folder that may not be read are skipped and told, and end it with 1", async (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, { "a.jpg": photo, "b.jpg": photo, "c/d.jpg": photo });
  chmodSync(folder, 0o755);
  chmodSync(join(folder, "b.jpg"), 0);
  chmodSync(join(folder, "c"), 0);
  // Root may read everything, so the test becomes another user, once all modules are loaded.
  await runHere(["estimate", folder]);
  if (process.getuid?.() === 0) process.seteuid?.(65_534);

  const { code, stdout } = await runHere(["estimate", folder]).finally(() =>
    process.seteuid?.(process.getuid?.() ?? 0),
  );

  t.is(code, 1);
  t.regex(stdout, /^1 image\. /m);
  t.regex(stdout, /^b\.jpg: skipped, it may not be read$/m);
  t.regex(stdout, /^c: skipped, it may not be read$/m);
});

test("A folder without an image, or empty, is told, and ends with 1", async (t) => {
  const { code, stdout } = await estimate(t, { "notes.txt": "text" });
  const empty = await estimate(t, {});

  t.is(code, 1);
  t.regex(stdout, /^No images; left out: 1 file of no image format$/m);
  t.is(empty.code, 1);
  t.regex(empty.stdout, /^No images$/m);
});

for (const [what, args, message] of [
  ["no folder", [], /The folder is missing: give one with images/],
  ["one that is not there", ["/nowhere"], /\/nowhere cannot be looked at: there is no such folder/],
  ["a file", [import.meta.filename], /is a file: give a folder, or use `compress` for files/],
  [
    "an option that is none",
    [".", "--config", "qualty=3"],
    /`qualty` is not an option; the nearest is `quality`/,
  ],
  ["a price that is none", [".", "--views-per-image", "-1"], /It must be a number such as 0\.09/],
  ["no uploads", [".", "--uploads", "0"], /It must be a whole number such as 1000/],
] as [string, string[], RegExp][]) {
  test(`Wrong usage ends with 2 and says what to give: ${what}`, async (t) => {
    const { code, stdout, stderr } = await runHere(["estimate", ...args]);

    t.is(code, 2);
    t.regex(stderr, message);
    t.is(stdout, "");
  });
}

test("A sample is spread over all, and all is taken where there are no more", (t) => {
  const all = Array.from({ length: 10 }, (_, at) => at);

  t.deepEqual(sampleOf(all, 4), [0, 2, 5, 7]);
  t.deepEqual(sampleOf(all, 1), [0]);
  t.deepEqual(sampleOf(all, 10), all);
  t.deepEqual(sampleOf(all, Number.POSITIVE_INFINITY), all);
});
