import { join } from "node:path";
import { suffixForms } from "../../components/ingestion/suffixes.ts";
import type { Options } from "../../components/options/rules-and-defaults.ts";
import type { Rejection } from "../../contract/rejection.ts";
import type { Settings } from "../../contract/settings.ts";
import { setUpSharp } from "../../handler/runtime/set-up-sharp.ts";
import { atOnce } from "../at-once.ts";
import { readProblem } from "../files/read-problem.ts";
import { workersFor } from "../images/workers.ts";
import { withProgress } from "../terminal/progress.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { findFiles, isImage, type Problem, sampleOf } from "./folder.ts";
import { type Picture, tryPicture } from "./picture.ts";

export interface Task {
  folder: string;
  options: Options;
  settings: Settings;
  /** Limits the images to try. */
  sample: number;
  stderr: Terminal["stderr"];
  signal: AbortSignal;
}

/** Holds the contents of a folder, and the result for each image. */
export interface Tried {
  pictures: Picture[];
  rejected: ({ file: string } & Rejection)[];
  unreadable: Problem[];
  /** Counts the folder's images, tried or not. */
  images: number;
  leftOut: { otherFiles: number; bySuffix: number; links: number };
}

/** Compresses a folder's images with the handler's own code, and writes nothing. */
export async function tryFolder(task: Task): Promise<Tried> {
  const { folder, options, settings, sample, signal } = task;
  setUpSharp(settings.limits.memoryMiB);
  const { files, links, unreadable } = await findFiles(folder);
  const lookedAt = files.filter((file) => hasSuffix(file, options.uploadSuffixes));
  const tried: Tried = {
    pictures: [],
    rejected: [],
    unreadable,
    images: 0,
    leftOut: { otherFiles: 0, bySuffix: files.length - lookedAt.length, links },
  };
  const images = await findImages(lookedAt, tried, task);
  const chosen = sampleOf(images, sample);
  await withProgress(task.stderr, "Compressing", chosen.length, (advance) =>
    atOnce(
      chosen,
      async (file) => {
        await tryOne(file, tried, task);
        advance(1);
      },
      () => signal.aborted,
      workersFor(settings.limits.memoryMiB),
    ),
  );
  return tried;
}

function hasSuffix(file: string, suffixes: string[]): boolean {
  return suffixes.length === 0 || suffixForms(suffixes).some((suffix) => file.endsWith(suffix));
}

async function findImages(
  files: string[],
  tried: Tried,
  { folder, stderr, signal }: Task,
): Promise<string[]> {
  const images: string[] = [];
  const sortIn = async (file: string) => {
    try {
      if (await isImage(join(folder, file))) images.push(file);
      else tried.leftOut.otherFiles += 1;
    } catch (error) {
      tried.unreadable.push({ file, why: readProblem(error) });
    }
  };
  // In a pipe the next step prints enough lines.
  const shown = stderr.isTTY === true ? files.length : 0;
  await withProgress(stderr, "Looking", shown, (advance) =>
    atOnce(
      files,
      async (file) => {
        await sortIn(file);
        advance(1);
      },
      () => signal.aborted,
    ),
  );
  tried.images = images.length;
  return images.sort();
}

async function tryOne(file: string, tried: Tried, { folder, settings }: Task): Promise<void> {
  try {
    const result = await tryPicture(join(folder, file), settings);
    if ("reason" in result) tried.rejected.push({ file, ...result });
    else tried.pictures.push(result);
  } catch (error) {
    tried.unreadable.push({ file, why: readProblem(error) });
  }
}
