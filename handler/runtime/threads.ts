/** Lambda gives a function of this memory one whole processor, and others in proportion (Lambda's developer guide, "Configure function memory"). */
const oneProcessorMiB = 1769;

/** How many threads libvips and its encoders may use: as many as a function of `memoryMiB` has processors, begun ones included. */
export function threadsFor(memoryMiB: number): number {
  return Math.max(1, Math.ceil(memoryMiB / oneProcessorMiB));
}
