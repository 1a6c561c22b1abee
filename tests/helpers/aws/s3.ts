import { readdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { openDatabase } from "../../../local/aws/data/database.ts";
import type { Credential } from "../../../local/aws/endpoint/verify-signature.ts";
import type { ObjectEvent } from "../../../local/aws/s3/object-event.ts";
import { createStorage, type StorageOptions } from "../../../local/aws/s3/storage/storage.ts";
import { type AwsOptions, createAwsEndpoint } from "../../../local/services.ts";
import { type Owner, temporaryFolder } from "../temporary-folder.ts";

export const region = "eu-central-1";
export const owner = {
  accessKeyId: "LOCALOWNER",
  secretAccessKey: "owner-secret",
  mayCall: () => true,
};
/** May do all in S3 but list, and call no other service. */
export const reader = {
  accessKeyId: "LOCALREADER",
  secretAccessKey: "reader-secret",
  mayCall: (action: string) => action.startsWith("s3:") && action !== "s3:ListBucket",
};

/** Starts the endpoint on a free port with the buckets `uploads` and `outputs`. It stops when its owner ends. */
export async function startS3(
  t: Owner,
  options: Partial<Pick<StorageOptions, "database" | "dataFolder" | "recordEvent" | "versionedBuckets">> &
    Pick<AwsOptions, "patience" | "services" | "uploadOrigins"> = {},
) {
  const dataFolder = options.dataFolder ?? temporaryFolder(t);
  const database = options.database ?? openDatabase(dataFolder);
  const events: ObjectEvent[] = [];
  const recordEvent = options.recordEvent ?? ((event: ObjectEvent) => void events.push(event));
  const rights = new Set<string>();
  const caller = {
    accessKeyId: "LOCALCALLER",
    secretAccessKey: "caller-secret",
    mayCall: (action: string) => rights.has(action),
  };
  const { versionedBuckets = [] } = options;
  const buckets = ["uploads", "outputs"];
  const storage = createStorage({ database, dataFolder, buckets, versionedBuckets, recordEvent });
  const { patience, services, uploadOrigins } = options;
  const server = createAwsEndpoint({
    ...{ storage, dataFolder, region, credentials: [owner, reader, caller] },
    ...{ patience, services, uploadOrigins },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;

  async function stop(): Promise<void> {
    if (!server.listening) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    database.close();
  }
  t.teardown(stop);

  return {
    endpoint,
    port,
    storage,
    dataFolder,
    events,
    stop,
    client: createClient(t, endpoint),
    reader: createClient(t, endpoint, reader),
    /** Has exactly the `rights`. */
    caller: createClient(t, endpoint, caller),
    rights,
    files: () => readdirSync(join(dataFolder, "objects")),
  };
}

function createClient(t: Owner, endpoint: string, credentials: Credential = owner): S3Client {
  const { accessKeyId, secretAccessKey } = credentials;
  const client = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  });
  t.teardown(() => client.destroy());
  return client;
}
