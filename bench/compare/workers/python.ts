import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Pinned, because we compare with their speed and their scores. */
const packages = ["ssimulacra2==0.3.0", "Pillow==13.0.0", "numpy==2.4.6", "scipy==1.17.1"];

/**
 * Returns the Python of the bench's own virtual environment; creates it in `cacheFolder` at the first run.
 *
 * @throws {Error} Naming the missing software.
 */
export function openPython(cacheFolder: string): string {
  const folder = join(cacheFolder, "venv");
  const python = join(folder, "bin/python");
  const isComplete = join(folder, "bin/ssymulacra2");
  if (existsSync(isComplete)) return python;
  run(
    "python3",
    ["-m", "venv", folder],
    "install Python 3.11 or newer with its venv (python3-venv on Debian)",
  );
  run(python, ["-m", "pip", "install", "--quiet", ...packages], `let pip install ${packages.join(", ")}`);
  return python;
}

/** @throws {Error} With `remedy`, when the command does not exist or fails. */
export function run(command: string, args: string[], remedy: string, cwd?: string): string {
  try {
    return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], cwd });
  } catch (cause) {
    throw new Error(`\`${command} ${args.join(" ")}\` failed. The bench needs you to ${remedy}.`, { cause });
  }
}
