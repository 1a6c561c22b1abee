import { readProjectFile } from "../helpers/root.ts";
import { existing } from "./option-changes.ts";
import type { Account } from "./provider/account.ts";

const page = readProjectFile("docs/customer-key.md");

/** The policy of a customer's key, as the documentation has it. */
export const keyPolicy = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "{}";

/** Puts into an account what options name and somebody else made: a bucket, and a key with the documented policy. */
export function putExisting(account: Account, policy = keyPolicy): void {
  const { bucket, keyArn } = existing;
  const region = "eu-central-1";
  const put = (type: string, id: string, inputs: object, outputs: object) =>
    account.put({ type, id, region, inputs: { ...inputs }, outputs: { ...inputs, ...outputs } });
  put("aws:s3/bucket:Bucket", bucket, { bucket }, { arn: `arn:aws:s3:::${bucket}` });
  put("aws:kms/key:Key", keyArn, { policy }, { arn: keyArn });
}
