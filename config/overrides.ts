type Config = Record<string, unknown>;

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

/** Formats values as the engine hands them to a program: lists and maps as JSON. */
export function asTexts(config: Config): Record<string, string> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, asText(value)]));
}

/** A key without a namespace belongs to the project. */
export function fullKey(project: string, key: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
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
  values[key] = inner.length === 0 ? text : withValueAt(values[key], inner, scalar(text));
}

/** Reads `a.b`, `a[0]` and `a["b"]`, the property paths of `pulumi config --path`. */
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

/** Within lists and maps `pulumi config set --path` turns text like a number or boolean into one. */
function scalar(text: string): unknown {
  return /^(true|false|-?(0|[1-9]\d*))$/.test(text) ? JSON.parse(text) : text;
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
