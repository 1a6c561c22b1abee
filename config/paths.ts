import { memberPath } from "../contract/member-path.ts";

export type Path = (string | number)[];

/** Reads `a.b`, `a[0]` and `a["b"]`, the property paths of `pulumi config set --path`; returns `undefined` for anything else. */
export function parsePath(path: string): Path | undefined {
  const step = /(?<!^)\.([^.[]+)|\[(\d+)\]|\["((?:\\"|[^"])*)"\]|(?<=^|\])([^.[]+)/gy;
  const steps: Path = [];
  while (step.lastIndex < path.length) {
    const [, name, index, quoted, bare] = step.exec(path) ?? [];
    const found = index === undefined ? (name ?? quoted?.replaceAll('\\"', '"') ?? bare) : Number(index);
    if (found === undefined) return undefined;
    steps.push(found);
  }
  return typeof steps[0] === "string" ? steps : undefined;
}

/** Formats a path for a message. */
function formatPath([first, ...steps]: Path): string {
  return steps.reduce<string>(memberPath, String(first));
}

/**
 * Returns `container`, which is at the path `before`, with `value` at `steps` in it. Missing lists and maps are made on the way.
 *
 * @throws {Error} Where Pulumi refuses as well.
 */
export function withValueAt(
  container: unknown,
  before: Path,
  [step, ...inner]: Path,
  value: unknown,
): unknown {
  if (step === undefined) return value;
  const given = before.length === 1 && typeof container !== "object" ? undefined : (container ?? undefined);
  const at = [...before, step];
  if (typeof step === "number") {
    const list: unknown[] = given === undefined ? Array(step).fill(null) : [...listAt(given, before, at)];
    if (step > list.length)
      throw new Error(
        `--config sets the element ${formatPath(at)} of a list that has ${list.length} elements`,
      );
    list[step] = withValueAt(list[step], at, inner, value);
    return list;
  }
  const map = given === undefined ? {} : mapAt(given, before, at);
  if (step === "secure" && inner.length === 0 && typeof value === "string" && Object.keys(map).length === 0)
    throw new Error(
      `--config ${formatPath(at)} would make a map of the key "secure" alone, which is a secret's form`,
    );
  return { ...map, [step]: withValueAt(map[step], at, inner, value) };
}

function listAt(given: unknown, before: Path, at: Path): unknown[] {
  if (Array.isArray(given)) return given;
  throw new Error(`--config ${formatPath(at)} sets an element of ${formatPath(before)}, which is no list`);
}

function mapAt(given: unknown, before: Path, at: Path): Record<string, unknown> {
  if (isMap(given)) return given;
  throw new Error(`--config ${formatPath(at)} sets a key of ${formatPath(before)}, which is no map`);
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
