import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { type Settings, settingsVariable } from "../../contract/settings.ts";

/** What every version of the function has, and what the newer ones have beside it. */
type DeployedSettings = Pick<Settings, "sourceBucket"> & Partial<Settings>;

/** The settings that a function was deployed with; `undefined` when it is none of ours, or they cannot be read. */
export function deployedSettings({ Environment }: FunctionConfiguration): DeployedSettings | undefined {
  try {
    const settings = JSON.parse(Environment?.Variables?.[settingsVariable] ?? "");
    return typeof settings?.sourceBucket === "string" ? settings : undefined;
  } catch {
    return undefined;
  }
}
