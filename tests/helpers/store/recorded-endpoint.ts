import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { S3Client } from "@aws-sdk/client-s3";
import { openDatabase } from "../../../local/aws/data/database.ts";
import { createStorage } from "../../../local/aws/s3/storage/storage.ts";
import { createAwsEndpoint } from "../../../local/services.ts";
import { owner, region } from "../aws/s3.ts";
import { type Owner, temporaryFolder } from "../temporary-folder.ts";

/** A call and its answer. */
export interface S3Call {
  service: "s3";
  method: string;
  bucket: string;
  key: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  status: number;
  /** Says if the answer has the number of a version's tags, which S3 gives to those who may read tags. */
  countsTags: boolean;
}

export interface SqsCall {
  service: "sqs";
  action: string;
  queueUrl: string;
}

export type Call = S3Call | SqsCall;

/** The test's own client, whose calls are not recorded. */
const uploader = { accessKeyId: "LOCALUPLOADER", secretAccessKey: "uploader-secret", mayCall: () => true };

/**
 * Starts the local endpoint with these buckets, some of which keep versions, and a queue that accepts every message; both record
 * their calls.
 */
export async function startRecordedEndpoint(t: Owner, buckets: string[], versionedBuckets: string[] = []) {
  const dataFolder = temporaryFolder(t);
  const database = openDatabase(dataFolder);
  const storage = createStorage({ database, dataFolder, buckets, versionedBuckets, recordEvent: () => {} });
  const calls: Call[] = [];

  const s3 = createAwsEndpoint({ storage, dataFolder, region, credentials: [owner, uploader] });
  s3.prependListener("request", (message: IncomingMessage, response: ServerResponse) => {
    if (message.headers.authorization?.includes(uploader.accessKeyId)) return;
    response.on("finish", () => {
      const countsTags = response.hasHeader("x-amz-tagging-count") && response.hasHeader("x-amz-version-id");
      calls.push({ ...s3Call(message), status: response.statusCode, countsTags });
    });
  });
  const sqs = createServer(queue(calls));
  const endpoint = await listen(s3);
  const client = new S3Client({ endpoint, region, credentials: uploader, forcePathStyle: true });
  t.teardown(() => {
    client.destroy();
    for (const server of [s3, sqs]) server.close().closeAllConnections();
    database.close();
  });
  return { s3: endpoint, sqs: await listen(sqs), calls, client };
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function s3Call({ method = "", url = "", headers }: IncomingMessage) {
  const [path = "", query] = url.split("?");
  const [, bucket = "", ...key] = path.split("/").map(decodeURIComponent);
  const place = { bucket, key: key.join("/"), query: new URLSearchParams(query) };
  return { service: "s3" as const, method, ...place, headers };
}

/** Stands in for SQS, with one call, since the local run's endpoint is not the test's subject. */
function queue(calls: Call[]): RequestListener {
  return async (message, response) => {
    const { QueueUrl, MessageBody = "" } = JSON.parse(await text(message));
    const action = String(message.headers["x-amz-target"]).replace("AmazonSQS.", "");
    calls.push({ service: "sqs", action, queueUrl: QueueUrl });
    if (action !== "SendMessage") return void response.writeHead(501).end();
    const MD5OfMessageBody = createHash("md5").update(MessageBody).digest("hex");
    response.setHeader("content-type", "application/x-amz-json-1.0");
    response.end(JSON.stringify({ MessageId: "1", MD5OfMessageBody }));
  };
}
