import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import type { Owner } from "../temporary-folder.ts";

const command = "moto_server";

/** Returns true if moto's server is installed, see tests/conformance/requirements.txt. */
export function isInstalled(): boolean {
  return spawnSync("sh", ["-c", `command -v ${command}`], { stdio: "ignore" }).status === 0;
}

/** Starts moto, an S3 by other authors, empty and on a free port; it ends with its owner. */
export async function startMoto(owner: Owner): Promise<{ endpoint: string }> {
  const server = spawn(command, ["--host", "127.0.0.1", "--port", "0"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  owner.teardown(() => void server.kill());
  for await (const line of createInterface({ input: server.stderr })) {
    const [endpoint] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (endpoint === undefined) continue;
    server.stderr.resume();
    return { endpoint };
  }
  throw new Error(`${command} ended before it listened`);
}
