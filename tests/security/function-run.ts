import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { Settings } from "../../contract/settings.ts";
import { markKey, SourceMark } from "../../contract/source-mark.ts";
import { createDeadLetters } from "../../handler/events/dead-letters.ts";
import { createInvocation } from "../../handler/events/invocation.ts";
import { compress } from "../../handler/image/compress.ts";
import { reconcile } from "../../handler/reconcile/reconcile.ts";
import { createObjectStore } from "../../handler/reconcile/s3-store.ts";
import { setUpSharp } from "../../handler/runtime/set-up-sharp.ts";
import { owner } from "../helpers/aws/s3.ts";
import { region } from "../helpers/graph/graph.ts";
import { noise } from "../helpers/images/images.ts";
import { batchOf, sqsRecord } from "../helpers/store/events.ts";
import type { startRecordedEndpoint } from "../helpers/store/recorded-endpoint.ts";

setUpSharp(1769);

type Endpoint = Awaited<ReturnType<typeof startRecordedEndpoint>>;

/** Points the function to its S3 and SQS through the environment, as in Lambda. */
export function setEnvironment({ s3, sqs }: Endpoint): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: s3,
    AWS_ENDPOINT_URL_SQS: sqs,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: owner.accessKeyId,
    AWS_SECRET_ACCESS_KEY: owner.secretAccessKey,
  });
}

/** Runs the function through every outcome of a source; with a queue, through every kind of dead letter too. */
export async function runThrough(settings: Settings, keys: string[], endpoint: Endpoint): Promise<void> {
  const { sourceBucket: Bucket, deadLetters, markSources } = settings;
  // A mark that comes with the upload is one to take off.
  const tagging = markSources && { Tagging: `${markKey}=${SourceMark.done}` };
  const handler = createFunction(settings);
  const call = async (event: unknown) => void (await handler(event, { awsRequestId: "id" }));
  const upload = (Key: string, Body: Uint8Array | string) =>
    endpoint.client.send(new PutObjectCommand({ Bucket, Key, Body, ...tagging }));
  const versions = [await noise(8).png().toBuffer(), await noise(9).png().toBuffer(), "no image"];

  for (const key of keys) {
    await call({ bucket: Bucket, key });
    for (const version of versions) {
      await upload(key, version);
      await call([{ bucket: Bucket, key }]);
    }
    await endpoint.client.send(new DeleteObjectCommand({ Bucket, Key: key }));
    await call({ bucket: Bucket, key });
  }
  if (deadLetters === undefined) return;
  await call(batchOf("no event"));
  await call({ Records: [sqsRecord("1", { bucket: "another", key: "a" }, deadLetters.maxReceives)] });
}

/** Wires the function as handler/index.ts does, without writing to standard output. */
function createFunction({ deadLetters, ...settings }: Settings) {
  const store = createObjectStore();
  return createInvocation({
    pipeline: "compressor",
    sourceBucket: settings.sourceBucket,
    deadLetters: deadLetters && createDeadLetters(deadLetters),
    reconcileKey: async (key) => ({
      outcomes: await reconcile(key, settings, store, compress),
      measures: {},
    }),
    write: () => {},
  });
}
