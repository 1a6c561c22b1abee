import type * as pulumi from "@pulumi/pulumi";
import { type Settings, settingsVariable } from "../../contract/settings.ts";

/** Lambda's limit for a function's whole environment, in bytes of JSON. */
export const environmentLimit = 4096;

/** Counts the bytes of an environment with these settings as Lambda does. */
export function environmentBytes(settings: Settings): number {
  return Buffer.byteLength(JSON.stringify(functionVariables(JSON.stringify(settings))));
}

/** In bytes. A lower threshold asks the system more often, which took 6 % of the processor's time and saved no memory. */
const allocatorThreshold = String(2 ** 20);

/**
 * Returns the function's environment, in which the allocator gives back the memory of images at once: by default glibc
 * raises both thresholds as it sees large blocks, and a warm process keeps the memory of its largest images (mallopt(3)).
 */
export function functionVariables<Text extends pulumi.Input<string>>(settings: Text) {
  return {
    [settingsVariable]: settings,
    MALLOC_MMAP_THRESHOLD_: allocatorThreshold,
    MALLOC_TRIM_THRESHOLD_: allocatorThreshold,
  };
}
