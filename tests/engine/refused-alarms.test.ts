import test from "ava";
import { newAccount } from "./new-account.ts";
import { mayTell } from "./provider/sns.ts";

test("an alarm over others is refused before they are there, and one with six topics, or one of another region, to tell", async (t) => {
  const { create } = newAccount();
  const alarm = { alarmName: "paging", alarmRule: 'ALARM("a") OR ALARM("b")' };
  await create("alarm", { name: "a" });

  await t.throwsAsync(create("composite", alarm), { message: /\[b\] in the alarm rule do not exist/ });
  await create("alarm", { name: "b" });

  await t.notThrowsAsync(create("composite", alarm));
  await t.throwsAsync(create("alarm", { name: "c", alarmActions: Array(6).fill("arn") }), {
    message: /at most 5 actions/,
  });
  const elsewhere = { name: "c", region: "eu-central-1", okActions: ["arn:aws:sns:us-east-1:1:topic"] };
  await t.throwsAsync(create("alarm", elsewhere), { message: /Invalid region us-east-1/ });
});

const topicArn = "arn:aws:sns:eu-central-1:123456789012:alarms";
const publishing = JSON.stringify({
  Statement: [{ Effect: "Allow", Principal: { Service: "cloudwatch.amazonaws.com" }, Action: "sns:Publish" }],
});

test("an alarm tells a topic only when the topic's policy and that of its key let CloudWatch in", async (t) => {
  const { account, create } = newAccount();
  const Principal = { Service: "cloudwatch.amazonaws.com" };
  const Action = ["kms:Decrypt", "kms:GenerateDataKey*"];
  const letIn = JSON.stringify({ Statement: [{ Effect: "Allow", Principal, Action }] });
  const { outputs } = await create("key", { description: "alarms", policy: "{}" });
  await create("topic", { name: "alarms", kmsMasterKeyId: outputs.arn });

  t.false(mayTell(account, topicArn));
  await create("topicPolicy", { arn: topicArn, policy: publishing });
  t.false(mayTell(account, topicArn));
  await create("key", { description: "alarms", policy: letIn });

  t.true(mayTell(account, topicArn));
});

test("a topic without its key, a policy with actions of other services and a subscription to no topic are refused", async (t) => {
  const { create } = newAccount();
  await create("topic", { name: "alarms" });
  const kmsMasterKeyId = "arn:aws:kms:eu-central-1:123456789012:key/none";

  await t.throwsAsync(create("topic", { name: "other", kmsMasterKeyId }), { message: /^KMSNotFound/ });
  await t.throwsAsync(
    create("topicPolicy", { arn: topicArn, policy: publishing.replace("sns:Publish", "sns:*") }),
    {
      message: /out of service scope/,
    },
  );
  await t.throwsAsync(create("subscription", { topic: `${topicArn}2`, endpoint: "a@example.com" }), {
    message: /Topic does not exist/,
  });
});
