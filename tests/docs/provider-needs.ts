import { existing } from "../engine/option-changes.ts";
import { account, type Registered, region } from "../helpers/graph.ts";

/** Rights that the provider needs for a resource, and the ARN that AWS checks them on. */
interface Need {
  on: (resource: Registered) => string | undefined;
  actions: string[];
}

/** The name that Pulumi gives: the logical one, and a random end. */
const named = (logicalName: unknown) => `${logicalName}-0a1b2c3`;
const arn = (service: string, resource: string, where = region) =>
  `arn:aws:${service}:${where}:${account}:${resource}`;

const bucket = ({ name, inputs }: Registered) =>
  `arn:aws:s3:::${inputs.bucket === existing.bucket ? existing.bucket : named(inputs.bucket ?? name.toLowerCase())}`;
const lambda = ({ name, inputs }: Registered) =>
  arn("lambda", `function:${named(inputs.function ?? inputs.functionName ?? name)}`);
const role = ({ name, inputs }: Registered) => arn("iam", `role/${named(inputs.role ?? name)}`, "");
const passedRole = ({ inputs }: Registered) => named(inputs.role);
const attachedLayer = ({ inputs }: Registered) => String([inputs.layers].flat()[0]);
const rule = ({ name, inputs }: Registered) => arn("events", `rule/${named(inputs.rule ?? name)}`);
const topic = ({ name, inputs }: Registered) =>
  arn("sns", named(String(inputs.arn ?? inputs.topic ?? name).replace(/^.*:/, "")));
