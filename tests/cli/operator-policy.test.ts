import test from "ava";
import { builtCommand } from "../helpers/command/command.ts";
import { type Call, pipelineAnswers, startFakeAws } from "../helpers/command/fake-aws.ts";
import { metricAnswers } from "../helpers/command/fake-metrics.ts";
import { runHere } from "../helpers/command/in-process.ts";
import { grantedBy, neededFor } from "../helpers/graph/operator-policy.ts";

const command = builtCommand();
const bodies = [JSON.stringify([{ bucket: "uploads", key: "a.png" }]), "poison"];

test("the operator's policy for redriving grants what the command calls, for all kinds of ingestion, and nothing else", async (t) => {
  const calls: Call[] = [];
  for (const uploads of [undefined, "images-uploads"]) {
    const aws = await startFakeAws(t, pipelineAnswers({ bodies, ...(uploads && { uploads }) }));
    const args = ["redrive", "--pipeline", "images", "--yes", "--endpoint", aws.endpoint];
    t.is((await command(args).ended).code, 1);
    calls.push(...aws.calls);
  }

  t.deepEqual(neededFor(calls).sort(), grantedBy("redrive.md").sort());
});

test("the operator's policy for reports grants what the command calls, and nothing else", async (t) => {
  const { endpoint, calls } = await startFakeAws(t, metricAnswers({}));

  await runHere(["report", "--pipeline", "images", "--endpoint", endpoint]);

  t.deepEqual(neededFor(calls).sort(), grantedBy("report.md").sort());
});

test("events are sent as they came, and invocations are asynchronous", async (t) => {
  const direct = await startFakeAws(t, pipelineAnswers({ bodies }));
  const queue = await startFakeAws(t, pipelineAnswers({ bodies, uploads: "images-uploads" }));
  for (const { endpoint } of [direct, queue]) {
    await command(["redrive", "--pipeline", "images", "--yes", "--endpoint", endpoint]).ended;
  }

  const inputs = (calls: Call[], wanted: string) =>
    calls.filter(({ action }) => action === wanted).map(({ input }) => input);
  t.deepEqual(inputs(direct.calls, "lambda:InvokeFunction"), [{ Payload: bodies[0], type: "Event" }]);
  t.like(inputs(queue.calls, "sqs:SendMessage"), [{ MessageBody: bodies[0] }]);
});
