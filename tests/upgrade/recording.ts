import type * as auto from "@pulumi/pulumi/automation/index.js";
import type { ImageCompressionPipelineArgs } from "../../components/index.ts";
import type { Account } from "../engine/provider/account.ts";

/** A resource in the state of a stack. */
interface Resource {
  urn: string;
  type: string;
  custom: boolean;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

/** The state of a release's stack with these options, without machine-specific parts. */
export interface Recording {
  args: ImageCompressionPipelineArgs;
  resources: Resource[];
}

const ofThisMachine = new Set(["created", "modified", "sourcePosition", "stackTrace"]);

export async function record(stack: auto.Stack, args: ImageCompressionPipelineArgs): Promise<Recording> {
  const { deployment } = await stack.exportStack();
  return { args, resources: deployment.resources.map(withoutMachine) };
}

/** Restores a recording into a new stack, and into the account behind it. */
export async function restore(recording: Recording, stack: auto.Stack, account: Account): Promise<void> {
  const { version, deployment } = await stack.exportStack();
  await stack.importStack({ version, deployment: { ...deployment, resources: recording.resources } });
  for (const { type, id, inputs = {}, outputs = {} } of recording.resources) {
    if (type.startsWith("aws:") && id !== undefined) {
      account.put({ type, id, region: "eu-central-1", inputs, outputs });
    }
  }
}

/** Archives keep their hash, by which they are compared, and lose their path. */
function withoutMachine(value: unknown, key = ""): never {
  const plain = (): unknown => {
    if (key === "path" && typeof value === "string") return value.replace(/^.*\/dist\//, "dist/");
    if (Array.isArray(value)) return value.map((inner) => withoutMachine(inner));
    if (typeof value !== "object" || value === null) return value;
    const kept = Object.entries(value).filter(([name]) => !ofThisMachine.has(name));
    return Object.fromEntries(kept.map(([name, inner]) => [name, withoutMachine(inner, name)]));
  };
  return plain() as never;
}
