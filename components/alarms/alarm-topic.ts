import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Options } from "../options/rules-and-defaults.ts";
import { topicKeyPolicy, topicPolicy } from "../policies/resource-policies.ts";

/** Creates the topic of `alarmEmails`, if the option names an address. */
export function createAlarmTopic(
  name: string,
  options: Options,
  parent: pulumi.Resource,
): aws.sns.Topic | undefined {
  const { alarmEmails, kmsKeyArn, tags } = options;
  if (alarmEmails.length === 0) return undefined;
  const topic = new aws.sns.Topic(
    `${name}-alarm-topic`,
    // Mails come from this name.
    {
      displayName: `${name} alarms`,
      kmsMasterKeyId: kmsKeyArn ?? createKey(name, options, parent).arn,
      tags,
    },
    { parent },
  );
  new aws.sns.TopicPolicy(
    `${name}-alarm-topic-policy`,
    { arn: topic.arn, policy: pulumi.jsonStringify(topic.arn.apply(topicPolicy)) },
    { parent: topic },
  );
  for (const address of alarmEmails) subscribe(`${name}-alarm-topic`, address, topic);
  return topic;
}

/** Keeps the address out of the state and of previews: each is a person's. */
function subscribe(topicName: string, address: string, parent: aws.sns.Topic): void {
  // An index would rename the other subscriptions when one address is removed.
  const hash = createHash("sha256").update(address).digest("hex").slice(0, 12);
  new aws.sns.TopicSubscription(
    `${topicName}-${hash}`,
    { topic: parent.arn, protocol: "email", endpoint: pulumi.secret(address) },
    // 0.1.0 named it by the address: under another name everybody would have to confirm again. An alias is not in the state.
    { parent, aliases: [{ name: `${topicName}-${address}` }] },
  );
}

/**
 * Returns the topics of `alarmTopicArns`.
 *
 * @throws {pulumi.ResourceError} Later, if one is in another region: CloudWatch notifies no topic there.
 */
export function topicsOfRegion(
  { alarmTopicArns }: Options,
  component: pulumi.Resource,
): pulumi.Output<string>[] {
  if (alarmTopicArns.length === 0) return [];
  const { region } = aws.getRegionOutput({}, { parent: component });
  return alarmTopicArns.map((arn) =>
    pulumi.all([arn, region]).apply(([known, own]) => {
      if (known.split(":")[3] === own) return known;
      const problem = `\`alarmTopicArns\` must be topics of the stack's region, ${own}; received ${JSON.stringify(known)}`;
      throw new pulumi.ResourceError(problem, component, true);
    }),
  );
}

/** AWS's own key for SNS does not let CloudWatch publish: alarms would fail silently. */
function createKey(name: string, { tags }: Options, parent: pulumi.Resource): aws.kms.Key {
  const { accountId } = aws.getCallerIdentityOutput({}, { parent });
  const { region } = aws.getRegionOutput({}, { parent });
  const policy = pulumi.all([accountId, region]).apply(([account, own]) => topicKeyPolicy(account, own));
  return new aws.kms.Key(
    `${name}-alarm-key`,
    {
      description: `Alarms of the image pipeline ${name}`,
      policy: pulumi.jsonStringify(policy),
      enableKeyRotation: true,
      tags,
    },
    { parent },
  );
}
