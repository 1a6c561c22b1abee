import { needsOfBuckets } from "./buckets.ts";
import { needsOfFunction } from "./function.ts";
import { needsOfMessages } from "./messages.ts";
import { needsOfMonitoring } from "./monitoring.ts";
import type { Need } from "./needs.ts";

/**
 * What creating, reading, updating, tagging and deleting each type takes, from the calls in the type's Go files in
 * hashicorp/terraform-provider-aws, internal/service, and the right that AWS's service authorization reference gives for each.
 */
export const providerNeeds: Record<string, Need[]> = {
  ...needsOfBuckets,
  ...needsOfFunction,
  ...needsOfMessages,
  ...needsOfMonitoring,
};
