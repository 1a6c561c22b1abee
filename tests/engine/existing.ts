import { readProjectFile } from "../helpers/root.ts";
import { existing } from "./option-changes.ts";
import type { Account } from "./provider/account.ts";

const page = readProjectFile("docs/customer-key.md");

/** The documented policy of a customer's key. */
export const keyPolicy = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "{}";

/** Creates the resources of another owner: a bucket, and a key with the documented policy. */
export function putExisting(account: Account, policy = keyPolicy): void {
  const { bucket, keyArn } = existing;
  const region = "eu-central-1";
  const put = (type: string, id: string, inputs: object, outputs: object) =>
    account.put({ type, id, region, inputs: { ...inputs }, outputs: { ...inputs, ...outputs } });
  put("aws:s3/bucket:Bucket", bucket, { bucket }, { arn: `arn:aws:s3:::${bucket}` });
  put("aws:kms/key:Key", keyArn, { policy }, { arn: keyArn });
}
