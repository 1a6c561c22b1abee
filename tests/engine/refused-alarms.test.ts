import test from "ava";
import { newAccount } from "./new-account.ts";
import { mayTell } from "./provider/sns.ts";

test("a composite alarm is refused before its parts exist, with six topics, or with a topic of another region", async (t) => {
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
const alarmArn = "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:paging";
const Version = "2012-10-17";
const Principal = { Service: "cloudwatch.amazonaws.com" };
const letIn = { Effect: "Allow", Principal, Action: "sns:Publish", Resource: topicArn };
const publishing = JSON.stringify({ Version, Statement: [letIn] });

test("an alarm notifies a topic only if the policies of the topic and its key allow CloudWatch", async (t) => {
  const { account, create } = newAccount();
  const use = { ...letIn, Action: ["kms:Decrypt", "kms:GenerateDataKey*"], Resource: "*" };
  const policy = JSON.stringify({ Version, Statement: [] });
  const { outputs } = await create("key", { description: "alarms", policy });
  await create("topic", { name: "alarms", kmsMasterKeyId: outputs.arn });

  t.false(await mayTell(account, alarmArn, topicArn));
  await create("topicPolicy", { arn: topicArn, policy: publishing });
  t.false(await mayTell(account, alarmArn, topicArn));
  await create("key", { description: "alarms", policy: JSON.stringify({ Version, Statement: [use] }) });

  t.true(await mayTell(account, alarmArn, topicArn));
});

const ofAlarm = { ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:p*" } };
const denied = { ...letIn, Effect: "Deny" };

for (const [what, Statement, told] of [
  ["an alarm that a condition names", [{ ...letIn, Condition: ofAlarm }], true],
  ["no alarm that a condition leaves out", [{ ...letIn, Condition: { ArnNotLike: ofAlarm.ArnLike } }], false],
  ["no alarm that is denied", [letIn, denied], false],
  [
    "an alarm that a denial leaves out",
    [letIn, { ...denied, Condition: { ArnNotLike: ofAlarm.ArnLike } }],
    true,
  ],
] as const) {
  test(`a topic's policy allows ${what}`, async (t) => {
    const { account, create } = newAccount();
    await create("topic", { name: "alarms" });
    await create("topicPolicy", { arn: topicArn, policy: JSON.stringify({ Version, Statement }) });

    t.is(await mayTell(account, alarmArn, topicArn), told);
  });
}

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
