import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { buildNodeWorker, startContenders, startSpawner } from "./contenders.ts";
import { startScorer } from "./scores.ts";
import { openPython } from "./workers/python.ts";

/** Keeps the downloads between runs. */
export const cacheFolder = join(homedir(), ".cache/image-compression-pipeline-bench");

/** Starts all processes of the bench. `close` ends them and removes `folder`, which holds the outputs. */
export async function openWorkshop() {
  mkdirSync(cacheFolder, { recursive: true });
  const python = openPython(cacheFolder);
  await buildNodeWorker();
  const folder = mkdtempSync(join(tmpdir(), "pipeline-bench-"));
  const spawner = startSpawner(python);
  const contenders = startContenders(python, spawner);
  const scorer = startScorer(python);
  const close = async () => {
    await Promise.all([spawner, scorer, ...Object.values(contenders)].map(({ end }) => end()));
    rmSync(folder, { recursive: true, force: true });
  };
  return { python, folder, spawner, contenders, scorer, close };
}
