import sharp from "sharp";
import { threadsFor } from "./threads.ts";

/** Sets sharp up for a process of `memoryMiB`. Whatever opens images of strangers calls it first. */
export function setUpSharp(memoryMiB: number): void {
  // libvips brings loaders that its authors call untrusted, SVG and PDF among them: only these are needed.
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({
    operation: ["Jpeg", "Png", "Webp", "Nsgif", "Heif", "Tiff"].map((name) => `VipsForeignLoad${name}Buffer`),
  });
  sharp.cache(false);
  sharp.concurrency(threadsFor(memoryMiB));
}
