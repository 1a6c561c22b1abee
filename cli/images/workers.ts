import { availableParallelism } from "node:os";

/** Node has this many threads unless UV_THREADPOOL_SIZE says otherwise. */
const usualThreads = 4;

/** Other programs want some of the free memory too. */
const usableShare = 0.75;

/**
 * Returns how many images to work on at once: one per processor, if each can have `memoryMiB`, the limit for
 * one image.
 * Further ones would wait for one of Node's threads, and their waiting would count as their time.
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
