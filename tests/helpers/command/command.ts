import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import test from "ava";
import { build } from "../engine/builds.ts";

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface RunningCommand {
  child: ChildProcess;
  ended: Promise<Ended>;
}

export type RunCommand = (args: string[], environment?: Record<string, string>) => RunningCommand;

/** A test's own endpoint takes any credentials; those of the machine must not be used. */
export const someEnvironment = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "id",
  AWS_SECRET_ACCESS_KEY: "secret",
};

/** Builds the command as it is published, once for the tests of a file. */
export function builtCommand(): RunCommand {
  const folder = mkdtempSync(join(tmpdir(), "cli-"));
  test.before(() => build(folder, ["build-cli.ts"]));
  test.after.always(() => rmSync(folder, { recursive: true, force: true }));
  return commandIn(folder);
}

/** Runs the command built in `project`. */
function commandIn(project: string): RunCommand {
  return (args, environment = someEnvironment) => {
    const child = spawn(process.execPath, [join(project, "dist/cli/index.js"), ...args], {
      env: { HOME: project, PATH: process.env.PATH ?? "", AWS_EC2_METADATA_DISABLED: "true", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
    const ended = Promise.all([closed, text(child.stdout), text(child.stderr)]);
    return { child, ended: ended.then(([code, stdout, stderr]) => ({ code, stdout, stderr })) };
  };
}
