import { readFile, stat } from "node:fs/promises";
import type { Rejection } from "../../contract/rejection.ts";
import type { RenditionSettings, Settings } from "../../contract/settings.ts";
import { compress } from "../../handler/image/compress.ts";
import { fileType } from "../../handler/image/file-type.ts";
import { exceedsBytes } from "../../handler/reconcile/max-bytes.ts";
import { kindOf } from "../images/kind.ts";
import { outputPlane, sourcePlane } from "../images/planes.ts";
import { similarity } from "../images/similarity.ts";

/** Holds the result for one image, and the time it took here. */
export interface Picture {
  /** Combines file type and kind, such as `PNG graphic`. */
  class: string;
  bytesIn: number;
  /** Lists the bytes of each rendition, the pipeline's own first. */
  bytesOut: number[];
  milliseconds: number;
  /** Compares the pipeline's own output with the source. */
  ssim: number;
}

const names: Record<string, string> = { webp: "WebP" };

/** @throws {Error} When the file cannot be read, or this machine fails. */
export async function tryPicture(
  path: string,
  { renditions, limits }: Settings,
): Promise<Picture | Rejection> {
  const { size: bytesIn } = await stat(path);
  const tooMany = exceedsBytes(bytesIn, limits);
  if (tooMany !== undefined) return tooMany;
  const source = await readFile(path);
  const started = performance.now();
  const made = await compress(source, renditions, limits);
  const milliseconds = performance.now() - started;
  if ("reason" in made) return made;
  const [own] = made;
  const [recipe] = renditions;
  if (own === undefined || recipe === undefined) throw new Error("There is no output");
  return {
    bytesIn,
    bytesOut: made.map(({ body }) => body.length),
    milliseconds,
    ...(await compare(source, own, recipe)),
  };
}

async function compare(
  source: Buffer,
  output: { body: Buffer; width: number; height: number },
  { background }: RenditionSettings,
): Promise<Pick<Picture, "class" | "ssim">> {
  const [before, after] = [
    await sourcePlane(source, output, background),
    await outputPlane(output.body, background),
  ];
  const type = fileType(source)?.name ?? "";
  const kind = before.isAnimation ? "animation" : kindOf(before);
  return {
    class: `${names[type] ?? type.toUpperCase()} ${kind}`,
    ssim: similarity(before, after),
  };
}
