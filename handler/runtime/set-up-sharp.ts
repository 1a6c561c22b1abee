import sharp from "sharp";
import { threadsFor } from "./threads.ts";

/** Sets sharp up for a process of `memoryMiB`. Call it before opening images of strangers. */
export function setUpSharp(memoryMiB: number): void {
  // libvips has loaders its own authors call untrusted, SVG and PDF among them. Only these six are needed.
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({
    operation: ["Jpeg", "Png", "Webp", "Nsgif", "Heif", "Tiff"].map((name) => `VipsForeignLoad${name}Buffer`),
  });
  sharp.cache(false);
  sharp.concurrency(threadsFor(memoryMiB));
}
