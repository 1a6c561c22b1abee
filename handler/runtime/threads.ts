/** Lambda gives a function of this memory one whole processor, and other sizes in proportion (Lambda's developer guide, "Configure function memory"). */
const oneProcessorMiB = 1769;

/** Gives libvips and its encoders as many threads as a function of `memoryMiB` has processors, rounded up. */
export function threadsFor(memoryMiB: number): number {
  return Math.max(1, Math.ceil(memoryMiB / oneProcessorMiB));
}
