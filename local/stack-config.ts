import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

interface Declaration {
  type?: "string" | "integer" | "boolean" | "array" | "object";
  default?: unknown;
}

interface Project {
  name: string;
  config?: Record<string, Declaration>;
}

export interface StackConfig {
  project: string;
  stack: string;
  /** Full keys, `project:key`, and values as the engine hands them to a program: text, lists and maps as JSON. */
  values: Record<string, string>;
}

const stack = "dev";

/**
 * The configuration of the stack `dev` with `overrides` on top, each `name=value` as for `pulumi config set --path`.
 *
 * @throws {Error} When an override cannot be read, or a value is not of the type that Pulumi.yaml declares.
 */
export function readStackConfig(folder: string, overrides: string[]): StackConfig {
  const { name: project, config: declared = {} }: Project = parse(
    readFileSync(join(folder, "Pulumi.yaml"), "utf8"),
  );
  const { config: set = {} } = parse(readFileSync(join(folder, `Pulumi.${stack}.yaml`), "utf8"));

  const values: Record<string, unknown> = {};
  for (const [key, { default: value }] of Object.entries(declared)) {
    if (value !== undefined) values[fullKey(project, key)] = value;
  }
  for (const [key, value] of Object.entries(set)) values[fullKey(project, key)] = withoutSecret(key, value);
  for (const override of overrides) applyOverride(values, project, override);
  for (const [key, { type }] of Object.entries(declared)) checkType(key, values[fullKey(project, key)], type);
  return {
    project,
    stack,
    values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, asText(value)])),
  };
}

function fullKey(project: string, key: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

function withoutSecret(key: string, value: unknown): unknown {
  if (isMap(value) && "secure" in value) {
    throw new Error(
      `${key} is a secret of Pulumi.${stack}.yaml, which this run cannot read: give it with --config ${key}=VALUE`,
    );
  }
  return value;
}

function applyOverride(values: Record<string, unknown>, project: string, override: string): void {
  const [, path, text] = /^([^=]+)=(.*)$/s.exec(override) ?? [];
  const steps = path === undefined ? undefined : parsePath(path);
  if (steps === undefined || text === undefined) {
    throw new Error(
      `--config takes name=value, such as quality=60 or 'uploadSuffixes[0]=.png'; received ${JSON.stringify(override)}`,
    );
  }
  const [name, ...inner] = steps;
  const key = fullKey(project, String(name));
  values[key] = inner.length === 0 ? text : withValueAt(values[key], inner, scalar(text));
}

/** `a.b`, `a[0]` and `a["b"]`, the property paths of `pulumi config --path`. */
function parsePath(path: string): (string | number)[] | undefined {
  const step = /\.?([^.[\]"]+)|\[(\d+)\]|\["([^"]*)"\]/gy;
  const steps: (string | number)[] = [];
  while (step.lastIndex < path.length) {
    const [, name, index, quoted] = step.exec(path) ?? [];
    const found = index === undefined ? (name ?? quoted) : Number(index);
    if (found === undefined) return undefined;
    steps.push(found);
  }
  return typeof steps[0] === "string" ? steps : undefined;
}

function withValueAt(container: unknown, [step, ...inner]: (string | number)[], value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === "number") {
    const list = Array.isArray(container) ? [...container] : [];
    if (step > list.length)
      throw new Error(`--config sets the element [${step}] of a list that has ${list.length} elements`);
    list[step] = withValueAt(list[step], inner, value);
    return list;
  }
  const map = isMap(container) ? container : {};
  return { ...map, [step]: withValueAt(map[step], inner, value) };
}

/** Within lists and maps `pulumi config set --path` turns what looks like a number or boolean into one. */
function scalar(text: string): unknown {
  return /^(true|false|-?(0|[1-9]\d*))$/.test(text) ? JSON.parse(text) : text;
}

/** The engine's own check and words. */
function checkType(key: string, value: unknown, type: Declaration["type"]): void {
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

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