const alarmTags = all("cloudwatch", "ListTagsForResource TagResource UntagResource");
const queue = ({ name, inputs }: Registered) =>
  arn("sqs", named(String(inputs.queueUrl ?? name).replace(/^.*\//, "")));

function all(prefix: string, names: string): string[] {
  return names.split(" ").map((name) => `${prefix}:${name}`);
}

/**
 * What creating, reading, updating, tagging and deleting each type takes, from the calls in the type's Go files in
 * hashicorp/terraform-provider-aws, internal/service, and the right that AWS's service authorization reference gives for each.
 * It reads all of a bucket and a function, not only what is set.
 */
export const providerNeeds: Record<string, Need[]> = {
  "aws:s3/bucket:Bucket": [
    {
      on: bucket,
      actions: [
        ...all("s3", "CreateBucket DeleteBucket ListBucket GetBucketTagging PutBucketTagging"),
        ...all("s3", "ListTagsForResource TagResource UntagResource GetBucketVersioning GetBucketPolicy"),
        ...all("s3", "GetEncryptionConfiguration GetLifecycleConfiguration GetAccelerateConfiguration"),
        ...all("s3", "GetBucketAcl GetBucketCORS GetBucketLogging GetBucketObjectLockConfiguration"),
        ...all("s3", "GetBucketRequestPayment GetBucketWebsite GetReplicationConfiguration"),
      ],
    },
  ],
  "aws:s3/bucketVersioning:BucketVersioning": [
    { on: bucket, actions: all("s3", "GetBucketVersioning PutBucketVersioning") },
  ],
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": [
    { on: bucket, actions: all("s3", "GetBucketOwnershipControls PutBucketOwnershipControls") },
  ],
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
    { on: bucket, actions: all("s3", "GetEncryptionConfiguration PutEncryptionConfiguration") },
  ],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": [
    { on: bucket, actions: all("s3", "GetBucketPublicAccessBlock PutBucketPublicAccessBlock") },
  ],
  "aws:s3/bucketPolicy:BucketPolicy": [
    { on: bucket, actions: all("s3", "GetBucketPolicy PutBucketPolicy DeleteBucketPolicy") },
  ],
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": [
    { on: bucket, actions: all("s3", "GetLifecycleConfiguration PutLifecycleConfiguration") },
  ],
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": [
    { on: bucket, actions: all("s3", "GetBucketCORS PutBucketCORS") },
  ],
  "aws:s3/bucketNotification:BucketNotification": [
    { on: bucket, actions: all("s3", "GetBucketNotification PutBucketNotification") },
  ],
  "aws:lambda/function:Function": [
    {
      on: lambda,
      actions: [
        ...all("lambda", "CreateFunction GetFunction GetFunctionConfiguration DeleteFunction"),
        ...all("lambda", "UpdateFunctionCode UpdateFunctionConfiguration ListTags TagResource UntagResource"),
        ...all("lambda", "PutFunctionConcurrency DeleteFunctionConcurrency"),
        ...all("lambda", "GetFunctionCodeSigningConfig ListVersionsByFunction"),
      ],
    },
    { on: passedRole, actions: ["iam:PassRole"] },
    { on: attachedLayer, actions: ["lambda:GetLayerVersion"] },
    {
      on: ({ inputs }) => inputs.kmsKeyArn as string | undefined,
      actions: all("kms", "CreateGrant Encrypt Decrypt"),
    },
  ],
  "aws:lambda/layerVersion:LayerVersion": [
    {
      on: ({ inputs }) => arn("lambda", `layer:${inputs.layerName}`),
      actions: ["lambda:PublishLayerVersion"],
    },
    {
      on: ({ inputs }) => arn("lambda", `layer:${inputs.layerName}:1`),
      actions: all("lambda", "GetLayerVersion DeleteLayerVersion"),
    },
  ],
  "aws:lambda/permission:Permission": [
    { on: lambda, actions: all("lambda", "AddPermission GetPolicy RemovePermission") },
  ],
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": [
    {
      on: lambda,
      actions: [
        ...all("lambda", "PutFunctionEventInvokeConfig GetFunctionEventInvokeConfig"),
        "lambda:DeleteFunctionEventInvokeConfig",
      ],
    },
  ],
  "aws:lambda/eventSourceMapping:EventSourceMapping": [
    {
      // AWS draws the identifier, and checks the creation on no resource at all.
      on: () => "*",
      actions: all(
        "lambda",
        "CreateEventSourceMapping GetEventSourceMapping UpdateEventSourceMapping DeleteEventSourceMapping",
      ),
    },
    {
      on: () => arn("lambda", "event-source-mapping:0a1b2c3d"),
      actions: all("lambda", "ListTags TagResource UntagResource"),
    },
  ],
  "aws:iam/role:Role": [
    {
      on: role,
      actions: [
        ...all(
          "iam",
          "CreateRole GetRole UpdateAssumeRolePolicy DeleteRole TagRole UntagRole ListRolePolicies",
        ),
        ...all("iam", "GetRolePolicy ListAttachedRolePolicies ListInstanceProfilesForRole"),
      ],
    },
  ],
  "aws:iam/rolePolicy:RolePolicy": [
    { on: role, actions: all("iam", "PutRolePolicy GetRolePolicy DeleteRolePolicy") },
  ],
  "aws:sqs/queue:Queue": [
    {
      on: queue,
      actions: [
        ...all("sqs", "CreateQueue GetQueueAttributes SetQueueAttributes DeleteQueue"),
        ...all("sqs", "ListQueueTags TagQueue UntagQueue"),
      ],
    },
  ],
  "aws:sqs/queuePolicy:QueuePolicy": [
    { on: queue, actions: all("sqs", "GetQueueAttributes SetQueueAttributes") },
  ],
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": [
    { on: queue, actions: all("sqs", "GetQueueAttributes SetQueueAttributes") },
  ],
  "aws:cloudwatch/eventRule:EventRule": [
    {
      on: rule,
      actions: all("events", "PutRule DescribeRule DeleteRule ListTagsForResource TagResource UntagResource"),
    },
  ],
  "aws:cloudwatch/eventTarget:EventTarget": [
    { on: rule, actions: all("events", "PutTargets ListTargetsByRule RemoveTargets") },
  ],
  "aws:cloudwatch/logGroup:LogGroup": [
    {
      on: ({ name }) => arn("logs", `log-group:${named(name)}`),
      actions: [
        ...all("logs", "CreateLogGroup PutRetentionPolicy DeleteRetentionPolicy DeleteLogGroup"),
        ...all("logs", "ListTagsForResource TagResource UntagResource AssociateKmsKey DisassociateKmsKey"),
      ],
    },
    // AWS checks the list, whatever name is asked for, on a group without one.
    { on: () => arn("logs", "log-group::log-stream:"), actions: ["logs:DescribeLogGroups"] },
  ],
  // AWS limits the rights on saved queries to no name.
  "aws:cloudwatch/queryDefinition:QueryDefinition": [
    {
      on: () => "*",
      actions: all("logs", "PutQueryDefinition DescribeQueryDefinitions DeleteQueryDefinition"),
    },
  ],
  "aws:cloudwatch/metricAlarm:MetricAlarm": [
    {
      on: ({ name }) => arn("cloudwatch", `alarm:${named(name)}`),
      actions: [...all("cloudwatch", "PutMetricAlarm DeleteAlarms"), ...alarmTags],
    },
    { on: () => arn("cloudwatch", "alarm:*"), actions: ["cloudwatch:DescribeAlarms"] },
  ],
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": [
    {
      on: ({ inputs }) => arn("cloudwatch", `alarm:${named(inputs.alarmName)}`),
      actions: [...all("cloudwatch", "PutCompositeAlarm DeleteAlarms"), ...alarmTags],
    },
    { on: () => arn("cloudwatch", "alarm:*"), actions: ["cloudwatch:DescribeAlarms"] },
  ],
  "aws:sns/topic:Topic": [
    {
      on: topic,
      actions: [
        ...all("sns", "CreateTopic GetTopicAttributes SetTopicAttributes DeleteTopic"),
        ...all("sns", "ListTagsForResource TagResource UntagResource"),
      ],
    },
  ],
  "aws:sns/topicPolicy:TopicPolicy": [
    { on: topic, actions: all("sns", "GetTopicAttributes SetTopicAttributes") },
  ],
  "aws:sns/topicSubscription:TopicSubscription": [
    { on: topic, actions: ["sns:Subscribe"] },
    {
      on: (resource) => `${topic(resource)}:0a1b2c3d`,
      actions: all("sns", "GetSubscriptionAttributes SetSubscriptionAttributes Unsubscribe"),
    },
  ],
  "aws:kms/key:Key": [
    { on: () => "*", actions: ["kms:CreateKey"] },
    {
      // AWS draws the identifier.
      on: () => arn("kms", "key/0a1b2c3d"),
      actions: [
        ...all("kms", "DescribeKey GetKeyPolicy PutKeyPolicy UpdateKeyDescription ScheduleKeyDeletion"),
        ...all("kms", "GetKeyRotationStatus EnableKeyRotation ListResourceTags TagResource UntagResource"),
      ],
    },
  ],
  "aws:cloudwatch/dashboard:Dashboard": [
    {
      on: ({ inputs }) => arn("cloudwatch", `dashboard/${named(inputs.dashboardName)}`, ""),
      actions: all("cloudwatch", "PutDashboard GetDashboard DeleteDashboards"),
    },
  ],
};
