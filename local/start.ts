// Runs `npm start`: reads the arguments, starts the local run, prints its addresses, and stops it on a signal.
import { type LocalOptions, readOptions, usage } from "./options.ts";
import { type LocalRun, startLocalRun } from "./run.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) console.log(usage);
  else await run(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

async function run(options: LocalOptions): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve());
  });
  const localRun = await startLocalRun(options);
  console.log(options.json ? JSON.stringify(localRun.description) : forPeople(localRun));
  await ended;
  await localRun.close();
  process.exit(0);
}

function forPeople({ description, keyFilter }: LocalRun): string {
  const { endpoint, page, region, accessKeyId, secretAccessKey } = description;
  const { sourceBucket, outputBucket, webBucket, functionName } = description;
  const photo = keyFilter.suffix === "" ? "photo.jpg" : `photo${keyFilter.suffix.replace(/^(?!\.)/, ".")}`;
  return `
The pipeline runs on this machine.

  Source bucket  ${sourceBucket}
  Output bucket  ${outputBucket}${webBucket === null ? "" : `\n  Web bucket     ${webBucket}`}
  Function       ${functionName}
  S3 endpoint    ${endpoint}
  Page           ${page}

Drop a photo on the page; or try it from another terminal, with a photo of yours:

  export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey} AWS_DEFAULT_REGION=${region}
  aws --endpoint-url ${endpoint} s3 cp ${photo} s3://${sourceBucket}/${keyFilter.prefix}${photo}
  aws --endpoint-url ${endpoint} s3 ls --recursive s3://${outputBucket}/

Ctrl-C ends it; what was uploaded stays for the next start.
`;
}
