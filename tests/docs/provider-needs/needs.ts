import { account, type Registered, region } from "../../helpers/graph/graph.ts";

/** Rights of the provider on a resource, with the ARN on which AWS checks them. */
export interface Need {
  on: (resource: Registered) => string | undefined;
  actions: string[];
}

/** Gives a name as Pulumi does: the logical name and a random suffix. */
export const named = (logicalName: unknown) => `${logicalName}-0a1b2c3`;

export const arn = (service: string, resource: string, where = region) =>
  `arn:aws:${service}:${where}:${account}:${resource}`;

export function all(prefix: string, names: string): string[] {
  return names.split(" ").map((name) => `${prefix}:${name}`);
}
