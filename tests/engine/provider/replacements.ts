/**
 * The path of a type's schema in hashicorp/terraform-provider-aws; the fields marked ForceNew or RequiresReplace are
 * listed here.
 */
const inService = (path: string) => `terraform-provider-aws internal/service/${path}`;

/**
 * The properties whose change makes the real provider, @pulumi/aws 7.48, replace a resource, by type and in Pulumi's
 * names. `region` replaces every regional resource: terraform-provider-aws internal/provider/sdkv2/region.go and
 * framework/region.go.
 */
export const replaceOnChange: Record<string, { properties: string[]; source: string }> = {
  "aws:s3/bucket:Bucket": {
    properties: ["bucket", "bucketNamespace", "bucketPrefix", "objectLockEnabled", "region"],
    source: inService("s3/bucket.go"),
  },
  "aws:s3/bucketVersioning:BucketVersioning": {
    properties: ["bucket", "expectedBucketOwner", "region"],
    source: inService("s3/bucket_versioning.go"),
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
    properties: ["bucket", "region"],
    source: inService("s3/bucket_ownership_controls.go"),
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    properties: ["bucket", "expectedBucketOwner", "region"],
    source: inService("s3/bucket_server_side_encryption_configuration.go"),
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    properties: ["bucket", "region"],
    source: inService("s3/bucket_public_access_block.go"),
  },
  "aws:s3/bucketPolicy:BucketPolicy": {
    properties: ["bucket", "region"],
    source: inService("s3/bucket_policy.go"),
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    properties: ["bucket", "expectedBucketOwner", "region"],
    source: inService("s3/bucket_lifecycle_configuration.go"),
  },
  "aws:s3/bucketNotification:BucketNotification": {
    properties: ["bucket", "region"],
    source: inService("s3/bucket_notification.go"),
  },
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": {
    properties: ["bucket", "expectedBucketOwner", "region"],
    source: inService("s3/bucket_cors_configuration.go"),
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": {
    properties: [],
    source: inService("cloudfront/origin_access_control.go"),
  },
  "aws:cloudfront/distribution:Distribution": {
    properties: ["staging"],
    source: inService("cloudfront/distribution.go"),
  },
  "aws:sqs/queue:Queue": {
    properties: ["fifoQueue", "name", "namePrefix", "region"],
    source: inService("sqs/queue.go"),
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    properties: ["queueUrl", "region"],
    source: inService("sqs/queue_policy.go"),
  },
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": {
    properties: ["queueUrl", "region"],
    source: inService("sqs/queue_redrive_allow_policy.go"),
  },
  "aws:cloudwatch/eventRule:EventRule": {
    properties: ["eventBusName", "name", "namePrefix", "region"],
    source: inService("events/rule.go"),
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    properties: ["eventBusName", "region", "rule", "targetId"],
    source: inService("events/target.go"),
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    properties: ["logGroupClass", "name", "namePrefix", "region"],
    source: inService("logs/group.go"),
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    properties: ["name", "region"],
    source: inService("cloudwatch/metric_alarm.go"),
  },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    properties: ["actionsEnabled", "alarmName", "region"],
    source: inService("cloudwatch/composite_alarm.go"),
  },
  "aws:kms/key:Key": {
    properties: [
      "customKeyStoreId",
      "customerMasterKeySpec",
      "keyUsage",
      "multiRegion",
      "region",
      "xksKeyId",
    ],
    source: inService("kms/key.go"),
  },
  "aws:sns/topic:Topic": {
    properties: ["fifoTopic", "name", "namePrefix", "region"],
    source: inService("sns/topic.go"),
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    properties: ["arn", "region"],
    source: inService("sns/topic_policy.go"),
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    properties: ["endpoint", "protocol", "region", "topic"],
    source: inService("sns/topic_subscription.go"),
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    properties: ["dashboardName", "region"],
    source: inService("cloudwatch/dashboard.go"),
  },
  "aws:cloudwatch/queryDefinition:QueryDefinition": {
    properties: ["region"],
    source: inService("logs/query_definition.go"),
  },
  "aws:iam/role:Role": {
    properties: ["name", "namePrefix", "path"],
    source: inService("iam/role.go"),
  },
  "aws:iam/rolePolicy:RolePolicy": {
    properties: ["name", "namePrefix", "role"],
    source: inService("iam/role_policy.go"),
  },
  // Adding or removing `durableConfig` replaces, in CustomizeDiff; changes within it do not.
  "aws:lambda/function:Function": {
    properties: ["durableConfig", "name", "packageType", "region", "tenancyConfig"],
    source: inService("lambda/function.go"),
  },
  // A version cannot be updated.
  "aws:lambda/layerVersion:LayerVersion": {
    properties: [
      "code",
      "compatibleArchitectures",
      "compatibleRuntimes",
      "description",
      "layerName",
      "licenseInfo",
      "region",
      "s3Bucket",
      "s3Key",
      "s3ObjectVersion",
      "skipDestroy",
      "sourceCodeHash",
    ],
    source: inService("lambda/layer_version.go"),
  },
  // A statement cannot be updated.
  "aws:lambda/permission:Permission": {
    properties: [
      "action",
      "eventSourceToken",
      "function",
      "functionUrlAuthType",
      "invokedViaFunctionUrl",
      "principal",
      "principalOrgId",
      "qualifier",
      "region",
      "sourceAccount",
      "sourceArn",
      "statementId",
      "statementIdPrefix",
    ],
    source: inService("lambda/permission.go"),
  },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
    properties: ["functionName", "qualifier", "region"],
    source: inService("lambda/function_event_invoke_config.go"),
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    properties: [
      "amazonManagedKafkaEventSourceConfig",
      "eventSourceArn",
      "queues",
      "region",
      "selfManagedEventSource",
      "selfManagedKafkaEventSourceConfig",
      "startingPosition",
      "startingPositionTimestamp",
      "topics",
    ],
    source: inService("lambda/event_source_mapping.go"),
  },
  // A change of `tier` from Advanced to Standard replaces as well, in CustomizeDiff.
  "aws:ssm/parameter:Parameter": {
    properties: ["dataType", "name", "region"],
    source: inService("ssm/parameter.go"),
  },
};
