import { availableParallelism } from "node:os";

/** What Node has unless UV_THREADPOOL_SIZE says otherwise. */
const usualThreads = 4;

/** Of what is free, since others want some as well. */
const usableShare = 0.75;

/**
 * How many images to work on at once: one for each processor, while all may take the `memoryMiB` that the limits let one take.
 * More than Node has threads for what sharp does would wait, and their time would not be their own.
 */
export function workersFor(
  memoryMiB: number,
  freeBytes = process.availableMemory(),
  poolSize = process.env.UV_THREADPOOL_SIZE,
): number {
  const threads = Number(poolSize) || usualThreads;
  const fitting = Math.floor((freeBytes * usableShare) / (memoryMiB * 2 ** 20));
  return Math.max(1, Math.min(availableParallelism(), threads, fitting));
}
