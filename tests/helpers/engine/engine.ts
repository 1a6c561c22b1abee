import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { temporaryFolder } from "../temporary-folder.ts";
import { type Engine, openEngine } from "./stacks.ts";

export * from "./stacks.ts";

export function isOnPath(command: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const hasPulumi = isOnPath("pulumi");

type Declare = (title: string, run: (t: ExecutionContext) => Promise<void>) => void;

function whereThereIsPulumi(declare: Declare): Declare {
  if (hasPulumi) return declare;
  return (title, run) => test.skip(`${title} (skipped: pulumi is not on the PATH)`, run);
}

/**
 * A test on the real Pulumi CLI; without one it is skipped, with the reason in its title. The tests of a file run one by one: Pulumi
 * gives up on a provider that has not answered for some 45 seconds, as happens when many stacks share a busy machine.
 */
export const onEngine = whereThereIsPulumi(test.serial);

/** Starts an engine for the length of the test. */
export async function startEngine(t: ExecutionContext): Promise<Engine> {
  const { close, ...engine } = await openEngine(temporaryFolder(t));
  t.teardown(close);
  return engine;
}
