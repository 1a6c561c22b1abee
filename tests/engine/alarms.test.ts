import { ImageCompressionPipeline, type ImageCompressionPipelineArgs } from "../../components/index.ts";
import { inlineStack, onEngine, previewChanges, startEngine, upChanges } from "../helpers/engine/engine.ts";
import type { Account } from "./provider/account.ts";
import { mayTell } from "./provider/sns.ts";

/** Lists each alarm with each topic it notifies, by their ARNs. */
function telling(account: Account): [alarm: string, topic: string][] {
  const alarms = ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"];
  return alarms
    .flatMap((type) => account.list(type))
    .flatMap(({ inputs, outputs }) =>
      [inputs.alarmActions ?? []]
        .flat()
        .map((topic): [string, string] => [String(outputs.arn), String(topic)]),
    );
}

onEngine(
  "addresses are added and removed one by one, in any order, and the last removes the topic",
  async (t) => {
    const engine = await startEngine(t);
    let args: ImageCompressionPipelineArgs = { alarmEmails: ["a@example.com", "b@example.com"] };
    const stack = await inlineStack(engine, async () => {
      new ImageCompressionPipeline("images", args);
    });
    await upChanges(stack);
    const told = telling(engine.account);
    const arrives = await Promise.all(told.map(([alarm, topic]) => mayTell(engine.account, alarm, topic)));
    const topics = engine.account.list("aws:sns/topic:Topic").map(({ id }) => id);
    const foreign = "arn:aws:cloudwatch:eu-central-1:999999999999:alarm:images-paging-alarm";
    const strange = await mayTell(engine.account, foreign, String(topics));

    args = { alarmEmails: ["b@example.com", "a@example.com"] };
    const reordered = await previewChanges(stack);
    args = { alarmEmails: ["b@example.com", "c@example.com"] };
    const exchanged = await upChanges(stack);
    args = {};
    const none = await upChanges(stack);

    t.deepEqual([...new Set(told.map(([, topic]) => topic))], topics);
    t.deepEqual([...new Set(arrives)], [true]);
    t.false(strange);
    t.deepEqual(reordered, {});
    t.deepEqual(exchanged, {
      "images-alarm-topic-08168cd80dfd": "delete",
      "images-alarm-topic-50b313b4b64b": "create",
    });
    t.is(none["images-alarm-topic"], "delete");
    t.deepEqual(telling(engine.account), []);
  },
);
