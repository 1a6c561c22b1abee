import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Returns the direct child processes. */
export async function childrenOf(pid: number | undefined): Promise<number[]> {
  if (pid === undefined) return [];
  // pgrep exits with 1 when it finds none.
  const { stdout } = await promisify(execFile)("pgrep", ["-P", String(pid)]).catch(() => ({ stdout: "" }));
  return stdout.trim().split("\n").filter(Boolean).map(Number);
}

/** Freezes the function's processes of a local run where they are, and returns their number. */
export async function freezeFunction({ pid }: { pid: number | undefined }): Promise<number> {
  const processes = await childrenOf(pid);
  for (const child of processes) process.kill(child, "SIGSTOP");
  return processes.length;
}
