import { stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Outcome } from "../../contract/outcome.ts";
import type { Settings } from "../../contract/settings.ts";
import { compress } from "../../handler/image/compress.ts";
import { reconcile } from "../../handler/reconcile/reconcile.ts";
import { setUpSharp } from "../../handler/runtime/set-up-sharp.ts";
import { readProblem } from "../files/read-problem.ts";
import { createFolderStore, type NotWritten, type Written } from "./folder-store.ts";
import { type OutputFolder, openOutputFolder } from "./output-folder.ts";
import type { FileReport } from "./report.ts";

export interface Run {
  /** Holds the names as the caller gave them. */
  files: string[];
  settings: Settings;
  outputFolder: string;
  /** Overwrites any file but a source. */
  force: boolean;
  signal: AbortSignal;
  onDone: (report: FileReport) => void;
}

/**
 * Compresses each file as the pipeline would an upload. They go one after the other, so output names are the
 * same in every run.
 */
export async function compressFiles(run: Run): Promise<void> {
  const { files, settings, outputFolder, force, signal, onDone } = run;
  setUpSharp(settings.limits.memoryMiB);
  const folder = await openOutputFolder(outputFolder, files, force);
  const written: Written = new Map();
  const once = new Map(files.toReversed().map((file) => [resolve(file), file]));
  for (const [path, file] of [...once].reverse()) {
    if (signal.aborted) return;
    onDone({ source: file, ...(await compressFile(path, settings, folder, written)) });
  }
}

async function compressFile(
  path: string,
  settings: Settings,
  folder: OutputFolder,
  written: Written,
): Promise<Omit<FileReport, "source">> {
  const notWritten: NotWritten = new Map();
  const started = performance.now();
  try {
    const file = await stat(path);
    if (!file.isFile()) return { error: "it is no file: `estimate` takes folders" };
    // Each folder counts as a bucket, so files with the same name in different folders are different sources.
    const bucket = pathToFileURL(dirname(path)).href;
    const store = createFolderStore({ bucket, path }, { folder, written, notWritten });
    const outcomes = await reconcile(basename(path), { ...settings, sourceBucket: bucket }, store, compress);
    return {
      milliseconds: Math.round(performance.now() - started),
      bytesIn: file.size,
      ...resultOf(outcomes, settings, notWritten),
    };
  } catch (error) {
    return { error: readProblem(error) };
  }
}

function resultOf(outcomes: Outcome[], { renditions }: Settings, notWritten: NotWritten) {
  const made = outcomes.flatMap((outcome) => {
    if (outcome.outcome !== "compressed") return [];
    const { rendition, outputs, bytesOut: bytes, width, height } = outcome;
    const folder = renditions.find(({ name }) => name === rendition)?.bucket ?? "";
    return outputs.map((key) => ({ rendition, file: join(folder, key), bytes, width, height }));
  });
  return {
    outputs: made.filter(({ file }) => !notWritten.has(file)),
    rejections: outcomes.flatMap((outcome) => {
      if (outcome.outcome !== "rejected") return [];
      const { rendition, reason, detail } = outcome;
      return { rendition, reason, detail };
    }),
    notWritten: [...notWritten].map(([file, why]) => ({ file, why })),
  };
}
