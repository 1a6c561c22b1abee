import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../../config/stack-config.ts";

/** A resource registered by the program, with its inputs resolved to plain values. */
export interface RegisteredResource {
  type: string;
  name: string;
  id: string;
  /** Empty for types without a computed ARN. */
  arn: string;
  inputs: Record<string, unknown>;
}

export function ofType(resources: RegisteredResource[], type: string): RegisteredResource[] {
  return resources.filter((resource) => resource.type === type);
}

export interface Evaluated {
  resources: RegisteredResource[];
  outputs: Record<string, unknown>;
}

/** Owns every resource of a local run. No real account has this number. */
const account = "000000000000";

type Computed = (
  name: string,
  inputs: Record<string, unknown>,
  region: string,
) => { id: string } & Record<string, unknown>;

/** Computes the outputs AWS would add, for every resource type supported by the local run. */
const computed: Record<string, Computed> = {
  "aws:s3/bucket:Bucket": (name, _inputs, region) => {
    const bucket = name.toLowerCase();
    const bucketRegionalDomainName = `${bucket}.s3.${region}.amazonaws.com`;
    return { id: bucket, bucket, arn: `arn:aws:s3:::${bucket}`, bucketRegionalDomainName };
  },
  "aws:lambda/function:Function": (name, _inputs, region) => {
    return { id: name, name, arn: `arn:aws:lambda:${region}:${account}:function:${name}` };
  },
  "aws:lambda/layerVersion:LayerVersion": (name, _inputs, region) => {
    const arn = `arn:aws:lambda:${region}:${account}:layer:${name}:1`;
    return { id: arn, arn };
  },
  "aws:sqs/queue:Queue": (name, _inputs, region) => {
    const url = `https://sqs.${region}.amazonaws.com/${account}/${name}`;
    return { id: url, url, name, arn: `arn:aws:sqs:${region}:${account}:${name}` };
  },
  "aws:iam/role:Role": (name) => ({ id: name, name, arn: `arn:aws:iam::${account}:role/${name}` }),
  "aws:cloudwatch/logGroup:LogGroup": (name, { name: given = name }, region) => {
    return { id: String(given), name: given, arn: `arn:aws:logs:${region}:${account}:log-group:${given}` };
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": (name, _inputs, region) => {
    return { id: name, name, arn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}` };
  },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": (_name, { alarmName }, region) => {
    const arn = `arn:aws:cloudwatch:${region}:${account}:alarm:${alarmName}`;
    return { id: String(alarmName), arn };
  },
  "aws:kms/key:Key": (name, _inputs, region) => {
    return { id: name, keyId: name, arn: `arn:aws:kms:${region}:${account}:key/${name}` };
  },
  "aws:sns/topic:Topic": (name, _inputs, region) => {
    const arn = `arn:aws:sns:${region}:${account}:${name}`;
    return { id: arn, name, arn };
  },
  "aws:cloudwatch/eventRule:EventRule": (name, _inputs, region) => {
    return { id: name, name, arn: `arn:aws:events:${region}:${account}:rule/${name}` };
  },
  ...Object.fromEntries(
    [
      "aws:cloudwatch/dashboard:Dashboard",
      "aws:cloudwatch/eventTarget:EventTarget",
      "aws:cloudwatch/queryDefinition:QueryDefinition",
      "aws:iam/rolePolicy:RolePolicy",
      "aws:lambda/eventSourceMapping:EventSourceMapping",
      "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
      "aws:lambda/permission:Permission",
      "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "aws:s3/bucketNotification:BucketNotification",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
      "aws:s3/bucketPolicy:BucketPolicy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "aws:s3/bucketVersioning:BucketVersioning",
      "aws:sns/topicPolicy:TopicPolicy",
      "aws:sns/topicSubscription:TopicSubscription",
      "aws:sqs/queuePolicy:QueuePolicy",
      "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
    ].map((type): [string, Computed] => [type, (name) => ({ id: name })]),
  ),
};

/**
 * Runs a Pulumi program on Pulumi's in-process mocks, without an engine, and returns the resources it registered.
 *
 * @throws The program's own error, or one naming a resource type or a call unknown to the local run.
 */
export async function evaluate(
  load: () => Promise<object>,
  { project, stack, values }: StackConfig,
): Promise<Evaluated> {
  const region = values["aws:region"] ?? "us-east-1";
  const resources: RegisteredResource[] = [];
  const unknown = Promise.withResolvers<never>();

  // Throwing inside a mock would surface as hundreds of rejections. The first is reported; the others never settle.
  const refuse = (what: string) => {
    unknown.reject(new Error(`The local run does not know ${what}`));
    return new Promise<never>(() => {});
  };
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        if (!type.startsWith("aws:")) return { id: name, state: inputs };
        const compute = computed[type];
        if (compute === undefined) return refuse(`resources of type ${type}`);
        const { id, ...state } = compute(name, inputs, region);
        resources.push({ type, name, id, arn: String(state.arn ?? ""), inputs });
        return { id, state: { ...inputs, ...state } };
      },
      call: ({ token }) => {
        const answer = calls(region)[token];
        return answer ?? refuse(`the call ${token}`);
      },
    },
    project,
    stack,
    false,
  );
  pulumi.runtime.setAllConfig(values);

  const outputs = await Promise.race([outputsOf(load), unknown.promise]);
  return { resources, outputs };
}

async function outputsOf(load: () => Promise<object>): Promise<Record<string, unknown>> {
  const module = await load();
  // A default export stands for all outputs, as in Pulumi's language host.
  const exported = "default" in module ? module.default : { ...module };
  const outputs = await new Promise<Record<string, unknown>>((resolve) =>
    pulumi.output(exported as Record<string, unknown>).apply(resolve),
  );
  await pulumi.runtime.disconnect();
  return outputs;
}

function calls(region: string): Record<string, Record<string, string>> {
  return {
    "aws:index/getCallerIdentity:getCallerIdentity": {
      accountId: account,
      arn: `arn:aws:iam::${account}:root`,
      id: account,
      userId: account,
    },
    "aws:index/getRegion:getRegion": { region, name: region, id: region },
  };
}
