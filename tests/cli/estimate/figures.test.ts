import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import type { Report } from "../../../cli/estimate/report.ts";
import { prices } from "../../../contract/prices.ts";
import { runHere } from "../../helpers/command/in-process.ts";
import { photograph, writeFiles } from "../../helpers/images/photographs.ts";

const config = ["quality=60", "web.format=webp", "web.maxDimension=48", "outputNaming=append"];
const options = config.flatMap((option) => ["--config", option]);
const uploads = 200_000;

/** Forty are JPEG and ten are PNG, in two folders. */
const photographs = await Promise.all(
  Array.from({ length: 50 }, async (_, at) => {
    const image = photograph(at, 60 + at, 64);
    return at % 5 === 0
      ? { name: `sub folder/${at}.png`, bytes: await image.png().toBuffer() }
      : { name: `${at}.jpg`, bytes: await image.jpeg({ quality: 97 }).toBuffer() };
  }),
);

const folder = mkdtempSync(join(tmpdir(), "estimate-"));
test.after.always(() => rmSync(folder, { recursive: true }));
writeFiles(folder, Object.fromEntries(photographs.map(({ name, bytes }) => [name, bytes])));

let report: Report;

test.before(async (t) => {
  const estimate = ["estimate", folder, "--json", "--uploads", String(uploads), "--views-per-image", "3"];
  const { code, stdout, stderr } = await runHere([...estimate, ...options]);
  t.is(code, 0, stderr);
  report = JSON.parse(stdout);
  const files = photographs.map(({ name }) => join(folder, name));
  await runHere(["compress", ...files, "-o", join(folder, "made"), ...options]);
});

/** Measures the photographs with this ending, and the outputs `compress` wrote for them. */
function bytesOf(ending: string) {
  const same = photographs.filter(({ name }) => name.endsWith(ending));
  const made = (path: string) =>
    sum(
      same.map(
        ({ name }) => statSync(join(folder, "made", path.replace("*", name.replace(/.*\//, "")))).size,
      ),
    );
  return {
    images: same.length,
    bytesIn: sum(same.map(({ bytes }) => bytes.length)),
    bytesOut: made("output/*.jpg"),
    bytesOfWeb: made("web/*.webp"),
  };
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

test("The estimate of 50 photos is what compress writes of them, in bytes and percent", (t) => {
  const { bytesOfWeb, ...all } = bytesOf("");

  t.like(report, { images: 50, tried: 50, rejected: [], unreadable: [] });
  t.like(report.total, { ...all, savedPercent: (100 * (all.bytesIn - all.bytesOut)) / all.bytesIn });
  t.deepEqual(report.renditions, { default: all.bytesOut, web: bytesOfWeb });
});

for (const [name, ending] of [
  ["JPEG photo", ".jpg"],
  ["PNG photo", ".png"],
] as const) {
  test(`So is the estimate of each class: ${name}`, (t) => {
    const { bytesOfWeb: _web, ...expected } = bytesOf(ending);

    const found = report.classes.find((each) => each.class === name);

    t.like(found, expected);
    t.true(found !== undefined && found.lowestSsim <= found.ssim && found.ssim < 1);
  });
}

test("Dollars follow from these bytes, the seconds that it took, and the prices of AWS", (t) => {
  const { bytesIn, bytesOut } = bytesOf("");
  const gigabytes = (((bytesIn - bytesOut) / 50) * uploads) / 1024 ** 3;
  const gigabyteSeconds = uploads * (report.total?.seconds ?? 0) * (1769 / 1024);

  for (const [actual, expected] of [
    [report.month?.saved, gigabytes * 0.09 * 3],
    [report.month?.costs.writes, uploads * 2 * prices.put],
    [report.month?.costs.compute, gigabyteSeconds * prices.computeGBSecond.arm64],
  ] as const)
    t.true(Math.abs((actual ?? 0) / expected - 1) < 1e-9, `${actual} is not ${expected}`);
});
