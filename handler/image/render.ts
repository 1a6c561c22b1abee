import sharp, { type FailOnOptions, type Metadata, type Sharp, type SharpOptions } from "sharp";
import type { Limits } from "../../contract/settings.ts";
import { decode } from "./decode.ts";
import { type Compressed, encode, encodeOn, fromPixels, type Pixels, toPixels } from "./encode.ts";
import { encodeJpeg } from "./formats/whole-jpeg.ts";
import { allFramesFactor, frameCount } from "./limits.ts";
import { type Blocks, createCarrier } from "./metadata/carrier.ts";
import { outputSize, type Recipe, type Size } from "./recipe.ts";

export interface Decodable {
  bytes: Buffer;
  header: Metadata;
  blocks: Blocks;
}

export interface Rendered {
  images: Compressed[];
  /** The decoder warned of nothing. */
  flawless: boolean;
}

/** sharp accepts this many milliseconds for a frame; a GIF can ask for ten times as many. */
const longestDelay = 65_535;

interface Task {
  recipe: Recipe;
  size: Size;
  animated: boolean;
  carrier: Buffer | undefined;
}

export async function render(image: Decodable, recipes: Recipe[], limits: Limits): Promise<Rendered> {
  const { bytes, header, blocks } = image;
  const tasks = await Promise.all(recipes.map((recipe) => createTask(header, blocks, recipe)));
  const make = async (input: Uint8Array, failOn: FailOnOptions) => {
    const made = new Map<Task, Compressed>();
    // A still output needs the first frame only: decoding it again is cheaper than decoding all frames at its size.
    for (const [animated, group] of Map.groupBy(tasks, (task) => task.animated)) {
      const limitInputPixels = limits.maxPixels * (animated ? allFramesFactor : 1);
      const open = (options?: SharpOptions) =>
        sharp(input, { failOn, animated, limitInputPixels, ...options });
      await encodeGroup(group, header, (size) => decode(open, header, size, animated), made);
    }
    return tasks.flatMap((task) => made.get(task) ?? []);
  };
  if (header.format === "jpeg") return encodeJpeg(bytes, make);
  return { images: await make(bytes, "error"), flawless: true };
}

async function createTask(header: Metadata, blocks: Blocks, recipe: Recipe): Promise<Task> {
  const { format, orientation = 1 } = header;
  // The pages of a HEIF may be pictures of an album or frames, and libvips does not say which. It rotates no animation either.
  const isAnimation = format !== "heif" && orientation === 1 && frameCount(header) > 1;
  const animated = recipe.format === "webp" && isAnimation;
  return {
    recipe,
    size: outputSize(header.autoOrient, recipe),
    animated,
    carrier: animated ? undefined : await createCarrier(blocks, recipe.metadata),
  };
}

/** One rendition goes straight from the decoder to the encoder; several share the pixels of the largest. */
async function encodeGroup(
  tasks: Task[],
  header: Metadata,
  decodeTo: (size: Size) => Promise<Sharp>,
  made: Map<Task, Compressed>,
): Promise<void> {
  const [first, ...others] = tasks;
  if (first !== undefined && others.length === 0 && first.carrier === undefined) {
    made.set(first, await encode(await decodeTo(first.size), first.recipe));
    return;
  }
  const [largest] = tasks.map(({ size }) => size).sort((a, b) => b.width * b.height - a.width * a.height);
  if (largest === undefined) return;
  const pixels = await toPixels(await decodeTo(largest));
  for (const task of tasks) made.set(task, await encodePixels(pixels, task, header));
}

function encodePixels(
  pixels: Pixels,
  { recipe, size, animated, carrier }: Task,
  { delay, loop }: Metadata,
): Promise<Compressed> {
  const image = fromPixels(pixels).resize({ ...size, fit: "fill" });
  if (carrier !== undefined) return encodeOn(carrier, image, recipe);
  const longest = (milliseconds: number) => Math.min(milliseconds, longestDelay);
  return encode(image, recipe, animated ? { delay: delay?.map(longest), loop } : {});
}
