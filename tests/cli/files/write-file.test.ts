import { execFileSync } from "node:child_process";
import { closeSync, constants, lstatSync, openSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { writeThrough } from "../../../cli/files/write-file.ts";
import { writeFiles } from "../../helpers/images/photographs.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

for (const [what, files] of [
  ["a file", { "elsewhere/page.html": "before" }],
  ["no file yet", { "elsewhere/other.html": "" }],
] as [string, Record<string, string>][]) {
  test(`A link stays, and the page is where it leads: ${what}`, async (t) => {
    const folder = temporaryFolder(t);
    writeFiles(folder, files);
    symlinkSync("elsewhere/page.html", join(folder, "link.html"));

    await writeThrough(join(folder, "link.html"), "after");

    t.true(lstatSync(join(folder, "link.html")).isSymbolicLink());
    t.is(readFileSync(join(folder, "elsewhere/page.html"), "utf8"), "after");
    t.deepEqual(readdirSync(folder).sort(), ["elsewhere", "link.html"]);
  });
}

test("A pipe is written into, and stays", async (t) => {
  const pipe = join(temporaryFolder(t), "pipe");
  execFileSync("/usr/bin/mkfifo", [pipe]);
  const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  t.teardown(() => closeSync(reader));

  await writeThrough(pipe, "page");

  t.true(lstatSync(pipe).isFIFO());
  t.is(readFileSync(reader, "utf8"), "page");
});
