import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { find } from "../helpers/graph/graph.ts";
import { evaluatePipeline } from "../helpers/graph/pipeline.ts";

test("tags are on every resource that can carry some", async (t) => {
  const { resources } = await evaluatePipeline({ tags: { team: pulumi.output("web") } });

  const tagged = resources.filter(({ inputs }) => inputs.tags !== undefined);
  t.true(tagged.every(({ inputs }) => (inputs.tags as { team: string }).team === "web"));
  t.deepEqual(tagged.map(({ name }) => name).sort(), [
    "images-compressor",
    "images-compressor-logs",
    "images-compressor-role",
    "images-dead-letters",
    "images-dead-letters-alarm",
    "images-duration-alarm",
    "images-errors-alarm",
    "images-memory-alarm",
    "images-output",
    "images-paging-alarm",
    "images-rejections-alarm",
    "images-savings-alarm",
    "images-source",
    "images-throttles-alarm",
    "images-upload-to-output-alarm",
  ]);
});

test("the queue of uploads with its mapping, the rule, and the topic with its key have tags as well", async (t) => {
  const tags = { team: "web" };

  const queue = await evaluatePipeline({ ingestion: "queue", tags });
  const rule = await evaluatePipeline({ ingestion: "eventbridge", tags });
  const topic = await evaluatePipeline({ alarmEmails: ["ops@example.com"], tags });

  t.deepEqual(find(queue, "images-uploads").inputs.tags, tags);
  t.deepEqual(find(queue, "images-compressor-uploads").inputs.tags, tags);
  t.deepEqual(find(rule, "images-upload-events").inputs.tags, tags);
  t.deepEqual(find(topic, "images-alarm-topic").inputs.tags, tags);
  t.deepEqual(find(topic, "images-alarm-key").inputs.tags, tags);
});
