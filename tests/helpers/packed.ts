import { execFile } from "node:child_process";
import { cpSync, globSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "./builds.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");

export interface Packed {
  /** What was packed. */
  project: string;
  tarball: string;
  files: string[];
  packedBytes: number;
  unpackedBytes: number;
}

/** The tarball that `npm publish` would send: of the sources as they are now, and the layers that `npm run build` left. */
export async function pack(folder: string): Promise<Packed> {
  const project = await build(join(folder, "project"), [
    "build-bundle.ts",
    "build-cli.ts",
    "build-component.ts",
  ]);
  for (const name of ["dist/layers", ...globSync("{README.md,LICENSE,CHANGELOG.md}", { cwd: root })]) {
    cpSync(join(root, name), join(project, name), { recursive: true });
  }
  const { stdout } = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: project,
  });
  const [packed] = Object.values<NpmPack>(JSON.parse(stdout));
  if (packed === undefined) throw new Error(`npm pack said ${stdout}`);
  return {
    project,
    tarball: join(folder, packed.filename),
    files: packed.files.map(({ path }) => path).sort(),
    packedBytes: packed.size,
    unpackedBytes: packed.unpackedSize,
  };
}

interface NpmPack {
  filename: string;
  files: { path: string }[];
  size: number;
  unpackedSize: number;
}
