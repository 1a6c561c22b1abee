import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { type Settings, settingsVariable } from "../../contract/settings.ts";

/** Every version of the function has `sourceBucket`; newer ones have more settings. */
type DeployedSettings = Pick<Settings, "sourceBucket"> & Partial<Settings>;

/** Returns a function's settings; `undefined` when it is not a pipeline's, or they cannot be read. */
export function deployedSettings({ Environment }: FunctionConfiguration): DeployedSettings | undefined {
  try {
    const settings = JSON.parse(Environment?.Variables?.[settingsVariable] ?? "");
    return typeof settings?.sourceBucket === "string" ? settings : undefined;
  } catch {
    return undefined;
  }
}
