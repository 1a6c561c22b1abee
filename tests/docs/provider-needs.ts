import { needsOfBuckets } from "./provider-needs/buckets.ts";
import { needsOfFunction } from "./provider-needs/function.ts";
import { needsOfMessages } from "./provider-needs/messages.ts";
import { needsOfMonitoring } from "./provider-needs/monitoring.ts";
import type { Need } from "./provider-needs/needs.ts";

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
