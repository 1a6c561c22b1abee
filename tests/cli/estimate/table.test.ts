import { stripVTControlCharacters } from "node:util";
import test, { type ExecutionContext } from "ava";
import { runHere } from "../../helpers/command/in-process.ts";
import { photograph, writeFiles } from "../../helpers/images/photographs.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const torn = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

async function folderOf(t: ExecutionContext, images: number): Promise<string> {
  const folder = temporaryFolder(t);
  for (let at = 0; at < images; at += 1)
    writeFiles(folder, { [`${at}.jpg`]: await photograph(at).jpeg({ quality: 95 }).toBuffer() });
  return folder;
}

test("In a terminal of 40 columns no line is longer, and a bar shows how far it is", async (t) => {
  const folder = await folderOf(t, 2);
  writeFiles(folder, { [`torn ${"x".repeat(60)}.png`]: torn, "notes.txt": "text" });

  const terminal = { isTTY: true, columns: 40, hasColors: () => true };
  const { stdout, stderr } = await runHere(["estimate", folder, "--config", "web.quality=20"], terminal);

  const lines = stripVTControlCharacters(stdout).split("\n");
  t.deepEqual(
    lines.filter((line) => line.length > 40),
    [],
  );
  t.true(
    lines.some((line) => /^ all costs +\$[\d.]+ {2}█/.test(line)),
    stdout,
  );
  t.regex(stderr, /Compressing █+░* [1-3]\/3/);
});

test("Into a pipe there is no colour, no bar and no control character", async (t) => {
  const { stdout, stderr } = await runHere(["estimate", await folderOf(t, 2)]);

  t.is(stripVTControlCharacters(stdout + stderr), stdout + stderr);
  t.notRegex(stdout + stderr, /[█▏▎▍▌▋▊▉░]/);
  t.is(stderr, "Compressing: 1 of 2\nCompressing: 2 of 2\n");
});

test("What is rejected is counted by reason, and ten of them are named", async (t) => {
  const folder = await folderOf(t, 1);
  for (let at = 10; at < 22; at += 1) writeFiles(folder, { [`torn-${at}.png`]: torn });

  const { code, stdout } = await runHere(["estimate", folder]);

  t.is(code, 0);
  t.regex(stdout, /^ corrupt +12$/m);
  t.is(stdout.match(/^torn-\d\d\.png: corrupt, /gm)?.length, 10);
  t.regex(stdout, /^And 2 more: --json names all\.$/m);
});

test("A name cannot command the terminal", async (t) => {
  const folder = await folderOf(t, 1);
  writeFiles(folder, { "\u001b]0;mine\u0007.png": torn });

  const { stdout } = await runHere(["estimate", folder]);

  t.regex(stdout, /^\ufffd\]0;mine\ufffd\.png: corrupt/m);
});

test("What the options are worth is said with what is saved", async (t) => {
  const args = ["--uploads", "2000", "--views-per-image", "7", "--config", "expireOriginalsAfterDays=9"];

  const { stdout } = await runHere(["estimate", await folderOf(t, 1), ...args]);

  t.regex(stdout, /^A month of 2,000 uploads like these$/m);
  t.regex(
    stdout.replaceAll("\n", " "),
    /looked at 7 times a month at \$0\.09 for a GB of transfer, and \$0\.023 for a GB stored, as originals expire\./,
  );
});
