import type * as pulumi from "@pulumi/pulumi";
import { type Settings, settingsVariable } from "../../contract/settings.ts";

/** What Lambda allows for a function's whole environment, in bytes of JSON. */
export const environmentLimit = 4096;

/** The bytes of an environment with these settings, counted as Lambda does. */
export function environmentBytes(settings: Settings): number {
  return Buffer.byteLength(JSON.stringify(functionVariables(JSON.stringify(settings))));
}

/** In bytes: with less the system is asked more often, which took 6 % of the processor's time, and a process held no less. */
const allocatorThreshold = String(2 ** 20);

/**
 * The function's environment. Its allocator gives the memory of images back at once: by default glibc raises both
 * thresholds as it sees large blocks, and a warm process keeps what the largest images took (mallopt(3)).
 */
export function functionVariables<Text extends pulumi.Input<string>>(settings: Text) {
  return {
    [settingsVariable]: settings,
    MALLOC_MMAP_THRESHOLD_: allocatorThreshold,
    MALLOC_TRIM_THRESHOLD_: allocatorThreshold,
  };
}
