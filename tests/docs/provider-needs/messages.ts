import type { Registered } from "../../helpers/graph/graph.ts";
import { all, arn, type Need, named } from "./needs.ts";

const queue = ({ name, inputs }: Registered) =>
  arn("sqs", named(String(inputs.queueUrl ?? name).replace(/^.*\//, "")));
const rule = ({ name, inputs }: Registered) => arn("events", `rule/${named(inputs.rule ?? name)}`);
const topic = ({ name, inputs }: Registered) =>
  arn("sns", named(String(inputs.arn ?? inputs.topic ?? name).replace(/^.*:/, "")));

export const needsOfMessages: Record<string, Need[]> = {
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
    {
      // IAM has no resource type for subscriptions: it checks their rights on the topic.
      on: topic,
      actions: all("sns", "Subscribe GetSubscriptionAttributes SetSubscriptionAttributes Unsubscribe"),
    },
  ],
  "aws:kms/key:Key": [
    { on: () => "*", actions: ["kms:CreateKey"] },
    {
      // AWS generates the identifier.
      on: () => arn("kms", "key/0a1b2c3d"),
      actions: [
        ...all("kms", "DescribeKey GetKeyPolicy PutKeyPolicy UpdateKeyDescription ScheduleKeyDeletion"),
        ...all("kms", "GetKeyRotationStatus EnableKeyRotation ListResourceTags TagResource UntagResource"),
      ],
    },
  ],
};
