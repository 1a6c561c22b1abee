import type { Stack } from "@pulumi/pulumi/automation/index.js";
import type { ExecutionContext } from "ava";
import { optionRules } from "../../components/options/rules-and-defaults.ts";
import { folderStack, onEngine, startEngine } from "../helpers/engine/engine.ts";
import { resourcesIn } from "../helpers/engine/fast-pulumi.ts";
import { copyProgram } from "../helpers/engine/program.ts";
import { putExisting } from "./existing.ts";
import { existing, optionChanges } from "./option-changes.ts";

/** The options that stay secret, each with a path to one value and a text that nothing else holds. */
const kept: Record<string, [path: string, secret: string][]> = {
  tags: [["tags.owner", "owner-zq7"]],
  objectTags: [["objectTags.owner", "writer-zq7"]],
  alarmEmails: [["alarmEmails[0]", "me-zq7@example.com"]],
  alarmTopicArns: [["alarmTopicArns[0]", existing.topicArn]],
};

/** Creates a stack of the program with these values as secrets. */
async function programStack(t: ExecutionContext, secrets: Record<string, string>): Promise<Stack> {
  const engine = await startEngine(t);
  putExisting(engine.account);
  const stack = await folderStack(engine, copyProgram(t), "test", { "aws:region": "eu-central-1" });
  const values = Object.entries(secrets).map(([path, value]) => [
    `image-compression-pipeline:${path}`,
    { value, secret: true },
  ]);
  await stack.setAllConfig(Object.fromEntries(values), true);
  return stack;
}

/** `exportStack` would show the secrets. */
function exported({ name, workspace }: Stack): string {
  return JSON.stringify(resourcesIn(workspace.envVars, name));
}

onEngine("the secrets that can be are in no state, after up, a change and a refresh", async (t) => {
  const secrets = Object.values(kept).flat();
  const shown = (text: string) => secrets.filter(([, secret]) => text.includes(secret));
  const stack = await programStack(t, Object.fromEntries(secrets));

  const { stdout } = await stack.up();
  const first = exported(stack);
  await stack.setConfig("image-compression-pipeline:memoryMiB", { value: "2048" });
  await stack.up();
  await stack.refresh();

  t.deepEqual([shown(stdout), shown(first), shown(exported(stack))], [[], [], []]);
});

onEngine("every other option is refused as a secret, by its key", async (t) => {
  const others = Object.keys(optionRules).filter((option) => !Object.hasOwn(kept, option));
  const values = Object.entries(optionChanges).map(([option, { to }]) => [
    option,
    String(Object.entries(to).find(([name]) => name === option)?.[1]),
  ]);
  const stack = await programStack(
    t,
    Object.fromEntries(values.filter(([option = ""]) => others.includes(option))),
  );

  const text = String(await t.throwsAsync(stack.preview()));

  const names = others.map((option) => `\`image-compression-pipeline:${option}\``);
  t.deepEqual(
    names.filter((name) => !text.includes(name)),
    [],
  );
  t.regex(text, /cannot be secret: .* `pulumi config set image-compression-pipeline:\w+ VALUE`/);
  t.notRegex(text, /^\s+at |unhandled exception/m);
});
