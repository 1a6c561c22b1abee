import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import test from "ava";
import type { PageImage } from "../../local/page/gallery.ts";
import { noise } from "../helpers/images/images.ts";
import { type RunningStack, startStack } from "../helpers/local/run.ts";
import { upload } from "../helpers/local/uploads.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const Key = "uploads/a.jpg";
const connections = 8;

test.serial("kill -9 amid 60 overwrites of one key loses no version that was acknowledged", async (t) => {
  const dataFolder = temporaryFolder(t);
  const first = await startStack(t, dataFolder);
  const bodies = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      noise(60 + index)
        .jpeg()
        .toBuffer(),
    ),
  );
  const acknowledged = await overwrite(first, bodies, (count) => count === 30 && first.kill());

  const second = await startStack(t, dataFolder);
  const status = await second.settled();

  t.true(acknowledged.size >= 30 && acknowledged.size < bodies.length, `${acknowledged.size} acknowledged`);
  for (const [version, body] of acknowledged) t.deepEqual(await read(second, version), body);
  t.like(status, { pending: 0, failed: 0, deadLetters: 0 });
  const latest = (await versions(second)).filter(({ IsLatest }) => IsLatest);
  t.is(latest.length, 1);
});

/** Overwrites one key over several connections. Each ends at its first failure. */
async function overwrite(
  { client, description }: RunningStack,
  bodies: Buffer[],
  onAcknowledged: (count: number) => unknown,
): Promise<Map<string, Buffer>> {
  const waiting = [...bodies];
  const acknowledged = new Map<string, Buffer>();
  const connection = async () => {
    for (let body = waiting.shift(); body !== undefined; body = waiting.shift()) {
      const put = new PutObjectCommand({ Bucket: description.sourceBucket, Key, Body: body });
      acknowledged.set((await client.send(put)).VersionId ?? "", body);
      onAcknowledged(acknowledged.size);
    }
  };
  await Promise.allSettled(Array.from({ length: connections }, connection));
  return acknowledged;
}

async function read({ client, description }: RunningStack, VersionId: string): Promise<Buffer> {
  const get = new GetObjectCommand({ Bucket: description.sourceBucket, Key, VersionId });
  return Buffer.from((await (await client.send(get)).Body?.transformToByteArray()) ?? []);
}

async function versions({ client, description }: RunningStack) {
  const list = new ListObjectVersionsCommand({ Bucket: description.sourceBucket });
  return (await client.send(list)).Versions ?? [];
}

test.serial(
  "sources keep versions as the graph says, outputs do not, and the page shows what is current",
  async (t) => {
    const stack = await startStack(t, temporaryFolder(t));
    const { client, description } = stack;
    const Bucket = description.sourceBucket;
    await upload(stack, Key, await noise(60).jpeg().toBuffer());
    await upload(stack, Key, await noise(80).jpeg().toBuffer());
    await stack.settled();

    const whole = await sizes(stack);
    const { VersionId } = await client.send(new DeleteObjectCommand({ Bucket, Key }));
    const deleted = await sizes(stack);
    await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));

    const [newest, ...older] = await versions(stack);
    t.is(older.length, 1);
    t.deepEqual([whole, deleted, await sizes(stack)], [[newest?.Size], [], [newest?.Size]]);
    const statuses = [Bucket, description.outputBucket].map(async (name) => {
      return (await client.send(new GetBucketVersioningCommand({ Bucket: name }))).Status;
    });
    t.deepEqual(await Promise.all(statuses), ["Enabled", undefined]);
  },
);

/** Returns the sizes of the sources on the page. */
async function sizes({ description }: RunningStack): Promise<number[]> {
  const answer = await fetch(`${description.page}images.json`);
  const { images } = (await answer.json()) as { images: PageImage[] };
  return images.map(({ source }) => source.size);
}
