import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import test from "ava";
import { noise } from "../helpers/images/images.ts";
import { freezeFunction } from "../helpers/local/children.ts";
import { hungryPng } from "../helpers/local/redriven.ts";
import { type RunningStack, startStack } from "../helpers/local/run.ts";
import { upload } from "../helpers/local/uploads.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const uploads = 100;
const connections = 16;
const keysOf = (length: number) =>
  Array.from({ length }, (_, index) => `uploads/${String(index).padStart(3, "0")}.jpg`);
const allKeys = keysOf(uploads);

test.serial("200 uploads at once from 16 connections give 200 outputs without a failure", async (t) => {
  const stack = await startStack(t, temporaryFolder(t));

  const { acknowledged } = await uploadAll(stack, keysOf(200));
  const status = await stack.settled();

  t.is(acknowledged.length, 200);
  t.like(status, { pending: 0, running: 0, succeeded: 200, failed: 0, deadLetters: 0 });
  t.deepEqual(await outputs(stack), acknowledged);
});

test.serial("kill -9 amid 100 uploads loses none that was acknowledged", async (t) => {
  const dataFolder = temporaryFolder(t);
  const first = await startStack(t, dataFolder);
  const { acknowledged } = await uploadAll(first, allKeys, (count) => count === 50 && first.kill());

  const second = await startStack(t, dataFolder);
  const status = await second.settled();
  const made = new Set(await outputs(second));
  await uploadAll(
    second,
    allKeys.filter((key) => !acknowledged.includes(key)),
  );
  await second.settled();

  t.true(acknowledged.length >= 50 && acknowledged.length < uploads, `${acknowledged.length} acknowledged`);
  t.like(status, { pending: 0, failed: 0, deadLetters: 0 });
  t.deepEqual(
    acknowledged.filter((key) => !made.has(key)),
    [],
  );
  t.deepEqual(await outputs(second), allKeys);
});

test.serial("kill -9 amid 60 uploads by way of a queue loses none that was acknowledged", async (t) => {
  const dataFolder = temporaryFolder(t);
  const keys = allKeys.slice(0, 60);
  const start = () => startStack(t, dataFolder, "--config", "ingestion=queue");
  const first = await start();
  const { acknowledged } = await uploadAll(first, keys, (count) => count === 30 && first.kill());

  const second = await start();
  const status = await second.settled();

  const made = new Set(await outputs(second));
  t.true(
    acknowledged.length >= 30 && acknowledged.length < keys.length,
    `${acknowledged.length} acknowledged`,
  );
  t.like(status, { pending: 0, failed: 0, deadLetters: 0 });
  t.deepEqual(
    acknowledged.filter((key) => !made.has(key)),
    [],
  );
});

test.serial("kill -9 while 100 acknowledged uploads wait loses none of them", async (t) => {
  const dataFolder = temporaryFolder(t);
  const first = await startStack(t, dataFolder, "--config", "reservedConcurrency=1");
  await uploadAll(first, allKeys.slice(0, 1));
  await first.settled();
  const frozen = await freezeFunction(first);
  const { acknowledged } = await uploadAll(first);
  const { pending } = await first.status();
  await first.kill();

  const second = await startStack(t, dataFolder);
  await second.settled();

  t.deepEqual({ frozen, pending }, { frozen: 1, pending: uploads });
  t.is(acknowledged.length, uploads);
  t.deepEqual(await outputs(second), acknowledged);
});

test.serial(
  "an event that fails is tried three times and then is a dead letter, which kill -9 keeps, as it does all counts",
  async (t) => {
    const dataFolder = temporaryFolder(t);
    const poor = ["--config", "memoryMiB=192"];
    const first = await startStack(t, dataFolder, "--retry-delay", "0.1", ...poor);

    await upload(first, "uploads/hungry.png", await hungryPng());
    await upload(first, "uploads/text.jpg", Buffer.from("no image"));
    const status = await first.settled();
    await first.kill();
    const second = await startStack(t, dataFolder);

    t.like(status, { pending: 0, succeeded: 1, failed: 3, deadLetters: 1 });
    t.deepEqual(status.rejections, { "not-an-image": 1 });
    t.deepEqual(await second.status(), status);
  },
);

test.serial(
  "SIGTERM amid 100 uploads ends the run before its function is done, and loses none",
  async (t) => {
    const dataFolder = temporaryFolder(t);
    const first = await startStack(t, dataFolder);
    const stop = async () => ({ frozen: await freezeFunction(first), code: await first.stop() });
    let stopping: ReturnType<typeof stop> | undefined;
    const { acknowledged } = await uploadAll(first, allKeys, (count) => {
      if (count === 50) stopping = stop();
    });
    const stopped = await stopping;

    const second = await startStack(t, dataFolder);
    await second.settled();

    t.is(stopped?.code, 0);
    t.true((stopped?.frozen ?? 0) > 0, "no function was at work");
    const made = new Set(await outputs(second));
    t.deepEqual(
      acknowledged.filter((key) => !made.has(key)),
      [],
    );
  },
);

/** Uploads over several connections. Each ends at its first failure. */
async function uploadAll(
  stack: RunningStack,
  keys = allKeys,
  onAcknowledged: (count: number) => unknown = () => {},
): Promise<{ acknowledged: string[] }> {
  const image = await noise(500, 400).jpeg().toBuffer();
  const waiting = [...keys];
  const acknowledged: string[] = [];
  const connection = async () => {
    for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
      await upload(stack, key, image);
      acknowledged.push(key);
      onAcknowledged(acknowledged.length);
    }
  };
  await Promise.allSettled(Array.from({ length: connections }, connection));
  return { acknowledged: acknowledged.sort() };
}

/** Lists the outputs' keys. They equal their sources' keys here, because both end in .jpg. */
async function outputs({ client, description }: RunningStack): Promise<string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: description.outputBucket }));
  return Contents.map(({ Key = "" }) => Key);
}
