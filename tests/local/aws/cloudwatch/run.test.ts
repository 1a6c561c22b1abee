import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import test, { type ExecutionContext } from "ava";
import { noise } from "../../../helpers/images/images.ts";
import { type RunningStack, startStack } from "../../../helpers/local/run.ts";
import { read, upload } from "../../../helpers/local/uploads.ts";
import { temporaryFolder } from "../../../helpers/temporary-folder.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** Returns sums of metrics since the day before, by namespace, metric and dimensions. */
async function sums(t: ExecutionContext, { description }: RunningStack, metrics: string[][]) {
  const { endpoint, region } = description;
  const client = new CloudWatchClient({ endpoint, region, credentials: description });
  t.teardown(() => client.destroy());
  const queries = metrics.map(([Namespace, MetricName, ...rest], index) => {
    const pairs = rest.flatMap((Name, at) => (at % 2 === 0 ? [{ Name, Value: rest[at + 1] }] : []));
    const Metric = { Namespace, MetricName, Dimensions: pairs };
    return { Id: `q${index}`, MetricStat: { Metric, Stat: "Sum", Period: 2 * 24 * 3600 } };
  });
  const today = Math.floor(Date.now() / dayMs) * dayMs;
  const range = { StartTime: new Date(today - dayMs), EndTime: new Date(today + dayMs) };
  const request = new GetMetricDataCommand({ MetricDataQueries: queries, ...range });
  const { MetricDataResults = [] } = await client.send(request);
  return MetricDataResults.map(({ Values }) => Values?.[0]);
}

test("metrics are what the run did, and survive kill -9", async (t) => {
  const dataFolder = temporaryFolder(t);
  const first = await startStack(t, dataFolder);
  const images = await Promise.all([40, 50, 60].map((size) => noise(size).png().toBuffer()));
  for (const [index, image] of images.entries()) await upload(first, `uploads/${index}.png`, image);
  await upload(first, "uploads/text.png", Buffer.from("no image"));
  await first.settled();
  const outputs = await Promise.all(images.map((_, index) => read(first, `uploads/${index}.jpg`)));
  await first.kill();

  const stack = await startStack(t, dataFolder);
  const { functionName, sourceBucket } = stack.description;
  const own = ["Pipeline", functionName];
  const bytes = (list: { length: number }[]) => list.reduce((sum, { length }) => sum + length, 0);

  const found = await sums(t, stack, [
    ["ImageCompressionPipeline", "Compressed", ...own],
    ["ImageCompressionPipeline", "BytesIn", ...own],
    ["ImageCompressionPipeline", "BytesOut", ...own],
    ["ImageCompressionPipeline", "Rejected", ...own, "Reason", "not-an-image"],
    ["AWS/S3", "NumberOfObjects", "BucketName", sourceBucket, "StorageType", "AllStorageTypes"],
  ]);

  t.deepEqual(found, [3, bytes(images), bytes(outputs.map((output) => output.bytes)), 1, 4]);
});
