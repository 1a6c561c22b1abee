import { asTexts, fullKey, isMap, withOverrides } from "./overrides.ts";
import { type Declaration, readProjectFile, readStackFile } from "./stack-file.ts";

export interface StackConfig {
  project: string;
  stack: string;
  /** Maps full keys, `project:key`, to values as the engine hands them to a program. */
  values: Record<string, string>;
}

/**
 * Reads the configuration of a stack, from the file beside Pulumi.yaml, with `overrides` on top (see `withOverrides`).
 *
 * @throws {Error} When a file or an override cannot be read, or a value is not of its type in Pulumi.yaml.
 */
export function readStackConfig(folder: string, overrides: string[], stack: string): StackConfig {
  const { name: project, config: declared } = readProjectFile(folder);
  const { config: set } = readStackFile(folder, stack);

  const file: Record<string, unknown> = {};
  for (const [key, { default: value }] of Object.entries(declared ?? {})) {
    if (value !== undefined) file[fullKey(project, key)] = value;
  }
  for (const [key, value] of Object.entries(set ?? {})) file[fullKey(project, key)] = value;

  const values = withOverrides(file, project, overrides);
  refuseSecrets(values, project, stack);
  for (const [key, { type }] of Object.entries(declared ?? {}))
    checkType(key, values[fullKey(project, key)], type, stack);
  return { project, stack, values: asTexts(values) };
}

/** Tolerates secrets of other namespaces, such as a provider's: nothing here reads them. */
function refuseSecrets(values: Record<string, unknown>, project: string, stack: string): void {
  for (const [key, value] of Object.entries(values)) {
    if (key.startsWith(`${project}:`) && isMap(value) && "secure" in value) {
      throw new Error(
        `${key} is a secret of Pulumi.${stack}.yaml, which this run cannot read: give it with --config ${key}=VALUE`,
      );
    }
  }
}

/** Repeats the engine's own check, in its words. */
function checkType(key: string, value: unknown, type: Declaration["type"], stack: string): void {
  if (value === undefined || type === undefined || hasType(value, type)) return;
  throw new Error(
    `Stack '${stack}' with configuration key '${key}' must be of type '${type}'; received ${JSON.stringify(value)}`,
  );
}

function hasType(value: unknown, type: NonNullable<Declaration["type"]>): boolean {
  switch (type) {
    case "string":
      return typeof value !== "object";
    case "integer":
      return /^-?\d+$/.test(String(value));
    case "boolean":
      return /^(true|false)$/.test(String(value));
    case "array":
      return Array.isArray(parsed(value));
    case "object":
      return isMap(parsed(value));
  }
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
