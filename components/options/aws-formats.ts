import type * as pulumi from "@pulumi/pulumi";
import { laterTexts, type Rule, text, texts } from "./rule-kinds.ts";

/** S3's rule for names. */
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

/** Stands for the unknown name of a future bucket in checks of sizes. */
export const longestBucketName = "x".repeat(63);

/** Browsers send a page's `Origin` in this form. */
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

/** Accepts addresses every mail server takes: no quoted names and no addresses of hosts. */
export const emailAddresses: Rule<string[]> = texts(
  10,
  /^(?!\.)(?!.*\.[.@])[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i,
  "e-mail addresses",
);

/** CloudWatch takes this many actions for each state of an alarm: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const mostActions = 5;

export const topicArns: Rule<pulumi.Input<string>[]> = {
  ...laterTexts(
    mostActions,
    /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
    "ARNs of SNS topics, each arn:<partition>:sns:<region>:<account>:<name>",
  ),
  hint: (value) =>
    Array.isArray(value) && value.some((arn) => /\.fifo$/.test(String(arn)))
      ? "an alarm sends no message group, without which a FIFO topic takes nothing; take a standard topic"
      : undefined,
};
