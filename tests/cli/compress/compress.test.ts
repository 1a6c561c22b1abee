import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import sharp from "sharp";
import { runHere } from "../../helpers/command/in-process.ts";
import { problems } from "../../helpers/graph/problems.ts";
import { photograph, writeFiles } from "../../helpers/images/photographs.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const photo = await photograph(1).png().toBuffer();
const other = await photograph(2).png().toBuffer();

/** Writes `files` to a folder and compresses them to its subfolder `out`. */
async function compress(
  t: ExecutionContext,
  files: Record<string, Uint8Array | string>,
  args: string[] = [],
  folder = temporaryFolder(t),
) {
  writeFiles(folder, files);
  const paths = Object.keys(files).map((name) => join(folder, name));
  const out = join(folder, "out");
  const ended = await runHere(["compress", ...paths, "-o", out, ...args]);
  return { ...ended, folder, out, stdout: ended.stdout.replaceAll(`${folder}/`, "") };
}

test("Each output is told with sizes and pixels, and all of them in the end", async (t) => {
  const { code, stdout, out } = await compress(t, { "a photo — ü.png": photo });

  const { length } = readFileSync(join(out, "a photo — ü.jpg"));
  const less = `${Math.round(100 - (100 * length) / photo.length)} % less`;
  t.is(code, 0);
  const [line, closing] = stdout.split("\n");
  t.regex(
    line ?? "",
    /^a photo — ü\.png → out\/a photo — ü\.jpg: [\d.]+ kB → [\d.]+ k?B, \d+ % less, 96 × 64$/,
  );
  t.true(line?.includes(less), line);
  t.regex(closing ?? "", /^1 of 1 file compressed: .* in \d+\.\d s\.$/);
});

test("What is rejected or missing is told with its reason, and does not stop the others", async (t) => {
  const { code, stdout, folder } = await compress(t, { "notes.txt": "hello", "photo.png": photo }, [
    join(temporaryFolder(t), "gone.png"),
    temporaryFolder(t),
  ]);

  t.is(code, 1);
  t.regex(stdout, /^notes\.txt: rejected: not-an-image: 5 bytes of no known image format$/m);
  t.regex(stdout, /^.*gone\.png: not compressed: there is no such file$/m);
  t.regex(stdout, /not compressed: it is no file: `estimate` takes folders$/m);
  t.regex(stdout, /^1 of 4 files compressed: /m);
  t.deepEqual(readdirSync(join(folder, "out")), ["photo.jpg"]);
});

test("Sources of one name share names as uploads do, and the last finds none", async (t) => {
  const { code, stdout, out } = await compress(t, { "a.png": photo, "b/a.png": other, "c/a.png": photo });

  t.is(code, 1);
  t.deepEqual(readdirSync(out), ["a.jpg", "a.png.jpg"]);
  t.regex(stdout, /^b\/a\.png → out\/a\.png\.jpg: /m);
  t.regex(stdout, /^c\/a\.png: rejected: output-key-taken: owned by others: a\.jpg, a\.png\.jpg$/m);
});

test("A file that is there already stays, until it is forced", async (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, { "out/a.jpg": "mine" });

  const { code, stdout, out } = await compress(t, { "a.png": photo }, [], folder);

  t.is(code, 1);
  t.regex(stdout, /^a\.png: not written: out\/a\.jpg exists already: --force overwrites it$/m);
  t.is(readFileSync(join(out, "a.jpg"), "utf8"), "mine");
  const forced = await compress(t, { "a.png": photo }, ["--force"], folder);
  t.is(forced.code, 0);
  t.is((await sharp(readFileSync(join(out, "a.jpg"))).metadata()).format, "jpeg");
});

test("A source is never overwritten, by whatever name it is reached", async (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, { "a.png": photo, "real/a.jpg": other });
  symlinkSync(join(folder, "real/a.jpg"), join(folder, "a.jpg"));

  const files = [join(folder, "a.png"), join(folder, "real/a.jpg")];
  const { code, stdout } = await runHere(["compress", ...files, "-o", folder, "--force"]);

  t.is(code, 1);
  t.regex(stdout, /a\.png: not written: .*a\.jpg is a source itself/);
  t.true(readFileSync(join(folder, "real/a.jpg")).equals(other));
});

