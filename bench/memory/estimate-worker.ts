// Makes renditions of one image in a process of its own. Prints its peak memory and the estimate of handler/image/memory.ts, in MiB.
// Arguments: the file, and recipes as JSON.
import { readFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import sharp from "sharp";
import { compress } from "../../handler/image/compress.ts";
import { fileType } from "../../handler/image/file-type.ts";
import { openConvertible } from "../../handler/image/formats/open-convertible.ts";
import { type Announced, estimateMemory } from "../../handler/image/memory.ts";
import type { Recipe } from "../../handler/image/recipe.ts";
import { setUpSharp } from "../../handler/runtime/set-up-sharp.ts";
import { readMemoryKiB } from "../../local/aws/lambda/runtime/memory.ts";

const mebibyte = 2 ** 20;
const plain: Recipe = {
  quality: 80,
  scale: 1,
  format: "jpeg",
  background: "#ffffff",
  metadata: "strip",
  effort: "balanced",
};
const limits = { maxPixels: 4e8, maxBytes: 2e9, maxFrames: 1000, memoryMiB: 100_000 };
setUpSharp(1769);

async function announce(bytes: Buffer): Promise<Announced> {
  const type = fileType(bytes)?.name ?? "";
  const header =
    (await openConvertible(type, bytes)) ?? (await sharp(bytes, { limitInputPixels: false }).metadata());
  return { type, sourceBytes: bytes.length, header };
}

setFlagsFromString("--no-incremental-marking");
const [file = "", json = "[{}]"] = process.argv.slice(2);
const recipes: Recipe[] = JSON.parse(json).map((recipe: Partial<Recipe>) => ({ ...plain, ...recipe }));
const bytes = await readFile(file);
const result = await compress(bytes, recipes, limits);
const peak = Math.round((await readMemoryKiB(process.pid)) / 1024);
const seconds = process.cpuUsage().user / 1e6;
const estimate = Math.round(estimateMemory(await announce(bytes), recipes) / mebibyte);
process.stdout.write(
  JSON.stringify({ peak, estimate, seconds, made: "reason" in result ? result : result.length }),
);
