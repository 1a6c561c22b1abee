import { createFanOut } from "../aws/delivery/fan-out.ts";
import type { AccessKey } from "../aws/endpoint/credentials.ts";
import type { LocalStack } from "../stack/stack.ts";
import { RefusedRequest } from "./requests.ts";

export interface PageUpload {
  key: string;
  /** Accepts the file by `PUT` for five minutes. */
  url: string;
  /** False if the pipeline's filters exclude the key: the upload would stay in the bucket without an output. */
  matchesFilter: boolean;
}

export type StartUpload = (name: string) => Promise<PageUpload>;

interface Endpoint {
  endpoint: string;
  region: string;
  operator: AccessKey;
}

const lifetimeSeconds = 300;
const maxKeyBytes = 1024;

/** Creates presigned requests, as for an upload from a browser to AWS. */
export function createUploads(stack: LocalStack, { endpoint, region, operator }: Endpoint): StartUpload {
  const { sourceBucket, keyFilter } = stack;
  const matchesFilter = createFilters(stack, region);
  let presigner: Promise<Presign> | undefined;
  return async (name) => {
    const key = keyFilter.prefix + name;
    if (name === "" || Buffer.byteLength(key) > maxKeyBytes)
      throw new RefusedRequest(400, `A key has 1 to ${maxKeyBytes} bytes: give the file a shorter name`);
    presigner ??= loadPresigner({ endpoint, region, operator });
    const presign = await presigner;
    return { key, url: await presign(sourceBucket, key), matchesFilter: matchesFilter(key) };
  };
}

type Presign = (bucket: string, key: string) => Promise<string>;

/** Loads the SDK at the first upload, so the run starts faster. */
async function loadPresigner({ endpoint, region, operator }: Endpoint): Promise<Presign> {
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
  return (Bucket, Key) =>
    getSignedUrl(client, new PutObjectCommand({ Bucket, Key }), { expiresIn: lifetimeSeconds });
}

/** Returns a test for keys: it sends a trial event through the run's own fan-out and sees if the function would get it. */
function createFilters(
  { sourceBucket: bucket, ...stack }: LocalStack,
  region: string,
): (key: string) => boolean {
  let isDelivered = false;
  const deliver = () => {
    isDelivered = true;
    return "";
  };
  const queues = { withArn: () => ({ send: deliver }) };
  const record = createFanOut(stack, { enqueue: deliver }, queues, region);
  const upload = { bucket, size: 0, etag: "", eventName: "ObjectCreated:Put" } as const;
  return (key) => {
    isDelivered = false;
    record({ ...upload, key, time: new Date() });
    return isDelivered;
  };
}
