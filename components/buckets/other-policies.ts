import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/**
 * Refuses further policies of these buckets, which have their own: S3 keeps one policy for each bucket, and of two resources
 * for it one silently undoes the other. Policies of other programs cannot be seen from here.
 */
export function refuseOtherPolicies(
  name: string,
  buckets: aws.s3.Bucket[],
  component: pulumi.Resource,
): void {
  // A component that another language uses, and a test without an engine, have no stack of their own.
  if (pulumi.runtime.getStackResource() === undefined) return;
  const ownNames = buckets.map(({ bucket }) => bucket);
  pulumi.runtime.registerStackTransformation(({ type, name: policy, props, opts }) => {
    if (type !== "aws:s3/bucketPolicy:BucketPolicy") return undefined;
    const refuse = () => {
      throw new pulumi.ResourceError(problem(policy, name), component, true);
    };
    // A value that is known to be ours is refused at once, and without Pulumi's stack trace.
    if (ownNames.includes(props.bucket)) refuse();
    const bucket = pulumi
      .all([props.bucket, ownNames])
      .apply(([given, own]) => (own.includes(given) ? refuse() : given));
    return { props: { ...props, bucket }, opts };
  });
}

function problem(policy: string, name: string): string {
  return `\`${policy}\` must not be a policy of a bucket of \`${name}\`: S3 keeps one policy for each bucket, and one of the two would be gone. For CloudFront set \`cloudFrontAccess: true\`; for others add their statements to the pipeline's policy by a transform`;
}
