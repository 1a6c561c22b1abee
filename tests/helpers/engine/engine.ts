import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { temporaryFolder } from "../temporary-folder.ts";
import { type Engine, openEngine } from "./stacks.ts";

export * from "./stacks.ts";

function isOnPath(command: string): boolean {
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

/** The host that Go modules give, of 2022, does not know the question; tests/engine/pulumi/install says what it lacks. */
const hasOldNodeHost = (spawnSync("pulumi-language-nodejs", ["-version"]).status ?? 0) !== 0;

type Declare = (title: string, run: (t: ExecutionContext) => Promise<void>) => void;

/** Without the Pulumi CLI the reason is its absence, whatever else is missing. */
function onEngineUnless(reason: string | false): Declare {
  const why = hasPulumi ? reason : "pulumi is not on the PATH";
  if (why === false) return test.serial;
  return (title, run) => test.skip(`${title} (skipped: ${why})`, run);
}

/**
 * A test on the real Pulumi CLI; without one it is skipped, with the reason in its title. The tests of a file run one by one: Pulumi
 * gives up on a provider that has not answered for some 45 seconds, as happens when many stacks share a busy machine.
 */
export const onEngine = onEngineUnless(false);

/** A test on the real CLI that loads our program on Node 20, which takes the runtime options of Pulumi.yaml. */
export const onEngineWithNode20 = onEngineUnless(
  hasOldNodeHost && "the Node.js language host here drops Pulumi.yaml's runtime options",
);

/** A test on the real CLI whose program is written in this language. */
export function onEngineIn(language: string): Declare {
  const hasHost = isOnPath(`pulumi-language-${language.toLowerCase()}`);
  return onEngineUnless(!hasHost && `the Pulumi CLI here has no ${language} language host`);
}

/** Starts an engine for the length of the test. */
export async function startEngine(t: ExecutionContext): Promise<Engine> {
  const { close, ...engine } = await openEngine(temporaryFolder(t));
  t.teardown(close);
  return engine;
}
