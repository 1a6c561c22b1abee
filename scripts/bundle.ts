import { basename } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";

interface Bundle {
  files: { path: string; contents: Uint8Array }[];
  /** What went in, by paths in the project. */
  inputs: string[];
}

/** Code for Node, with all that it imports, which is left to the caller to write. */
export async function bundle(root: string, options: BuildOptions): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    ...options,
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    platform: "node",
    legalComments: "none",
  });
  return { files: outputFiles, inputs: Object.keys(metafile.inputs) };
}

/**
 * Leaves libheif in a folder beside the bundle: its licence wants a user to be able to replace it, and only who has a HEIC should have
 * to load it.
 */
export function libheifIn(folder: string): Plugin {
  return {
    name: "libheif-beside",
    setup: ({ onResolve }) =>
      onResolve({ filter: /^libheif-js\// }, ({ path }) => ({
        path: `${folder}/${basename(path)}`,
        external: true,
      })),
  };
}
