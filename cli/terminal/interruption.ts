import { ExitCode } from "../exit-codes.ts";

const signals = ["SIGINT", "SIGTERM"] as const;

/**
 * Runs `work` with a signal. The first Ctrl-C aborts it, so the work can end in order; the second ends the
 * process at once.
 */
export async function interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(ExitCode.interrupted);
    controller.abort();
  };
  for (const signal of signals) process.on(signal, interrupt);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}
