import { needsOfBuckets } from "./buckets.ts";
import { needsOfFunction } from "./function.ts";
import { needsOfMessages } from "./messages.ts";
import { needsOfMonitoring } from "./monitoring.ts";
import type { Need } from "./needs.ts";

/**
 * The rights to create, read, update, tag and delete each type. The calls come from the type's Go files in
 * hashicorp/terraform-provider-aws, internal/service, and the right for each call from AWS's service authorization
 * reference.
 */
export const providerNeeds: Record<string, Need[]> = {
  ...needsOfBuckets,
  ...needsOfFunction,
  ...needsOfMessages,
  ...needsOfMonitoring,
};
