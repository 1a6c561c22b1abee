import { memberPath } from "../contract/member-path.ts";
import { fullKey, withOverrides } from "./overrides.ts";
import { isMap } from "./paths.ts";
import { type Declaration, readProjectFile, readStackFile } from "./stack-file.ts";
import { asText, asTexts } from "./texts.ts";

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
  if (set !== undefined && set !== null && !isMap(set))
    throw new Error(
      `\`config\` in Pulumi.${stack}.yaml must be a map of keys to values; received ${JSON.stringify(set)}`,
    );

  const file: Record<string, unknown> = {};
  for (const [key, { default: value }] of Object.entries(declared ?? {})) {
    if (value !== undefined) file[fullKey(project, key)] = value;
  }
  for (const [key, value] of Object.entries(set ?? {})) file[fullKey(project, key)] = value;

  const values = withOverrides(file, project, overrides);
  for (const [key, value] of Object.entries(values)) {
    // Nothing here reads another namespace, such as a provider's.
    if (key.startsWith(`${project}:`)) refuseSecrets(key.slice(project.length + 1), value, stack);
  }
  for (const [key, { type }] of Object.entries(declared ?? {}))
    checkType(key, values[fullKey(project, key)], type, stack);
  return { project, stack, values: asTexts(values) };
}

function refuseSecrets(path: string, value: unknown, stack: string): void {
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) refuseSecrets(memberPath(path, index), inner, stack);
    return;
  }
  if (!isMap(value)) return;
  if (typeof value.secure === "string" && Object.keys(value).length === 1) {
    throw new Error(
      `${path} is a secret of Pulumi.${stack}.yaml, which this run cannot read: give it with --config '${path}=VALUE'`,
    );
  }
  for (const [key, inner] of Object.entries(value)) refuseSecrets(memberPath(path, key), inner, stack);
}

/** Repeats the engine's own check, in its words. */
function checkType(key: string, value: unknown, type: Declaration["type"], stack: string): void {
  if (value === undefined || type === undefined || hasType(value, type)) return;
  throw new Error(
    `Stack '${stack}' with configuration key '${key}' must be of type '${type}'; received ${typeof value === "string" ? JSON.stringify(value) : asText(value)}`,
  );
}

function hasType(value: unknown, type: NonNullable<Declaration["type"]>): boolean {
  switch (type) {
    case "string":
      return value === null || typeof value !== "object";
    case "integer":
      return isInteger(String(value));
    case "boolean":
      return /^(true|false)$/.test(String(value));
    case "array":
      return Array.isArray(value);
    case "object":
      return isMap(value);
  }
}

function isInteger(text: string): boolean {
  return /^[-+]?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}
