import { stripVTControlCharacters } from "node:util";
import test, { type ExecutionContext } from "ava";
import { viewsText } from "../../../cli/estimate/table.ts";
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
    lines.some((line) => /^ together, at most +\$[\d.]+ {2}█/.test(line)),
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

for (const [what, args, told] of [
  [
    "the defaults",
    [],
    "the defaults: jpeg, quality 80, effort balanced; 1,769 MiB on arm64, ingestion direct.",
  ],
  [
    "options of its own",
    [
      "quality=60",
      "maxDimension=300",
      "web.format=png",
      "web.metadata=keep",
      "ingestion=queue",
      "memoryMiB=2048",
    ],
    "--config: default: jpeg, quality 60, maxDimension 300, effort balanced; web: png, maxDimension 300, effort balanced, metadata keep; 2,048 MiB on arm64, ingestion queue.",
  ],
] as const) {
  test(`It says with which settings it reckoned: ${what}`, async (t) => {
    const config = args.flatMap((option) => ["--config", option]);

    const { stdout } = await runHere(["estimate", await folderOf(t, 1), ...config]);

    t.true(stdout.replaceAll("\n", " ").includes(`1 image. Reckoned with ${told}`), stdout);
  });
}

test("It names the stack's file that it reckoned with", async (t) => {
  const { stdout } = await runHere([
    "estimate",
    await folderOf(t, 1),
    "--stack",
    "Pulumi.lab.yaml",
    "--json",
  ]);

  const { from, outputs } = JSON.parse(stdout).settings;
  t.deepEqual([from, outputs[0].quality, outputs[0].scale], ["Pulumi.lab.yaml", 40, 0.3]);
});

for (const [views, text] of [
  [0, "0 views"],
  [0.01, "0.1 views"],
  [0.95, "1 view"],
  [3.14, "3.2 views"],
  [10.2, "11 views"],
  [1734.1, "1,735 views"],
  [null, "never"],
] as const) {
  test(`Views from which on it pays are rounded up: ${views} to ${text}`, (t) => {
    t.is(viewsText(views), text);
  });
}

test("It says from how many views on it pays, and where none suffice", async (t) => {
  const folder = await folderOf(t, 1);

  const [some, none] = await Promise.all(
    [[], ["--transfer-dollars-per-gb", "0"]].map((args) => runHere(["estimate", folder, ...args])),
  );

  t.regex(some?.stdout ?? "", /^ pays from +[\d,]+ views$/m);
  t.regex(none?.stdout ?? "", /^ pays from +never$/m);
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
