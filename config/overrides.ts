import { parsePath, withValueAt } from "./paths.ts";
import { readInteger, type Scalar } from "./scalars.ts";
import type { Config } from "./texts.ts";

/**
 * Returns a program's configuration, by full keys, with `overrides` on top, each `name=value` as for `pulumi config set --path`.
 *
 * @throws {Error} When an override cannot be read.
 */
export function withOverrides(config: Config, project: string, overrides: string[]): Config {
  const values = { ...config };
  for (const override of overrides) applyOverride(values, project, override);
  return values;
}

/** A key without a namespace belongs to the project; `project:config:key` is an old form of `project:key`. */
export function fullKey(project: string, key: string): string {
  return key.includes(":") ? key.replace(/^([^:]+):config:/, "$1:") : `${project}:${key}`;
}

function applyOverride(values: Config, project: string, override: string): void {
  const [, path, text] = /^([^=]+)=(.*)$/s.exec(override) ?? [];
  const steps = path === undefined ? undefined : parsePath(path);
  if (steps === undefined || text === undefined) {
    throw new Error(
      `--config takes name=value, such as quality=60 or 'uploadSuffixes[0]=.png'; received ${JSON.stringify(override)}`,
    );
  }
  const [name, ...inner] = steps;
  const key = fullKey(project, String(name));
  values[key] = inner.length === 0 ? text : withValueAt(values[key], [String(name)], inner, scalar(text));
}

/** Within lists and maps `pulumi config set --path` makes a number or boolean of text like one, unless it begins with a 0. */
function scalar(text: string): Scalar {
  if (/^(true|false)$/.test(text)) return text === "true";
  if (!/^([-+]\d+|0|[1-9]\d*)$/.test(text)) return text;
  return readInteger(text.replace(/^([-+])0+(?=\d)/, "$1")) ?? text;
}
