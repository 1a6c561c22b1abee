import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Options } from "./option-rules.ts";
import { suffixForms } from "./suffixes.ts";

/** Has S3 call the function for every new object whose key is to be looked at. */
export function createTrigger(
  name: string,
  { uploadPrefix, uploadSuffixes }: Options,
  source: aws.s3.Bucket,
  compressor: aws.lambda.Function,
  parent: pulumi.Resource,
): void {
  const permission = new aws.lambda.Permission(
    `${name}-compressor-upload-permission`,
    {
      action: "lambda:InvokeFunction",
      function: compressor.name,
      principal: "s3.amazonaws.com",
      sourceArn: source.arn,
      sourceAccount: aws.getCallerIdentityOutput({}, { parent }).accountId,
    },
    { parent: compressor },
  );
  const suffixes = uploadSuffixes.length > 0 ? suffixForms(uploadSuffixes) : [undefined];
  new aws.s3.BucketNotification(
    `${name}-source-notification`,
    {
      bucket: source.bucket,
      lambdaFunctions: suffixes.map((suffix, index) => ({
        id: `compress-${index + 1}`,
        lambdaFunctionArn: compressor.arn,
        events: ["s3:ObjectCreated:*"],
        ...(uploadPrefix !== "" && { filterPrefix: uploadPrefix }),
        ...(suffix !== undefined && { filterSuffix: suffix }),
      })),
    },
    // S3 tries the permission when it is told of the function.
    { parent: source, dependsOn: [permission] },
  );
}
