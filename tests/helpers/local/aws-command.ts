import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Description } from "../../../local/run.ts";

export const aws = "/usr/bin/aws";

/** Turns off the client's own timeouts of one minute. */
export const unboundedInTime = ["--cli-connect-timeout", "0", "--cli-read-timeout", "0"];

/** Returns a function that runs `aws s3` with the keys of a local run. */
export function awsS3({ endpoint, region, accessKeyId, secretAccessKey }: Description) {
  const env = {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: region,
  };
  const options = ["--endpoint-url", endpoint, ...unboundedInTime];
  return (...args: string[]) => promisify(execFile)(aws, [...options, "s3", ...args], { env });
}
