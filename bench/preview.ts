// Times `pulumi preview` of our program with each way of loading TypeScript, against an empty program in the same run.
// Needs `pulumi` on the PATH. A stand-in for AWS keeps the network out of the figures.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { copyProgram, replaceProgram } from "../tests/helpers/engine/program.ts";
import { openEngine } from "../tests/helpers/engine/stacks.ts";
import { temporaryFolder } from "../tests/helpers/temporary-folder.ts";
import { median } from "./statistics.ts";

const allowedRatio = 2.5;
const chosen = "tsx, on every Node";
const rounds = 5;
const run = promisify(execFile);

const ends: (() => void)[] = [];
const owner = { teardown: (end: () => void) => ends.push(end) };

interface Program {
  folder: string;
  env?: Record<string, string>;
}

/** Uses the component as the package ships it, from a program in JavaScript. */
function compiledProgram(): Program {
  const folder = copyProgram(owner);
  const source = `import { ImageCompressionPipeline } from "./dist/components/index.js";
    new ImageCompressionPipeline("images");`;
  writeFileSync(join(folder, "index.js"), source);
  const settings = readFileSync(join(folder, "Pulumi.yaml"), "utf8");
  writeFileSync(join(folder, "Pulumi.yaml"), settings.replace("main: index.ts", "main: index.js"));
  return { folder };
}

const empty: Program = { folder: replaceProgram(owner, "export {};\n") };
const programs: Record<string, Program> = {
  [chosen]: { folder: copyProgram(owner), env: { NODE_OPTIONS: "--import tsx" } },
  "Node strips the types": { folder: copyProgram(owner) },
  "compiled JavaScript": compiledProgram(),
};

const { env, close } = await openEngine(temporaryFolder(owner));
ends.push(close);

async function pulumi(program: Program, args: string[]): Promise<void> {
  await run("pulumi", [...args, "--non-interactive"], {
    cwd: program.folder,
    env: { ...process.env, ...env, ...program.env },
  });
}

async function secondsOf(program: Program): Promise<number> {
  const start = performance.now();
  await pulumi(program, ["preview", "--stack", stackOf(program)]);
  return (performance.now() - start) / 1000;
}

function stackOf(program: Program): string {
  return `dev${Object.values(programs).indexOf(program) + 1}`;
}

try {
  for (const program of [empty, ...Object.values(programs)]) {
    await pulumi(program, ["stack", "init", stackOf(program)]);
    await pulumi(program, ["config", "set", "aws:region", "us-east-1", "--stack", stackOf(program)]);
    await secondsOf(program);
  }
  const seconds: Record<string, number[]> = {};
  const ratios: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    const base = await secondsOf(empty);
    for (const [name, program] of Object.entries(programs)) {
      const spent = await secondsOf(program);
      seconds[name] = [...(seconds[name] ?? []), spent];
      ratios[name] = [...(ratios[name] ?? []), spent / base];
    }
  }
  for (const [name, list] of Object.entries(ratios)) {
    console.log(
      `${name}: ${median(list).toFixed(2)} times an empty program (${median(seconds[name] ?? []).toFixed(1)} s)`,
    );
  }
  const ratio = median(ratios[chosen] ?? []);
  if (ratio > allowedRatio) process.exitCode = 1;
  console.log(`the chosen way is ${ratio <= allowedRatio ? "within" : "past"} ${allowedRatio}`);
} finally {
  for (const end of ends) end();
}
