import { execFile } from "node:child_process";
import { promisify } from "node:util";
import test from "ava";
import { optionChanges } from "../engine/option-changes.ts";
import { onEngine, startEngine } from "../helpers/engine/engine.ts";
import { copyProgram } from "../helpers/engine/program.ts";
import { readProjectFile } from "../helpers/root.ts";

const run = promisify(execFile);
const page = readProjectFile("docs/environments.md");

function words(cell = ""): string[] {
  return cell.match(/(?<=`)[\w@.-]+(?=`)/g) ?? [];
}

test("the table names for each option the resources that the engine changed", (t) => {
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  const told = rows.flatMap((row) => {
    const [, options, resources] = row.split("|");
    return words(options).map((option) => [option, words(resources).sort()]);
  });

  const known = Object.entries(optionChanges).map(([option, change]) => {
    const { updates, replaces = [], creates = [], deletes = [] } = change;
    return [option, [...updates, ...replaces, ...creates, ...deletes].sort()];
  });
  t.deepEqual(Object.fromEntries(told), Object.fromEntries(known));
});

onEngine("the commands from nothing to production are right, all but the upload", async (t) => {
  const { env } = await startEngine(t);
  const cwd = copyProgram(t);
  const [, block = ""] = /```sh\n([\s\S]*?)```/.exec(page) ?? [];
  const commands = block.split("\n").filter((line) => line.startsWith("pulumi ") && line !== "pulumi login");

  for (const command of commands) {
    const yes = command === "pulumi up" ? ["--yes"] : [];
    const words = command.replaceAll("'", "").split(" ").slice(1);
    const { stdout } = await run("pulumi", [...words, ...yes, "--non-interactive"], {
      cwd,
      env: { ...process.env, ...env },
    });
    if (command === "pulumi stack output") t.regex(stdout, /sourceBucketName\s+images-source-[0-9a-f]{7}/);
  }

  t.is(commands.length, 9);
});
