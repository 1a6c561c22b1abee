import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as auto from "@pulumi/pulumi/automation/index.js";
import { Account } from "../../engine/provider/account.ts";
import { AwsProvider } from "../../engine/provider/aws-provider.ts";
import { serve } from "../../engine/provider/protocol.ts";
import { resourcesIn, type StateResource, sparingCommand } from "./fast-pulumi.ts";

const { version: awsVersion } = createRequire(import.meta.url)("@pulumi/aws/package.json");

/** The real engine with a state of its own and an AWS account that the test can look into. */
export interface Engine {
  account: Account;
  env: Record<string, string>;
}

/** An engine whose state is in a folder; `close` ends its account. */
export async function openEngine(folder: string): Promise<Engine & { close: () => void }> {
  const account = new Account();
  const provider = await serve(new AwsProvider(account), awsVersion);
  mkdirSync(join(folder, "state"));
  const env = {
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_DEBUG_PROVIDERS: `aws:${provider.port}`,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_HOME: join(folder, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  return { account, env, close: () => provider.close() };
}

type Config = Record<string, string>;

/** A new stack of a program that runs in this process. */
export async function inlineStack(
  { env }: Engine,
  program: auto.PulumiFn,
  stackName = "test",
): Promise<auto.Stack> {
  const args = { projectName: "project", stackName, program };
  const stackSettings = { [stackName]: { config: { "aws:region": "eu-central-1" } } };
  const pulumiCommand = await sparingCommand();
  return auto.LocalWorkspace.createStack(args, { envVars: env, pulumiCommand, stackSettings });
}

/** A new stack of the program in a folder, run by Pulumi's own language host, with what `config` adds to the file of its settings. */
export async function folderStack(
  { env }: Engine,
  workDir: string,
  stackName = "test",
  config: Config = {},
): Promise<auto.Stack> {
  const pulumiCommand = await sparingCommand();
  const workspace = await auto.LocalWorkspace.create({ workDir, envVars: env, pulumiCommand });
  if (Object.keys(config).length > 0) {
    const settings = await workspace.stackSettings(stackName).catch((): auto.StackSettings => ({}));
    await workspace.saveStackSettings(stackName, { ...settings, config: { ...settings.config, ...config } });
  }
  return auto.Stack.create(stackName, workspace);
}

/** What an operation does to each resource of AWS that it does not leave as it is, by name: `update`, `replace`, … */
export type Changes = Record<string, string>;

/** What previewing the stack says would change. */
export function previewChanges(stack: auto.Stack): Promise<Changes> {
  return changesOf((onEvent) => stack.preview({ onEvent }));
}

/** Brings the stack up, and says what changed. */
export function upChanges(stack: auto.Stack): Promise<Changes> {
  return changesOf((onEvent) => stack.up({ onEvent }));
}

/** Refreshes the stack, and counts its resources by what became of them: `same`, `update`, … */
export async function refreshCounts(stack: auto.Stack): Promise<auto.OpMap> {
  let counts: auto.OpMap = {};
  await stack.refresh({
    onEvent: ({ summaryEvent }) => {
      counts = summaryEvent?.resourceChanges ?? counts;
    },
  });
  return counts;
}

async function changesOf(run: (onEvent: (event: auto.EngineEvent) => void) => Promise<unknown>) {
  const changes: Changes = {};
  await run(({ resourcePreEvent }) => {
    if (resourcePreEvent === undefined) return;
    const { op, urn, type } = resourcePreEvent.metadata;
    const step = steps[op] ?? op;
    if (type.startsWith("aws:") && step !== "same") changes[urn.split("::").at(-1) ?? urn] = step;
  });
  return changes;
}

/** A replacement is several steps. */
const steps: Record<string, string> = {
  "create-replacement": "replace",
  "delete-replaced": "replace",
};

/** The stack's resources of AWS, as its state has them. */
export function deployed({ name, workspace }: auto.Stack): StateResource[] {
  return resourcesIn(workspace.envVars, name).filter(({ type }) => type.startsWith("aws:"));
}
