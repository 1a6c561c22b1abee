// Runs real workers over a model of S3 in random orders, and describes a loss or a wrong end step by step.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { reconcile } from "../../handler/reconcile/reconcile.ts";
import { check, type Draw, traceOf } from "./check.ts";
import { guards, limits } from "./guards.ts";
import { withoutGuard } from "./mutants.ts";
import type { Subject } from "./state.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    runs: { type: "string", default: "100000" },
    // One of the runs, as a failure names it.
    path: { type: "string" },
    // Prints the table of all guards; `--without` leaves out one guard or exceeds one limit, and prints a
    // shortest way to the failure.
    guards: { type: "boolean", default: false },
    without: { type: "string" },
  },
});

const runs = wholeNumber("--runs", values.runs);
const seed = wholeNumber("--seed", values.seed);
const folder = mkdtempSync(join(tmpdir(), "model-"));
try {
  if (values.guards) await tabulate();
  else await search(await subjectOf(values.without));
} finally {
  rmSync(folder, { recursive: true });
}

function wholeNumber(option: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new Error(`${option} must be a whole number; received ${value}`);
  return Number(value);
}

async function subjectOf(left: string | undefined): Promise<Subject> {
  if (left === undefined) return { reconcile };
  const guard = guards.find(({ name }) => name === left);
  if (guard !== undefined) return withoutGuard(guard, folder);
  const beyond = limits.find((limit) => limit === left);
  if (beyond !== undefined) return { reconcile, beyond };
  const names = [...guards.map(({ name }) => name), ...limits].join(", ");
  throw new Error(`--without must be one of ${names}; received ${left}`);
}

async function search(subject: Subject): Promise<void> {
  console.log(`seed ${seed}, ${runs} interleavings`);
  const start = performance.now();
  const path = values.path === undefined ? {} : { path: values.path };
  const draw: Draw = { seed, runs, shrinks: values.path === undefined, ...path };
  const finding = await check(subject, draw);
  const seconds = (performance.now() - start) / 1000;
  if (finding === undefined) {
    console.log(`all end right: ${seconds.toFixed(1)} s, ${Math.round(runs / seconds)} a second`);
    return;
  }

  process.exitCode = 1;
  const without = values.without === undefined ? "" : ` --without "${values.without}"`;
  console.log(`FAILED in run ${finding.foundAt}: ${finding.fault}`);
  for (const line of await traceOf(finding, subject)) console.log(`  ${line}`);
  console.log(`npm run model -- --seed ${seed} --path ${finding.path}${without}`);
}

async function tabulate(): Promise<void> {
  console.log(`seed ${seed}, up to ${runs} interleavings each\n`);
  console.log("| left out | found in run | what came of it |\n|---|---|---|");
  for (const name of [...guards.map(({ name }) => name), ...limits]) {
    const finding = await check(await subjectOf(name), { seed, runs });
    if (finding === undefined) process.exitCode = 1;
    console.log(`| ${name} | ${finding?.foundAt ?? "not found"} | ${finding?.fault ?? ""} |`);
  }
}
