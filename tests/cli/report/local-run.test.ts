import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import test from "ava";
import type { Report } from "../../../cli/report/report.ts";
import { prices } from "../../../contract/prices.ts";
import { builtCommand } from "../../helpers/command/command.ts";
import { noise } from "../../helpers/images/images.ts";
import { sharedStack } from "../../helpers/local/run.ts";
import { upload } from "../../helpers/local/uploads.ts";

const command = builtCommand();
const stack = sharedStack();

const [photos, texts, repeats] = [190, 10, 5];
let made: Promise<Report> | undefined;

/** Returns the report; the first test to ask makes the uploads. */
function reportOfUploads(): Promise<Report> {
  made ??= uploadAll().then(async () => JSON.parse(await reported("--json", "--since", "1h")));
  return made;
}

/** Returns the standard output of `report`. */
async function reported(...args: string[]): Promise<string> {
  const { endpoint, region, accessKeyId, secretAccessKey } = stack().description;
  const environment = {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const { code, stdout, stderr } = await command(["report", "--endpoint", endpoint, ...args], environment)
    .ended;
  if (code !== 0) throw new Error(`report ended with ${code}: ${stderr}`);
  return stdout;
}

/** Returns the sizes of a bucket's objects by the part of their keys before the dot. */
async function sizes(Bucket: string): Promise<Map<string, number>> {
  const { Contents = [] } = await stack().client.send(new ListObjectsV2Command({ Bucket }));
  return new Map(Contents.map(({ Key = "", Size = 0 }) => [Key.split(".", 1)[0] ?? "", Size]));
}

async function uploadAll(): Promise<void> {
  const images = await Promise.all(
    Array.from({ length: 19 }, (_, index) =>
      noise(40 + 6 * index)
        .png()
        .toBuffer(),
    ),
  );
  const photo = (index: number) => images[index % images.length] ?? Buffer.of();
  const put = (count: number, name: string, body: (index: number) => Buffer) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        upload(stack(), `uploads/${name}${index}.png`, body(index)),
      ),
    );
  await put(photos, "photo", photo);
  await put(texts, "text", (index) => Buffer.from(`no image ${index}`));
  await stack().settled();
  await put(repeats, "photo", photo);
  await stack().settled();
}

/** Pairs the bytes of each source with those of its output, as the buckets have them. */
async function pairs(): Promise<{ bytesIn: number; bytesOut: number }[]> {
  const { sourceBucket, outputBucket } = stack().description;
  const [sources, outputs] = await Promise.all([sizes(sourceBucket), sizes(outputBucket)]);
  return [...outputs].map(([name, bytesOut]) => ({ bytesIn: sources.get(name) ?? 0, bytesOut }));
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

test("After 200 uploads the report's images and bytes are those of the buckets and of the run's status", async (t) => {
  const report = await reportOfUploads();
  const found = await pairs();
  const { rejections } = await stack().status();

  const [bytesIn, bytesOut] = [
    sum(found.map((pair) => pair.bytesIn)),
    sum(found.map((pair) => pair.bytesOut)),
  ];
  t.is(found.length, photos);
  t.like(report, {
    pipeline: stack().description.functionName,
    looked: photos + texts + repeats,
    compressed: photos,
    unchanged: repeats,
    rejected: sum(Object.values(rejections)),
    failed: null,
    bytesIn,
    bytesOut,
    bytesSaved: bytesIn - bytesOut,
    savedPercent: (100 * (bytesIn - bytesOut)) / bytesIn,
    notes: [],
  });
  t.deepEqual(report.rejections, rejections);
});

test("Percentiles are those of all images, not of minutes", async (t) => {
  const { percentiles } = await reportOfUploads();
  const ratios = (await pairs()).map(({ bytesIn, bytesOut }) => Math.round((1000 * bytesOut) / bytesIn) / 10);

  const sorted = ratios.sort((a, b) => a - b);
  const rank = (percent: number) => sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? null;
  t.deepEqual(percentiles.sizeRatio, { p50: rank(50), p90: rank(90), p99: rank(99) });
  const { p50, p90, p99 } = percentiles.uploadToOutput;
  t.true(Number(p50) > 0 && Number(p50) <= Number(p90) && Number(p90) <= Number(p99));
});

test("Dollars follow from the report's own figures, at list prices", async (t) => {
  const { cost, savings, bytesSaved, since, until } = await reportOfUploads();
  const looked = photos + texts + repeats;

  const months = (Date.parse(until) - Date.parse(since)) / (30 * 86_400_000);
  const perGB = savings.transferDollarsPerGB * savings.viewsPerImage + savings.storageDollarsPerGB;
  const saved = (Number(bytesSaved) / months / 1024 ** 3) * perGB;
  t.true(Math.abs(Number(savings.dollarsPerMonth) / saved - 1) < 1e-9);
  t.is(cost.invocations, looked * prices.invocation);
  t.is(cost.writes, photos * prices.put);
  t.is(cost.reads, (looked * 3 + photos) * prices.get);
  t.true(Number(cost.compute) > 0 && Number(cost.logs) > 0);
  t.is(cost.perMillionImages, (Number(cost.total) / looked) * 1e6);
});

test("Rows and table say the same, for people and spreadsheets", async (t) => {
  const report = await reportOfUploads();
  const [csv, table] = await Promise.all([reported("--csv", "--since", "1h"), reported("--since", "1h")]);

  const rows = csv.trimEnd().split("\r\n").slice(1);
  const column = (index: number) => sum(rows.map((row) => Number(row.split(",")[index])));
  t.deepEqual([column(2), column(3), column(4)], [report.compressed, report.unchanged, report.rejected]);
  t.regex(
    table,
    new RegExp(` compressed +${photos}\n unchanged +${repeats}\n rejected +${texts}\n failed +none\n`),
  );
});

test("A pipeline that is not there is told beside the one that is", async (t) => {
  await reportOfUploads();

  const failure = await t.throwsAsync(reported("--pipeline", "absent"));

  const { functionName, region } = stack().description;
  t.regex(failure.message, /report ended with 2: error: There is no pipeline absent in/);
  t.true(failure.message.includes(region) && failure.message.includes(functionName));
});
