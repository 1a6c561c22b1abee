import { execFile } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Settings } from "../../../contract/settings.ts";
import { owner, region } from "../aws/s3.ts";

const program = `
  const { readFileSync } = require("node:fs");
  const { handler } = require(process.argv[1]);
  handler(JSON.parse(process.argv[2]), { awsRequestId: "id" }).then(() => {
    const mapped = [...new Set(readFileSync("/proc/self/maps", "utf8").match(/\\/.*$/gm))];
    process.stderr.write(JSON.stringify([...Object.keys(require.cache), ...mapped]));
  });
`;

/**
 * Calls the bundle as Lambda does, from its own folder with the layer on NODE_PATH.
 *
 * @returns The files loaded by the process in the end, including native ones but not Node itself.
 */
export async function callBundle(
  { bundle, layer, task }: { bundle: string; layer: string; task: string },
  endpoint: string,
  settings: Settings,
  event: object,
): Promise<string[]> {
  cpSync(bundle, task, { recursive: true });
  const { stderr } = await promisify(execFile)(
    process.execPath,
    ["-e", program, join(task, "index.js"), JSON.stringify(event)],
    {
      cwd: task,
      env: {
        NODE_PATH: join(layer, "nodejs/node_modules"),
        AWS_ENDPOINT_URL_S3: endpoint,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: owner.accessKeyId,
        AWS_SECRET_ACCESS_KEY: owner.secretAccessKey,
        AWS_LAMBDA_FUNCTION_NAME: "compressor",
        PIPELINE_SETTINGS: JSON.stringify(settings),
      },
    },
  );
  const loaded: string[] = JSON.parse(stderr);
  return loaded.filter((file) => file !== process.execPath);
}

/** Reads the processor from a file's ELF header. */
export function elfMachine(file: string): string | undefined {
  const head = readFileSync(file).subarray(0, 20);
  if (head.toString("latin1", 0, 4) !== "\x7fELF") return undefined;
  return { 62: "x86_64", 183: "arm64" }[head.readUInt16LE(18)];
}
