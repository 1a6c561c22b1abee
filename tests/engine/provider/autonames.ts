interface Autoname {
  property: string;
  maxLength: number;
  lowercase?: boolean;
  sourceOfLength: string;
}

const override = "pulumi-aws provider/resource_overrides.go";

/** pulumi-aws gives 255 to every `name` without a length of its own, whatever AWS allows. */
const anyName = { property: "name", maxLength: 255, sourceOfLength: "pulumi-aws provider/autonaming.go" };

/** The property by which the real provider, @pulumi/aws 7.48, names a resource, and the longest name, by type. */
export const autonames: Record<string, Autoname> = {
  "aws:s3/bucket:Bucket": { property: "bucket", maxLength: 63, lowercase: true, sourceOfLength: override },
  "aws:cloudfront/originAccessControl:OriginAccessControl": anyName,
  "aws:sqs/queue:Queue": { property: "name", maxLength: 80, sourceOfLength: override },
  "aws:cloudwatch/logGroup:LogGroup": anyName,
  "aws:cloudwatch/eventRule:EventRule": anyName,
  "aws:cloudwatch/metricAlarm:MetricAlarm": { property: "name", maxLength: 255, sourceOfLength: override },
  "aws:cloudwatch/queryDefinition:QueryDefinition": anyName,
  "aws:iam/role:Role": { property: "name", maxLength: 64, sourceOfLength: override },
  "aws:iam/rolePolicy:RolePolicy": anyName,
  "aws:lambda/function:Function": { property: "name", maxLength: 64, sourceOfLength: override },
  "aws:lambda/permission:Permission": { property: "statementId", maxLength: 100, sourceOfLength: override },
  "aws:sns/topic:Topic": anyName,
  "aws:ssm/parameter:Parameter": anyName,
};
