import { execFile } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ExecutionContext } from "ava";
import { onEngine, startEngine } from "../helpers/engine/engine.ts";
import { root } from "../helpers/root.ts";
import { inUtc, readings, scalarsRead, writeScalars } from "../helpers/stack-scalars.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const run = promisify(execFile);
const program = `
  const { runtime } = require("@pulumi/pulumi");
  require("node:fs").writeFileSync("seen.json", JSON.stringify(runtime.allConfig()));`;

/** Returns the CLI in a project `p` with the stack `dev` selected. */
async function project(t: ExecutionContext) {
  const { env } = await startEngine(t);
  const folder = temporaryFolder(t);
  const pulumi = async (...args: string[]) => {
    const options = { cwd: folder, env: { ...process.env, ...env, ...inUtc } };
    return (await run("pulumi", ["--non-interactive", ...args], options)).stdout;
  };
  const read = async () => {
    const values: Record<string, { value: string }> = JSON.parse(await pulumi("config", "--json"));
    return Object.fromEntries(Object.entries(values).map(([key, { value }]) => [key, value]));
  };
  writeFileSync(join(folder, "Pulumi.yaml"), "name: p\nruntime: nodejs\n");
  await pulumi("stack", "init", "dev");
  return { folder, pulumi, read };
}

onEngine("the table of scalars is what `pulumi config` reads and what a program gets", async (t) => {
  const { folder, pulumi, read } = await project(t);
  writeScalars(folder);
  writeFileSync(join(folder, "package.json"), '{ "type": "commonjs", "main": "index.js" }');
  writeFileSync(join(folder, "index.js"), program);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));

  const configured = await read();
  await pulumi("preview");

  t.deepEqual(configured, scalarsRead());
  t.deepEqual(JSON.parse(readFileSync(join(folder, "seen.json"), "utf8")), scalarsRead());
});

onEngine("the table of set texts is what `pulumi config set --path` makes of them", async (t) => {
  const { pulumi, read } = await project(t);

  for (const [row, [text]] of readings.set.entries())
    await pulumi("config", "set", "--path", `m${row}.k`, "--", text);
  await pulumi("config", "set", "--path", "top", "--", "+05");

  const rows = readings.set.map(([, inside], row) => [`p:m${row}`, `{"k":${inside}}`]);
  t.deepEqual(await read(), { ...Object.fromEntries(rows), "p:top": "+05" });
});

onEngine("the table of paths is what `pulumi config set --path` makes of them", async (t) => {
  const { folder, pulumi, read } = await project(t);
  const ofRow = (text: string, row: number) => text.replace("t", `t${row}`);
  const before = readings.paths.flatMap(([config], row) =>
    Object.entries(config).map(([key, value]) => [ofRow(key, row), value]),
  );
  writeFileSync(join(folder, "Pulumi.dev.yaml"), JSON.stringify({ config: Object.fromEntries(before) }));

  const refused = new Set<number>();
  for (const [row, [, sets]] of readings.paths.entries()) {
    for (const set of sets) {
      const [path = "", value = ""] = ofRow(set, row).split("=");
      await pulumi("config", "set", "--path", "--", path, value).catch(() => refused.add(row));
    }
  }

  const values = await read();
  t.deepEqual(
    readings.paths.map((_path, row) => (refused.has(row) ? null : values[`p:t${row}`])),
    readings.paths.map(([, , after]) => after),
  );
});
