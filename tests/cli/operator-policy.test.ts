import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { builtCommand } from "../helpers/cli.ts";
import { type Call, pipelineAnswers, startFakeAws } from "../helpers/fake-aws.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/redrive.md"), "utf8");
const [, policy = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
const statements: { Action: string | string[]; Resource: string }[] = JSON.parse(policy).Statement;
const granted = statements.flatMap(({ Action, Resource }) =>
  [Action].flat().map((action) => `${action} on ${Resource.split(":").at(-1)}`),
);

const command = builtCommand();
const bodies = [JSON.stringify([{ bucket: "uploads", key: "a.png" }]), "poison"];

/** What the policy has to grant for a call, to a queue or function with what Pulumi adds to its name. */
function needed({ action, on }: Call): string {
  return `${action} on ${on === "*" ? on : `${on}-*`}`;
}

test("the operator's policy grants what the command calls, for all ways in, and nothing else", async (t) => {
  const calls: Call[] = [];
  for (const uploads of [undefined, "images-uploads"]) {
    const aws = await startFakeAws(t, pipelineAnswers({ bodies, ...(uploads && { uploads }) }));
    const args = ["redrive", "--pipeline", "images", "--yes", "--endpoint", aws.endpoint];
    t.is((await command(args).ended).code, 1);
    calls.push(...aws.calls);
  }

  t.deepEqual([...new Set(calls.map(needed))].sort(), granted.sort());
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
