import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";

const samplePeriodMs = 100;

/** Samples a process's resident memory, and calls `onExceeded` once when it was past the limit. Returns how to stop. */
export function watchMemory(pid: number, limitMiB: number, onExceeded: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const sample = async () => {
    const kibibytes = await readMemoryKiB(pid);
    if (stopped) return;
    if (kibibytes > limitMiB * 1024) onExceeded();
    else timer = setTimeout(sample, samplePeriodMs);
  };
  void forgetPeak(pid).then(sample);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** What a process has in memory; on Linux its peak, which the kernel keeps, so that none between two samples is missed. */
export async function readMemoryKiB(pid: number): Promise<number> {
  try {
    if (process.platform === "linux") {
      const status = await readFile(`/proc/${pid}/status`, "utf8");
      return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0);
    }
    const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
    return Number(stdout);
  } catch {
    // The process is gone.
    return 0;
  }
}

/** An invocation must not pay for the peak of the one before. */
export async function forgetPeak(pid: number): Promise<void> {
  if (process.platform === "linux") await writeFile(`/proc/${pid}/clear_refs`, "5").catch(() => {});
}
