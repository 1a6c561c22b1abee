import { createFanOut } from "../aws/delivery/fan-out.ts";
import type { AccessKey } from "../aws/endpoint/credentials.ts";
import type { LocalStack } from "../stack/stack.ts";
import { RefusedRequest } from "./requests.ts";

export interface PageUpload {
  key: string;
  /** Takes the file by `PUT`, for five minutes. */
  url: string;
  /** False for a key that the pipeline's filters leave out: it would stay in the bucket and nothing would come of it. */
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

/** Presigned requests, as a browser would upload by to AWS. */
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

/** Loaded with the first upload: a run that has none starts faster. */
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

/** Whether an upload under a key is told to the function, by what tells it of one. */
function createFilters(
  { sourceBucket: bucket, ...stack }: LocalStack,
  region: string,
): (key: string) => boolean {
  let isToldOf = false;
  const tell = () => {
    isToldOf = true;
    return "";
  };
  const queues = { withArn: () => ({ send: tell }) };
  const record = createFanOut(stack, { enqueue: tell }, queues, region);
  const upload = { bucket, size: 0, etag: "", eventName: "ObjectCreated:Put" } as const;
  return (key) => {
    isToldOf = false;
    record({ ...upload, key, time: new Date() });
    return isToldOf;
  };
}
