import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../root.ts";
import { build, fingerprint, sources } from "./builds.ts";

const run = promisify(execFile);
const kept = join(root, ".local/packed");
const beside = ["README.md", "LICENSE", "CHANGELOG.md", "docs"];
const lastingMs = 24 * 60 * 60 * 1000;

export interface Packed {
  /** The packed project with its build. Other tests read it too. */
  project: string;
  tarball: string;
  files: string[];
  packedBytes: number;
  unpackedBytes: number;
}

/**
 * Packs the tarball of `npm publish` from the current sources and the layers of the last `npm run build`. It takes
 * seconds, so it is kept, by the hash of its inputs, for other test files.
 */
export async function pack(): Promise<Packed> {
  const folder = join(kept, inputsHash());
  if (!existsSync(folder)) await make(folder);
  const packed: NpmPack = JSON.parse(readFileSync(join(folder, "packed.json"), "utf8"));
  return {
    project: join(folder, "project"),
    tarball: join(folder, packed.filename),
    files: packed.files.map(({ path }) => path).sort(),
    packedBytes: packed.size,
    unpackedBytes: packed.unpackedSize,
  };
}

function inputsHash(): string {
  const inputs = [...sources, ...beside, "dist/layers", "package-lock.json"];
  const contents = inputs.map((name) => [name, fingerprint(join(root, name))]);
  return createHash("sha256").update(JSON.stringify(contents)).digest("hex").slice(0, 16);
}

/** Two test files may pack at once: each makes its own folder, and one is kept. */
async function make(folder: string): Promise<void> {
  const own = `${folder}-${process.pid}`;
  await packInto(own);
  try {
    renameSync(own, folder);
  } catch (error) {
    rmSync(own, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
  for (const name of globSync("*", { cwd: kept })) {
    const other = statSync(join(kept, name), { throwIfNoEntry: false });
    if (other !== undefined && Date.now() - other.mtimeMs > lastingMs)
      rmSync(join(kept, name), { recursive: true, force: true });
  }
}

async function packInto(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const scripts = ["build-bundle.ts", "build-cli.ts", "build-component.ts"];
  const project = await build(join(folder, "project"), scripts);
  for (const name of ["dist/layers", ...beside]) {
    cpSync(join(root, name), join(project, name), { recursive: true });
  }
  const { stdout } = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: project,
  });
  const [packed] = Object.values<NpmPack>(JSON.parse(stdout));
  if (packed === undefined) throw new Error(`npm pack said ${stdout}`);
  writeFileSync(join(folder, "packed.json"), JSON.stringify(packed));
}

interface NpmPack {
  filename: string;
  files: { path: string }[];
  size: number;
  unpackedSize: number;
}
