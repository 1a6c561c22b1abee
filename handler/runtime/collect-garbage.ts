import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

// Image bytes count as garbage of a small heap: V8 would mark it all the time on threads of its own, for shorter pauses, which
// nobody notices here. `npm run bench:overhead` shows the saving.
setFlagsFromString("--no-incremental-marking");
setFlagsFromString("--expose-gc");

/** Made at its first use: a cold start does not pay for it. */
let collect: (() => void) | undefined;

/** One large image leaves much more, and small ones never pay for a collection. */
const mostBytes = 64 * 2 ** 20;

/** Frees the bytes of a large last image: V8 would keep them beside the next one. */
export function collectGarbage(): void {
  if (process.memoryUsage().arrayBuffers <= mostBytes) return;
  collect ??= runInNewContext("gc") as () => void;
  collect();
}
