// How long `pulumi preview` of our program takes, by each way of loading TypeScript, against an empty program in the same run.
// Needs `pulumi` on the PATH. The account is a stand-in for AWS, so that no network is in the figures.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { copyProgram, replaceProgram } from "../tests/helpers/engine/program.ts";
import { openEngine } from "../tests/helpers/engine/stacks.ts";
import { temporaryFolder } from "../tests/helpers/temporary-folder.ts";

const allowedRatio = 2.5;
const chosen = "tsx, on every Node";
const rounds = 5;
const run = promisify(execFile);

const ends: (() => void)[] = [];
const owner = { teardown: (end: () => void) => ends.push(end) };

interface Way {
  folder: string;
  env?: Record<string, string>;
}

/** The component as the package holds it, in a program of JavaScript. */
function compiledProgram(): Way {
  const folder = copyProgram(owner);
  const program = `import { ImageCompressionPipeline } from "./dist/components/index.js";
    new ImageCompressionPipeline("images");`;
  writeFileSync(join(folder, "index.js"), program);
  const settings = readFileSync(join(folder, "Pulumi.yaml"), "utf8");
  writeFileSync(join(folder, "Pulumi.yaml"), settings.replace("main: index.ts", "main: index.js"));
  return { folder };
}

const empty: Way = { folder: replaceProgram(owner, "export {};\n") };
const ways: Record<string, Way> = {
  [chosen]: { folder: copyProgram(owner), env: { NODE_OPTIONS: "--import tsx" } },
  "Node strips the types": { folder: copyProgram(owner) },
  "compiled JavaScript": compiledProgram(),
};

const { env, close } = await openEngine(temporaryFolder(owner));
ends.push(close);

async function pulumi(way: Way, args: string[]): Promise<void> {
  await run("pulumi", [...args, "--non-interactive"], {
    cwd: way.folder,
    env: { ...process.env, ...env, ...way.env },
  });
}

async function secondsOf(way: Way): Promise<number> {
  const start = performance.now();
  await pulumi(way, ["preview", "--stack", stackOf(way)]);
  return (performance.now() - start) / 1000;
}

function stackOf(way: Way): string {
  return `dev${Object.values(ways).indexOf(way) + 1}`;
}

try {
  for (const way of [empty, ...Object.values(ways)]) {
    await pulumi(way, ["stack", "init", stackOf(way)]);
    await pulumi(way, ["config", "set", "aws:region", "us-east-1", "--stack", stackOf(way)]);
    await secondsOf(way);
  }
  const seconds: Record<string, number[]> = {};
  const ratios: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    const base = await secondsOf(empty);
    for (const [name, way] of Object.entries(ways)) {
      const spent = await secondsOf(way);
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

function median(list: number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
}
