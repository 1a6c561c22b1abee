import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as auto from "@pulumi/pulumi/automation/index.js";
import { Account } from "../../engine/provider/account.ts";
import { AwsProvider } from "../../engine/provider/aws-provider.ts";
import { serve } from "../../engine/provider/protocol.ts";
import { fastPulumi, resourcesIn, type StateResource } from "./fast-pulumi.ts";

const { version: awsVersion } = createRequire(import.meta.url)("@pulumi/aws/package.json");

/** The real engine with its own state and an AWS account open to the test. */
export interface Engine {
  account: Account;
  env: Record<string, string>;
}

/** Opens an engine with its state in a folder; `close` ends its account. */
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

/** Creates a stack of a program in this process. */
export async function inlineStack(
  { env }: Engine,
  program: auto.PulumiFn,
  stackName = "test",
): Promise<auto.Stack> {
  const args = { projectName: "project", stackName, program };
  const stackSettings = { [stackName]: { config: { "aws:region": "eu-central-1" } } };
  const pulumiCommand = await fastPulumi();
  return auto.LocalWorkspace.createStack(args, { envVars: env, pulumiCommand, stackSettings });
}

/** Creates a stack of the program in a folder, run by Pulumi's own language host; `config` is added to its settings file. */
export async function folderStack(
  { env }: Engine,
  workDir: string,
  stackName = "test",
  config: Config = {},
): Promise<auto.Stack> {
  const pulumiCommand = await fastPulumi();
  const workspace = await auto.LocalWorkspace.create({ workDir, envVars: env, pulumiCommand });
  if (Object.keys(config).length > 0) {
    const settings = await workspace.stackSettings(stackName).catch((): auto.StackSettings => ({}));
    await workspace.saveStackSettings(stackName, { ...settings, config: { ...settings.config, ...config } });
  }
  return auto.Stack.create(stackName, workspace);
}

/** The change of each affected AWS resource, by name: `update`, `replace`, … */
export type Changes = Record<string, string>;

export function previewChanges(stack: auto.Stack): Promise<Changes> {
  return changesOf((onEvent) => stack.preview({ onEvent }));
}

export function upChanges(stack: auto.Stack): Promise<Changes> {
  return changesOf((onEvent) => stack.up({ onEvent }));
}

/** Refreshes the stack, and counts its resources by result: `same`, `update`, … */
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

/** Lists the stack's AWS resources from its state. */
export function deployed({ name, workspace }: auto.Stack): StateResource[] {
  return resourcesIn(workspace.envVars, name).filter(({ type }) => type.startsWith("aws:"));
}
