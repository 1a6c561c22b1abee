import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Description } from "../../../local/run.ts";
import { aws, unboundedInTime } from "../../helpers/local/aws-command.ts";

/** Uploads a folder below `prefix`, and reports each acknowledged key. Errors are ignored: the run may be dead. */
export async function uploadFolder(
  folder: string,
  prefix: string,
  { endpoint, region, sourceBucket, accessKeyId, secretAccessKey }: Description,
  onAcknowledged: (key: string) => void,
): Promise<void> {
  const target = `s3://${sourceBucket}/`;
  const args = [...unboundedInTime, "--endpoint-url", endpoint, "s3", "cp", "--recursive", "--no-progress"];
  const child = spawn(aws, [...args, folder, `${target}${prefix}`], {
    env: {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_DEFAULT_REGION: region,
      PYTHONUNBUFFERED: "1",
    },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const closed = once(child, "close");
  for await (const line of createInterface({ input: child.stdout })) {
    const [, key] = /^upload: .* to (.*)$/.exec(line) ?? [];
    if (key?.startsWith(target)) onAcknowledged(key.slice(target.length));
  }
  await closed;
}
