import { ImageCompressionPipeline, type ImageCompressionPipelineArgs } from "../../components/index.ts";
import { inlineStack, onEngine, previewChanges, startEngine, upChanges } from "../helpers/engine.ts";
import type { Account } from "./provider/account.ts";
import { mayTell } from "./provider/sns.ts";

/** The topics that alarms tell, each once. */
function toldTopics(account: Account): unknown[] {
  const alarms = ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"];
  const actions = alarms
    .flatMap((type) => account.list(type))
    .flatMap(({ inputs }) => inputs.alarmActions ?? []);
  return [...new Set(actions)];
}

onEngine(
  "addresses come and go one by one, whatever their order, and the last takes the topic along",
  async (t) => {
    const engine = await startEngine(t);
    let args: ImageCompressionPipelineArgs = { alarmEmails: ["a@example.com", "b@example.com"] };
    const stack = await inlineStack(engine, async () => {
      new ImageCompressionPipeline("images", args);
    });
    await upChanges(stack);
    const told = toldTopics(engine.account).map((topic) => [topic, mayTell(engine.account, String(topic))]);
    const [topic] = engine.account.list("aws:sns/topic:Topic");

    args = { alarmEmails: ["b@example.com", "a@example.com"] };
    const reordered = await previewChanges(stack);
    args = { alarmEmails: ["b@example.com", "c@example.com"] };
    const exchanged = await upChanges(stack);
    args = {};
    const none = await upChanges(stack);

    t.deepEqual(told, [[topic?.id, true]]);
    t.deepEqual(reordered, {});
    t.deepEqual(exchanged, {
      "images-alarm-topic-a@example.com": "delete",
      "images-alarm-topic-c@example.com": "create",
    });
    t.is(none["images-alarm-topic"], "delete");
    t.deepEqual(toldTopics(engine.account), []);
  },
);