for (const [what, prefix] of [
  ["a prefix that climbs", "../"],
  ["a link", "elsewhere/deep/"],
] as const) {
  test(`Nothing is written outside of the folder: ${what}`, async (t) => {
    const [folder, elsewhere] = [temporaryFolder(t), temporaryFolder(t)];
    mkdirSync(join(folder, "out"));
    symlinkSync(elsewhere, join(folder, "out/elsewhere"));

    const { code, stdout } = await compress(
      t,
      { "a.png": photo },
      ["--config", `outputPrefix=${prefix}`],
      folder,
    );

    t.is(code, 1);
    t.regex(stdout, /not written: .* is outside of the folder for outputs$/m);
    t.deepEqual([readdirSync(elsewhere), existsSync(join(folder, "a.jpg"))], [[], false]);
  });
}

test("A folder whose name begins with dots is inside", async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, "out/..a"), { recursive: true });

  const args = ["--config", "outputPrefix=..a/"];
  const { code, stdout, out } = await compress(t, { "a.png": photo }, args, folder);

  t.is(code, 0, stdout);
  t.deepEqual(readdirSync(join(out, "..a")), ["a.jpg"]);
});

test("Wrong options are refused in the component's own words, all at once, before anything is made", async (t) => {
  const args = ["--config", "quality=101", "--config", "fromat=webp", "--config", 'web.format="gif"'];

  const { code, stderr, out } = await compress(t, { "a.png": photo }, args);

  const words = await problems({ quality: 101, fromat: "webp", web: { format: '"gif"' } });
  t.is(code, 2);
  t.is(stderr, `error: ${words.join("\n")}\n`);
  t.is(words.length, 3);
  t.false(existsSync(out));
});

test("The configuration of a stack holds, and --config over it", async (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, {
    "Pulumi.yaml": "name: gallery\nconfig: { maxDimension: { default: 50 }, format: { default: webp } }",
    "Pulumi.prod.yaml": "config: { gallery:maxDimension: 40 }",
  });
  const args = ["--stack", join(folder, "Pulumi.prod.yaml"), "--config", "format=avif"];

  const { stdout } = await compress(t, { "a.png": photo }, args);

  t.regex(stdout, /^a\.png → out\/a\.avif: .*, 40 × 27$/m);
});

test("A stack's file is read as Pulumi reads it, and a value that nobody meant gets a hint", async (t) => {
  const folder = temporaryFolder(t);
  const config =
    "{ gallery:maxDimension: 0100, gallery:maxPixels: 50_000_000, gallery:cacheControl: 2024-01-31 }";
  writeFiles(folder, { "Pulumi.yaml": "name: gallery", "Pulumi.prod.yaml": `config: ${config}` });

  const { code, stdout, stderr } = await compress(t, { "a.png": photo }, [
    "--stack",
    join(folder, "Pulumi.prod.yaml"),
  ]);

  t.is(code, 0);
  t.regex(stdout, /^a\.png → out\/a\.jpg: .*, 64 × 43$/m);
  t.regex(stderr, /`maxDimension` is 0100 .* octal number 64: write 100/);
  t.regex(stderr, /`cacheControl` is 2024-01-31 .*: put it in quotes, "2024-01-31"/);
});

test("With --json there is one object with every output, rejection and obstacle", async (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, { "out/a.jpg": "mine" });

  const files = { "a.png": photo, "b.txt": "text", "c.png": other };
  const { stdout, out } = await compress(t, files, ["--json"], folder);

  const rejections = [{ rendition: "default", reason: "not-an-image" }];
  const bytes = readFileSync(join(out, "c.jpg")).length;
  const output = { rendition: "default", file: "out/c.jpg", bytes, width: 96, height: 64 };
  t.like(JSON.parse(stdout), {
    files: [
      { source: "a.png", outputs: [], notWritten: [{ file: "out/a.jpg" }] },
      { source: "b.txt", bytesIn: 4, rejections },
      { source: "c.png", bytesIn: other.length, outputs: [output], rejections: [], notWritten: [] },
    ],
  });
});
