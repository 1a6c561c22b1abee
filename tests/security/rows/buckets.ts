import type { ExecutionContext } from "ava";
import { keyArn } from "../configurations.ts";
import { about, all, buckets, hasKey, type Row, type Subject } from "./row.ts";

const encryption = "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const lifecycle = "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

interface Encryption {
  applyServerSideEncryptionByDefault: { sseAlgorithm: string; kmsMasterKeyId?: string };
  bucketKeyEnabled?: boolean;
  blockedEncryptionTypes: string[];
}

interface LifecycleRule {
  status: string;
  filter: object;
  noncurrentVersionExpiration?: object;
  abortIncompleteMultipartUpload?: object;
}

const blocks = [
  ["blockPublicAcls", "CKV_AWS_53"],
  ["blockPublicPolicy", "CKV_AWS_54"],
  ["ignorePublicAcls", "CKV_AWS_55"],
  ["restrictPublicBuckets", "CKV_AWS_56"],
] as const;

/** Rows 1–8 and 11–13, for every bucket of the pipeline. */
export const bucketRows: Row[] = [
  ...blocks.map(([input, identifier], index) => ({
    number: index + 1,
    check: `every bucket has ${input}`,
    identifiers: `${identifier}, CKV2_AWS_6, S3.8`,
    holds: eachBucket("s3/bucketPublicAccessBlock:BucketPublicAccessBlock", (t, inputs) =>
      t.true(inputs[input]),
    ),
  })),
  {
    number: 5,
    check: "there are no ACLs at all",
    identifiers: "CKV_AWS_20, 57, CKV2_AWS_43",
    holds: (t, subject) => {
      const acls = subject.graph.resources.filter(({ type }) => /acl/i.test(type));
      const inline = all(subject, "s3/bucket:Bucket").filter(
        ({ inputs }) => "acl" in inputs || "grants" in inputs,
      );
      t.deepEqual([...acls, ...inline], []);
    },
  },
  {
    number: 6,
    check: "every bucket has ACLs disabled",
    identifiers: "CKV2_AWS_65, S3.12",
    holds: eachBucket("s3/bucketOwnershipControls:BucketOwnershipControls", (t, { rule }) =>
      t.deepEqual(rule, { objectOwnership: "BucketOwnerEnforced" }),
    ),
  },
  {
    number: 7,
    check: "every bucket encrypts, and refuses keys that its client brings",
    identifiers: "CKV_AWS_19, S3.4",
    holds: eachBucket(encryption, (t, { rules }, subject) => {
      const [rule, ...others] = rules as Encryption[];
      const { sseAlgorithm } = rule?.applyServerSideEncryptionByDefault ?? {};
      t.is(sseAlgorithm, hasKey(subject) ? "aws:kms" : "AES256");
      t.deepEqual([rule?.blockedEncryptionTypes, others], [["SSE-C"], []]);
    }),
  },
  {
    number: 8,
    check: "the customer's key encrypts every bucket, with a bucket key, or there is none anywhere",
    identifiers: "CKV_AWS_145, S3.17",
    holds: (t, subject) => {
      const { resources } = subject.graph;
      // A topic has a key in any case.
      const others = resources.filter(({ type }) => !/^aws:(?:sns|kms)\//.test(type));
      if (!hasKey(subject)) return void t.notRegex(JSON.stringify(others), /kms/i);
      eachBucket(encryption, (each, { rules }) => {
        const [rule] = rules as Encryption[];
        each.is(rule?.applyServerSideEncryptionByDefault.kmsMasterKeyId, keyArn);
        each.true(rule?.bucketKeyEnabled);
      })(t, subject);
    },
  },
  {
    number: 11,
    check: "originals are versioned",
    identifiers: "CKV_AWS_21, S3.14",
    holds: (t, subject) => {
      const bucket = `${subject.name}-source`;
      t.deepEqual(about(subject, "s3/bucketVersioning:BucketVersioning", "bucket", bucket), {
        bucket,
        versioningConfiguration: { status: "Enabled" },
      });
    },
  },
  {
    number: 12,
    check: "every bucket has a lifecycle, and versions of originals expire",
    identifiers: "CKV2_AWS_61, S3.13",
    holds: (t, subject) => {
      eachBucket(lifecycle, (each, { rules }) => each.true((rules as LifecycleRule[]).every(isEnabled)))(
        t,
        subject,
      );
      const { rules } = about(subject, lifecycle, "bucket", `${subject.name}-source`);
      const expiring = (rules as LifecycleRule[]).filter((rule) => rule.noncurrentVersionExpiration);
      t.like(expiring, { length: 1, 0: { filter: {}, noncurrentVersionExpiration: { noncurrentDays: 30 } } });
    },
  },
  {
    number: 13,
    check: "every bucket aborts incomplete uploads, in a rule without a filter",
    identifiers: "CKV_AWS_300",
    holds: eachBucket(lifecycle, (t, { rules }) => {
      const aborting = (rules as LifecycleRule[]).filter((rule) => rule.abortIncompleteMultipartUpload);
      t.like(aborting, { length: 1, 0: { abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } } });
      t.deepEqual([aborting[0]?.status, aborting[0]?.filter], ["Enabled", {}]);
    }),
  },
];

/** Checks the configuration of this type, which every bucket must have. */
function eachBucket(
  type: string,
  holds: (t: ExecutionContext, inputs: Record<string, unknown>, subject: Subject) => void,
): Row["holds"] {
  return (t, subject) => {
    const made = buckets(subject);
    t.is(made.length, 2);
    for (const bucket of made) holds(t, about(subject, type, "bucket", bucket), subject);
  };
}

function isEnabled({ status }: LifecycleRule): boolean {
  return status === "Enabled";
}
