import { type Rule, text, texts } from "./rules.ts";

/** S3's rule for the names of buckets. */
export const bucketName: Rule<string | undefined> = {
  ...text(
    /^(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    "the name of a bucket, 3 to 63 lower-case letters, digits, . and -, with a letter or digit at both ends",
    undefined,
  ),
  hint: (value) => {
    const [, name] = /^(?:arn:[\w-]+:s3:::|s3:\/\/|https?:\/\/)([a-z0-9-]+)/.exec(String(value)) ?? [];
    return name && `a name is wanted, not an ARN or an address, perhaps "${name}"`;
  },
};

export const keyArn: Rule<string | undefined> = {
  ...text(
    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/,
    "the ARN of a KMS key, arn:<partition>:kms:<region>:<account>:key/<id>",
    undefined,
  ),
  hint: (value) =>
    /\balias\//.test(String(value))
      ? "CloudWatch Logs takes no alias, and with one S3 would look for it in the account of whoever uploads; take the ARN of the alias's key"
      : undefined,
};

/** What browsers send as the header `Origin` of a page. */
export const origins: Rule<string[]> = {
  ...texts(
    100,
    /^(https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?|http:\/\/localhost)(:\d{1,5})?$/,
    'origins, each "https://" and a host in lower case, or "http://localhost", with or without a port',
  ),
  hint: (value) =>
    Array.isArray(value) && value.some((origin) => String(origin).includes("*"))
      ? 'with "*" any page could upload in the name of its visitors; name each origin'
      : undefined,
};
