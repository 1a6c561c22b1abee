import { join } from "node:path";
import { build } from "esbuild";
import { functionVariables } from "../../components/settings/environment.ts";
import type { Effort, Format } from "../../contract/settings.ts";
import { type LineWorker, startWorker } from "./workers/line-worker.ts";

export interface Job {
  source: string;
  output: string;
  quality: number;
  scale: number;
  /** The output's width in pixels, for contenders without a `scale`. */
  width: number;
  format: Format;
  effort: Effort;
}

export interface Measured {
  /** Processor time. */
  milliseconds: number;
  /** Resident memory of a Node process after the job. */
  megabytes?: number;
  rejection?: string;
}

export interface Command {
  command: string[];
  environment?: Record<string, string>;
  input?: string;
}

/** The cost of a process from its start to its end. */
export interface Spent {
  status: number;
  milliseconds: number;
  peakMegabytes: number;
  printed: string;
}

export interface Contender {
  run: (job: Job) => Promise<Measured>;
  /** Returns the command that does the job in a fresh process, to measure its memory. */
  command: (job: Job) => Command;
  end: () => Promise<void>;
}

const { PIPELINE_SETTINGS: _, ...allocator } = functionVariables("");

/** Bundled, because stripping types would count as memory; inside the project, so it finds sharp. */
const nodeWorker = join(import.meta.dirname, "../../dist/bench/node-worker.mjs");

export async function buildNodeWorker(): Promise<void> {
  await build({
    entryPoints: [join(import.meta.dirname, "workers/node-worker.ts")],
    outfile: nodeWorker,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "esm",
    external: ["sharp", "libheif-js"],
  });
}

export function startSpawner(python: string): LineWorker<Command, Spent> {
  return startWorker(python, ["-B", join(import.meta.dirname, "workers/spawn.py")]);
}

/** Gives ours the deployed function's environment, and the others this machine's. */
export function startContenders(python: string, spawner: LineWorker<Command, Spent>) {
  return {
    ours: warm([process.execPath, nodeWorker, "ours"], allocator),
    sharp: warm([process.execPath, nodeWorker, "obvious"]),
    mozjpeg: warm([process.execPath, nodeWorker, "careful"]),
    vipsthumbnail: fresh(spawner),
    lab: warm([python, "-B", join(import.meta.dirname, "workers/lab.py")]),
  };
}

function warm(args: string[], environment: Record<string, string> = {}): Contender {
  const [command = "", ...rest] = args;
  const worker = startWorker<Job, Measured>(command, rest, environment);
  return {
    run: worker.ask,
    command: (job) => ({ command: args, environment, input: `${JSON.stringify(job)}\n` }),
    end: worker.end,
  };
}

function fresh(spawner: LineWorker<Command, Spent>): Contender {
  const command = ({ source, output, quality, width }: Job) => {
    const options = `[Q=${quality},interlace,optimize_coding,strip]`;
    const sized = ["vipsthumbnail", source, "--size", `${width}x`];
    const command = [...sized, "--export-profile", "srgb", "-o", output + options];
    return { command, environment: { VIPS_WARNING: "0" } };
  };
  const run = async (job: Job) => {
    const spent = await spawner.ask(command(job));
    if (spent.status !== 0) throw new Error(`vipsthumbnail failed with ${job.source}`);
    return spent;
  };
  return { run, command, end: async () => {} };
}
