import type { Metrics } from "../../contract/metrics.ts";
import type { Compress } from "./decide-writes.ts";
import type { ObjectStore, Source } from "./object-store.ts";

/** Measures the time with any work under way: parallel work counts once. */
interface Stopwatch {
  time<Result>(work: () => Promise<Result>): Promise<Result>;
  milliseconds(): number;
}

interface TimedTools {
  store: ObjectStore;
  compress: Compress;
  measures(): Metrics;
}

/** Measures the work on one key through its tools; `now` is a clock of milliseconds. */
export function withTiming(
  store: ObjectStore,
  compress: Compress,
  now = () => performance.now(),
): TimedTools {
  const [reading, compressing, writing] = [createStopwatch(now), createStopwatch(now), createStopwatch(now)];
  let rounds = 0;
  const timedSource = (source: Source): Source => ({
    ...source,
    read: () => reading.time(() => source.read()),
  });
  return {
    store: {
      head: (bucket, key) => reading.time(() => store.head(bucket, key)),
      get: async (bucket, key) => {
        rounds += 1;
        const source = await reading.time(() => store.get(bucket, key));
        return source && timedSource(source);
      },
      put: (bucket, target, output) => writing.time(() => store.put(bucket, target, output)),
      delete: (bucket, doomed) => writing.time(() => store.delete(bucket, doomed)),
      readTags: (...version) => reading.time(() => store.readTags(...version)),
      writeTags: (...tagged) => writing.time(() => store.writeTags(...tagged)),
    },
    compress: (bytes, recipes, limits) => compressing.time(() => compress(bytes, recipes, limits)),
    measures: () => ({
      ReadDuration: reading.milliseconds(),
      CompressDuration: compressing.milliseconds(),
      WriteDuration: writing.milliseconds(),
      Conflicts: rounds - 1,
      MemoryUsed: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  };
}

function createStopwatch(now: () => number): Stopwatch {
  let underWay = 0;
  let since = 0;
  let total = 0;
  return {
    time: async (work) => {
      if (underWay === 0) since = now();
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
        if (underWay === 0) total += now() - since;
      }
    },
    milliseconds: () => Math.round(total),
  };
}
