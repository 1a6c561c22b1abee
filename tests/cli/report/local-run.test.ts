import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import test from "ava";
import type { Report } from "../../../cli/report/report.ts";
import { prices } from "../../../contract/prices.ts";
import { openDatabase } from "../../../local/aws/data/database.ts";
import { builtCommand } from "../../helpers/command/command.ts";
import { noise } from "../../helpers/images/images.ts";
import { type RunningStack, startStack } from "../../helpers/local/run.ts";
import { upload } from "../../helpers/local/uploads.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { until } from "../../helpers/until.ts";

const command = builtCommand();
const endings: (() => void)[] = [];
const owner = { teardown: (work: () => void) => endings.unshift(work) };
test.after.always(() => {
  for (const end of endings) end();
});

const [photos, texts, repeats] = [182, 10, 5];
/** Four sources whose every try takes too long, and four of which only the first try does. */
const [hopeless, slow, timeouts] = [4, 4, 16];
let current: RunningStack;
const stack = () => current;
const log: string[] = [];
let made: Promise<Report> | undefined;

/** Returns the report; the first test to ask makes the uploads. */
function reportOfUploads(): Promise<Report> {
  made ??= tellStory().then(async () => JSON.parse(await reported("--json", "--since", "1h")));
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

/**
 * Makes 200 uploads, of which eight meet a function that has a second for images of a minute. It is a run of its own on the same
 * data: in a patient run no try is ended because the machine is slow.
 */
async function tellStory(): Promise<void> {
  const data = temporaryFolder(owner);
  await during(data, [], uploadAll);
  const large = await noise(2400).jpeg({ quality: 50 }).toBuffer();
  const put = (count: number, name: string) =>
    Promise.all(Array.from({ length: count }, (_, at) => upload(stack(), `uploads/${name}${at}.jpg`, large)));
  await during(data, [...impatient, "--retry-delay", "0"], async () => {
    await put(hopeless, "hopeless");
    await stack().settled();
  });
  await during(data, [...impatient, "--retry-delay", "3600"], async () => {
    await put(slow, "slow");
    await until(stack().status, ({ failed }) => failed === timeouts);
  });
  makeRetriesDue(data);
  current = await startStack(owner, data);
  await stack().settled();
}

const impatient = ["timeoutSeconds=1", "format=avif", "effort=smallest", "scale=1"].flatMap((option) => [
  "--config",
  option,
]);

/** Runs the stack for as long as `work` takes, and keeps its log. */
async function during(data: string, options: string[], work: () => Promise<void>): Promise<void> {
  current = await startStack(owner, data, ...options);
  await work();
  await current.stop();
  log.push(...current.output.stderr.split("\n"));
}

/** Moves the waiting events' time to now, as if the hour of their delay were over. */
function makeRetriesDue(data: string): void {
  const database = openDatabase(data);
  database.exec("UPDATE events SET due = 0");
  database.close();
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

test("After 200 uploads and 16 tries that timed out the report is that of buckets, queue and log", async (t) => {
  const report = await reportOfUploads();
  const found = await pairs();
  const { rejections, deadLetters, looks } = await stack().status();

  const [bytesIn, bytesOut] = [
    sum(found.map((pair) => pair.bytesIn)),
    sum(found.map((pair) => pair.bytesOut)),
  ];
  t.is(found.length, photos + slow);
  t.is(log.filter((line) => line.includes("Task timed out after 1.00 seconds")).length, timeouts);
  t.is(deadLetters, hopeless);
  t.like(report, {
    pipeline: stack().description.functionName,
    looked: photos + slow + texts + repeats + timeouts,
    compressed: photos + slow,
    unchanged: repeats,
    rejected: sum(Object.values(rejections)),
    failed: null,
    errors: timeouts,
    failedTries: timeouts,
    deadLetters,
    bytesIn,
    bytesOut,
    bytesSaved: bytesIn - bytesOut,
    savedPercent: (100 * (bytesIn - bytesOut)) / bytesIn,
    notes: [],
  });
  t.deepEqual(report.rejections, rejections);
  const results = { compressed: photos + slow, unchanged: repeats, rejected: texts, failed: timeouts };
  t.deepEqual(looks, { ...results, gone: 0 });
  t.is(report.looked, sum(Object.values(looks)));
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
  const { cost, savings, bytesSaved, since, until, firstImage } = await reportOfUploads();
  const looked = photos + slow + texts + repeats;

  const seconds = (Date.parse(until) - Date.parse(firstImage ?? "")) / 1000;
  const months = Math.max(60, seconds) / (30 * 86_400);
  const perGB = savings.transferDollarsPerGB * savings.viewsPerImage + savings.storageDollarsPerGB;
  const saved = (Number(bytesSaved) / months / 1024 ** 3) * perGB;
  t.true(String(firstImage) > since && String(firstImage) < until);
  t.true(Math.abs(Number(savings.dollarsPerMonth) / saved - 1) < 1e-9);
  t.is(cost.invocations, (looked + timeouts) * prices.invocation);
  t.is(cost.writes, (photos + slow) * prices.put);
  t.is(cost.reads, (looked * 3 + photos + slow) * prices.get);
  t.true(Number(cost.compute) > 0 && Number(cost.logs) > 0);
  t.is(cost.perMillionImages, (Number(cost.total) / looked) * 1e6);
});

test("Rows and table say the same, for people and spreadsheets", async (t) => {
  const report = await reportOfUploads();
  const [csv, table] = await Promise.all([reported("--csv", "--since", "1h"), reported("--since", "1h")]);

  const rows = csv.trimEnd().split("\r\n").slice(1);
  const column = (index: number) => sum(rows.map((row) => Number(row.split(",")[index])));
  t.deepEqual([2, 3, 4, 14].map(column), [report.compressed, report.unchanged, report.rejected, timeouts]);
  t.regex(rows.at(-1) ?? "", new RegExp(`,${hopeless}$`));
  const counts = [photos + slow, repeats, texts, timeouts, hopeless];
  const labels = ["compressed", "unchanged", "rejected", "failed tries", "dead letters"];
  t.true(
    table.includes(
      labels.map((label, at) => ` ${label.padEnd(16)} ${`${counts[at]}`.padStart(7)}\n`).join(""),
    ),
  );
});

test("A pipeline that is not there is told beside the one that is", async (t) => {
  await reportOfUploads();

  const failure = await t.throwsAsync(reported("--pipeline", "absent"));

  const { functionName, region } = stack().description;
  t.regex(failure.message, /report ended with 2: error: There is no pipeline absent in/);
  t.true(failure.message.includes(region) && failure.message.includes(functionName));
});
