import sharp, { type FailOnOptions, type Metadata, type SharpOptions } from "sharp";
import { decode } from "./decode.ts";
import {
  type Compressed,
  encode,
  encodeOn,
  firstFrame,
  fromPixels,
  type Pixels,
  toPixels,
} from "./encode.ts";
import { encodeJpeg } from "./jpeg.ts";
import { allFramesFactor, frameCount } from "./limits.ts";
import { type Blocks, createCarrier } from "./metadata.ts";
import { outputSize, type Recipe, type Size } from "./recipe.ts";
import type { Limits } from "./settings.ts";

/** An image that libvips can decode, and what its file carries beside it. */
export interface Decodable {
  bytes: Buffer;
  header: Metadata;
  blocks: Blocks;
}

/** What was made, and whether the decoder had nothing to say of the source. */
export interface Rendered {
  images: Compressed[];
  flawless: boolean;
}

/** What is to be made of an image. */
interface Task {
  recipe: Recipe;
  size: Size;
  animated: boolean;
  carrier: Buffer | undefined;
}

/** Makes renditions of an image within the limits, all of them from one decode. */
export async function render(
  { bytes, header, blocks }: Decodable,
  recipes: Recipe[],
  limits: Limits,
): Promise<Rendered> {
  const tasks = await Promise.all(recipes.map((recipe) => createTask(header, blocks, recipe)));
  const make = (input: Uint8Array, failOn: FailOnOptions) => {
    const animated = tasks.some((task) => task.animated);
    const limitInputPixels = limits.maxPixels * (animated ? allFramesFactor : 1);
    const open = (options?: SharpOptions) => sharp(input, { failOn, animated, limitInputPixels, ...options });
    return encodeAll(tasks, header, (size) => decode(open, header, size, animated));
  };
  if (header.format === "jpeg") return encodeJpeg(bytes, make);
  return { images: await make(bytes, "error"), flawless: true };
}

async function createTask(header: Metadata, blocks: Blocks, recipe: Recipe): Promise<Task> {
  // The pages of a HEIF are pictures of one album as well as frames, and libvips does not say which.
  const animated = recipe.format === "webp" && header.format !== "heif" && frameCount(header) > 1;
  return {
    recipe,
    size: outputSize(header.autoOrient, recipe),
    animated,
    carrier: animated ? undefined : await createCarrier(blocks, recipe.metadata),
  };
}

/** One rendition goes straight from the decoder to the encoder; several, the largest first, share its pixels. */
async function encodeAll(
  tasks: Task[],
  header: Metadata,
  open: (size: Size) => ReturnType<typeof decode>,
): Promise<Compressed[]> {
  const [first, ...others] = tasks;
  if (first === undefined) return [];
  if (others.length === 0 && first.carrier === undefined)
    return [await encode(await open(first.size), first.recipe)];

  const largest = tasks.reduce((most, { size }) => (size.width > most.width ? size : most), first.size);
  const pixels = await toPixels(await open(largest));
  const images: Compressed[] = [];
  for (const task of tasks) images.push(await encodePixels(pixels, task, header));
  return images;
}

function encodePixels(
  pixels: Pixels,
  { recipe, size, animated, carrier }: Task,
  { delay, loop }: Metadata,
): Promise<Compressed> {
  const image = fromPixels(animated ? pixels : firstFrame(pixels)).resize({ ...size, fit: "fill" });
  if (carrier !== undefined) return encodeOn(carrier, image, recipe);
  return encode(image, recipe, animated ? { delay, loop } : {});
}
