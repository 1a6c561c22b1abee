import { availableParallelism } from "node:os";

/** The threads that Node has for what sharp does; more images than these would wait, and their time would not be their own. */
const threads = Number(process.env.UV_THREADPOOL_SIZE ?? 4);

/** Of what is free, since others want some as well. */
const usableShare = 0.75;

/** How many images to work on at once: one for each processor, while all may take the `memoryMiB` that the limits let one take. */
export function workersFor(memoryMiB: number, freeBytes = process.availableMemory()): number {
  const fitting = Math.floor((freeBytes * usableShare) / (memoryMiB * 2 ** 20));
  return Math.max(1, Math.min(availableParallelism(), threads, fitting));
}
