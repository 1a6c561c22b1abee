// Runs the local S3 endpoint in a process of its own, for bench/overhead.ts. Arguments: a data folder and the buckets.
import { openDatabase } from "../local/aws/data/database.ts";
import { listen } from "../local/aws/endpoint/listen.ts";
import { createStorage } from "../local/aws/s3/storage/storage.ts";
import { createAwsEndpoint } from "../local/services.ts";

const [dataFolder = "", ...buckets] = process.argv.slice(2);
const storage = createStorage({
  database: openDatabase(dataFolder),
  dataFolder,
  buckets,
  recordEvent: () => {},
});
const credential = { accessKeyId: "bench", secretAccessKey: "bench-secret", mayCall: () => true };
const server = createAwsEndpoint({ storage, dataFolder, region: "us-east-1", credentials: [credential] });
process.send?.(await listen(server, 0, "--port"));
