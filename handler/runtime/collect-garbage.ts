import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

// Image bytes count as garbage of a small heap, so that V8 would mark it all the time on threads of its own, for shorter
// pauses that nobody notices here. `npm run bench:overhead` shows what this saves.
setFlagsFromString("--no-incremental-marking");
setFlagsFromString("--expose-gc");

/** Made when it is first needed, so that a cold start does not pay for it. */
let collect: (() => void) | undefined;

/** Much less than one large image's, and so much that small ones never pay for it. */
const mostBytes = 64 * 2 ** 20;

/** Gives back what the last image left, when that is much: V8 would keep it beside the next one. */
export function collectGarbage(): void {
  if (process.memoryUsage().arrayBuffers <= mostBytes) return;
  collect ??= runInNewContext("gc") as () => void;
  collect();
}
