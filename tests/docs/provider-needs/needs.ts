import { account, type Registered, region } from "../../helpers/graph/graph.ts";

/** Rights that the provider needs for a resource, and the ARN that AWS checks them on. */
export interface Need {
  on: (resource: Registered) => string | undefined;
  actions: string[];
}

/** The name that Pulumi gives: the logical one, and a random end. */
export const named = (logicalName: unknown) => `${logicalName}-0a1b2c3`;

export const arn = (service: string, resource: string, where = region) =>
  `arn:aws:${service}:${where}:${account}:${resource}`;

/** All of these actions of a service. */
export function all(prefix: string, names: string): string[] {
  return names.split(" ").map((name) => `${prefix}:${name}`);
}
