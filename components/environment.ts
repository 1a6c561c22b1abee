import type * as pulumi from "@pulumi/pulumi";
import { type Settings, settingsVariable } from "../handler/settings.ts";

/** What Lambda allows for a function's whole environment, in bytes of JSON. */
export const environmentLimit = 4096;

/** The bytes of an environment with these settings, counted as Lambda does. */
export function environmentBytes(settings: Settings): number {
  return Buffer.byteLength(JSON.stringify(functionVariables(JSON.stringify(settings))));
}

/**
 * The function's environment. Its allocator gives the memory of images back at once: by default glibc raises both
 * thresholds as it sees large blocks, and a warm process keeps what the largest images took (mallopt(3)).
 */
export function functionVariables<Text extends pulumi.Input<string>>(settings: Text) {
  return {
    [settingsVariable]: settings,
    MALLOC_MMAP_THRESHOLD_: "131072",
    MALLOC_TRIM_THRESHOLD_: "131072",
  };
}
