import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isScalar, isSeq } from "yaml";
import { memberPath } from "../contract/member-path.ts";
import { fullKey } from "./overrides.ts";
import { parseYaml } from "./yaml.ts";

/** A value without quotes that Pulumi reads as something other than what is written. */
export interface Rewritten {
  /** Its full key. */
  key: string;
  /** The members that lead to it from the key's value: empty, or as `.team` or `[0]`. */
  path: string;
  written: string;
  read: string;
}

/** Lists the values of a stack's file that are read as something other than what is written; none if the file is elsewhere. */
export function readRewritten(folder: string, project: string, stack: string): Rewritten[] {
  const file = join(folder, `Pulumi.${stack}.yaml`);
  const config = existsSync(file) ? parseYaml(readFileSync(file, "utf8")).get("config", true) : undefined;
  if (!isMap(config)) return [];
  return config.items.flatMap((pair) => {
    const key = fullKey(project, String(pair.key));
    return rewrittenIn(pair.value, "").map((rewritten) => ({ key, ...rewritten }));
  });
}

function rewrittenIn(node: unknown, path: string): Omit<Rewritten, "key">[] {
  if (isSeq(node)) return node.items.flatMap((item, index) => rewrittenIn(item, memberPath(path, index)));
  if (isMap(node))
    return node.items.flatMap(({ key, value }) => rewrittenIn(value, memberPath(path, String(key))));
  if (!isScalar(node) || node.type !== "PLAIN" || !node.source) return [];
  const { source: written, value } = node;
  // A program reads members by `JSON.parse`, which rounds an integer of more than 53 bits.
  const read = String(path !== "" && typeof value === "bigint" ? Number(value) : value);
  return read === written ? [] : [{ path, written, read }];
}
