import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { optionRules } from "../../components/options/rules-and-defaults.ts";
import { functionVariables } from "../../components/settings/environment.ts";
import type { Settings } from "../../contract/settings.ts";
import type { InvocationResult } from "../../local/aws/lambda/runtime/definition.ts";
import { readMemoryKiB } from "../../local/aws/lambda/runtime/memory.ts";
import { createStackFunction, type FunctionPlace } from "../../local/stack/stack-function.ts";
import { bundle } from "../helpers/engine/builds.ts";
import type { Owner } from "../helpers/temporary-folder.ts";
import { buckets } from "./settings.ts";

/** An invocation as its caller sees it. */
export interface Observation {
  result: InvocationResult;
  /** The lines of its log, where they are JSON. */
  lines: Record<string, unknown>[];
  milliseconds: number;
  /** The highest resident memory; 0 where the system does not report it. */
  peakMiB: number;
}

/**
 * Starts one process of the function with the component's default memory. A dead process is started again; the timeout
 * ends a hung one.
 */
export async function startFunction(
  owner: Owner,
  project: string,
  settings: Settings,
  place: Omit<FunctionPlace, "concurrency">,
  timeoutSeconds: number,
): Promise<(key: string) => Promise<Observation>> {
  const written: string[] = [];
  const pool = await createStackFunction(
    {
      name: "compressor",
      arn: "arn:aws:lambda:eu-central-1:000000000000:function:compressor",
      handler: "index.handler",
      codeFolder: join(project, bundle),
      deadLetterArn: undefined,
      environment: functionVariables(JSON.stringify(settings)),
      memoryMiB: optionRules.memoryMiB.fallback,
      timeoutSeconds,
      reservedConcurrency: 1,
    },
    { ...place, concurrency: 1 },
    (line) => written.push(line),
  );
  owner.teardown(() => pool.close());
  const start = () => processOf(() => pool.invoke({ Event: "s3:TestEvent" }, randomUUID()));
  let pid = await start();

  return async (key) => {
    written.length = 0;
    const begin = performance.now();
    const result = await pool.invoke(eventOf(key), randomUUID());
    const milliseconds = Math.round(performance.now() - begin);
    const peakMiB = Math.round((await readMemoryKiB(pid)) / 1024);
    const lines = written.flatMap(parseLine);
    if (result.outcome === "failed") pid = await start();
    return { result, lines, milliseconds, peakMiB };
  };
}

function eventOf(key: string) {
  const encoded = encodeURIComponent(key);
  return { Records: [{ s3: { bucket: { name: buckets.source }, object: { key: encoded } } }] };
}

/**
 * Finds the process started by the first invocation, by comparing the list before and after; 0 where the system has no
 * such list.
 */
async function processOf(invoke: () => Promise<unknown>): Promise<number> {
  const before = new Set(children());
  await invoke();
  return children().find((pid) => !before.has(pid)) ?? 0;
}

function children(): number[] {
  if (process.platform !== "linux") return [];
  const list = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8");
  return list.split(" ").filter(Boolean).map(Number);
}

function parseLine(line: string): Record<string, unknown>[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
