import { availableParallelism } from "node:os";
import { join } from "node:path";
import { startWorker } from "./workers/line-worker.ts";

interface Pair {
  source: string;
  output: string;
}

export interface Scorer {
  /** Returns the SSIMULACRA2 score of each output, in order. */
  score: (pairs: Pair[]) => Promise<number[]>;
  end: () => Promise<void>;
}

/** Scores on all cores, as no measurement runs meanwhile. */
export function startScorer(python: string): Scorer {
  const workers = Array.from({ length: availableParallelism() }, () =>
    startWorker<Pair, { score: number }>(python, ["-B", join(import.meta.dirname, "workers/score.py")]),
  );
  const score = async (pairs: Pair[]) => {
    const scores: number[] = [];
    const queue = pairs.entries();
    await Promise.all(
      workers.map(async ({ ask }) => {
        for (const [at, { source, output }] of queue) scores[at] = (await ask({ source, output })).score;
      }),
    );
    return scores;
  };
  return {
    score,
    end: async () => {
      await Promise.all(workers.map(({ end }) => end()));
    },
  };
}
