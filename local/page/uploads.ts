import type { AccessKey } from "../credentials.ts";
import { createFanOut } from "../events/fan-out.ts";
import type { LocalStack } from "../stack.ts";
import { RefusedRequest } from "./requests.ts";

export interface PageUpload {
  key: string;
  /** Takes the file by `PUT`, for five minutes. */
  url: string;
  /** False for a key that the pipeline's filters leave out: it would stay in the bucket and nothing would come of it. */
  isLookedAt: boolean;
}

export type StartUpload = (name: string) => Promise<PageUpload>;

interface Endpoint {
  endpoint: string;
  region: string;
  operator: AccessKey;
}

const lifetimeSeconds = 300;
const maxKeyBytes = 1024;

/** Presigned requests, as a browser would upload by to AWS. */
export function createUploads(stack: LocalStack, { endpoint, region, operator }: Endpoint): StartUpload {
  const { sourceBucket, looksAt } = stack;
  return async (name) => {
    const key = looksAt.prefix + name;
    if (name === "" || Buffer.byteLength(key) > maxKeyBytes)
      throw new RefusedRequest(400, `A key has 1 to ${maxKeyBytes} bytes: give the file a shorter name`);
    // Loaded with the first upload: a run that has none starts faster.
    const [{ PutObjectCommand, S3Client }, { getSignedUrl }] = await Promise.all([
      import("@aws-sdk/client-s3"),
      import("@aws-sdk/s3-request-presigner"),
    ]);
    const client = new S3Client({
      endpoint,
      region,
      credentials: operator,
      forcePathStyle: true,
      requestChecksumCalculation: "WHEN_REQUIRED",
    });
    const command = new PutObjectCommand({ Bucket: sourceBucket, Key: key });
    const url = await getSignedUrl(client, command, { expiresIn: lifetimeSeconds });
    return { key, url, isLookedAt: isLookedAt(stack, region, key) };
  };
}

function isLookedAt(stack: LocalStack, region: string, key: string): boolean {
  let isToldOf = false;
  const tell = () => {
    isToldOf = true;
    return "";
  };
  const queues = { withArn: () => ({ send: tell }) };
  const record = createFanOut(stack, { enqueue: tell }, queues, region);
  record({
    bucket: stack.sourceBucket,
    key,
    size: 0,
    etag: "",
    eventName: "ObjectCreated:Put",
    time: new Date(),
  });
  return isToldOf;
}
