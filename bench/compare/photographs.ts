import { existsSync, globSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import sharp from "sharp";
import { run } from "./workers/python.ts";

export interface Photograph {
  file: string;
  width: number;
  height: number;
}

/** Images of similar cost, by the name of their class. */
export type Classes = Record<string, Photograph[]>;

export const jpegPhotographs = "JPEG photographs";
export const pngWallpapers = "PNG wallpapers";
export const taggedScreenshots = "screenshots in Display P3";

/** Debian's packages of free wallpapers. The screenshots come from GIMP's manual. */
const wallpapers = [
  "gnome-backgrounds",
  "mate-backgrounds",
  "plasma-workspace-wallpapers",
  "ukui-wallpapers",
] as const;
const manual = "gimp-help-en";

const leastPixels = { photograph: 1.5e6, screenshot: 0.65e6 };

/** Returns at most `most` images of every class, from Debian's packages or `folder`. */
export async function findPhotographs(cacheFolder: string, most: number, folder?: string): Promise<Classes> {
  const folders = folder === undefined ? wallpapers.map((name) => unpack(name, cacheFolder)) : [folder];
  const find = (pattern: string, count = most) => largeOnes(folders, pattern, leastPixels.photograph, count);
  const classes: Classes = {
    [jpegPhotographs]: await find("*.{jpg,jpeg}"),
    [pngWallpapers]: await find("*.png"),
    // WebP wallpapers are large: half as many are enough.
    "WebP wallpapers": await find("*.webp", Math.ceil(most / 2)),
    [taggedScreenshots]: folder === undefined ? await createScreenshots(cacheFolder, most) : [],
  };
  return Object.fromEntries(Object.entries(classes).filter(([, images]) => images.length > 0));
}

function unpack(name: string, cacheFolder: string): string {
  const folder = join(cacheFolder, "images", name);
  if (existsSync(folder)) return folder;
  const packages = join(cacheFolder, "debs");
  mkdirSync(packages, { recursive: true });
  const remedy = `run on Debian with the package ${name} in reach of apt, or be given a folder of images`;
  run("apt-get", ["download", "-qq", name], remedy, packages);
  const [file = ""] = globSync(`${name}_*.deb`, { cwd: packages });
  run("dpkg-deb", ["-x", join(packages, file), folder], remedy);
  return folder;
}

/** Picks large images at even steps from all, sorted by name: each run picks the same. */
async function largeOnes(
  folders: string[],
  pattern: string,
  pixels: number,
  most: number,
): Promise<Photograph[]> {
  const files = folders.flatMap((folder) => globSync(join(folder, "**", pattern))).sort();
  const images = await Promise.all(files.map(measure));
  const large = images.filter(({ width, height }) => width * height >= pixels);
  const step = Math.max(1, large.length / most);
  return Array.from(
    { length: Math.min(most, large.length) },
    (_, at) => large[Math.floor(at * step)],
  ).flatMap((image) => image ?? []);
}

async function measure(file: string): Promise<Photograph> {
  const { autoOrient } = await sharp(file).metadata();
  return { file, ...autoOrient };
}

/** Imitates screenshots from a display with two pixels per point and Display P3. Every other one has alpha, as window shadows do. */
async function createScreenshots(cacheFolder: string, most: number): Promise<Photograph[]> {
  const sources = await largeOnes([unpack(manual, cacheFolder)], "*.png", leastPixels.screenshot, most);
  const folder = join(cacheFolder, "screenshots");
  mkdirSync(folder, { recursive: true });
  return Promise.all(sources.map(({ file, width }, at) => tag(file, folder, width * 2, at % 2 === 1)));
}

async function tag(source: string, folder: string, width: number, alpha: boolean): Promise<Photograph> {
  const file = join(folder, basename(source));
  if (!existsSync(file)) {
    const opaque = sharp(source).flatten({ background: "#ffffff" }).resize({ width, kernel: "nearest" });
    await (alpha ? opaque.ensureAlpha() : opaque).withIccProfile("p3").png().toFile(file);
  }
  return measure(file);
}
