import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";

const samplePeriodMs = 100;

/** Samples a process's resident memory and calls `onExceeded` once past the limit. Returns a function to stop. */
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

/**
 * Returns a process's resident memory. On Linux it is the kernel's peak, so no peak between two samples is
 * missed.
 */
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

/** Resets the peak, so an invocation does not pay for the one before. */
export async function forgetPeak(pid: number): Promise<void> {
  if (process.platform === "linux") await writeFile(`/proc/${pid}/clear_refs`, "5").catch(() => {});
}
