import { basename } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";

interface Bundle {
  files: { path: string; contents: Uint8Array }[];
  /** Paths of the bundled files in the project. */
  inputs: string[];
}

/** Bundles code for Node with all its imports; the caller writes the files. */
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
 * Leaves libheif in a folder beside the bundle: its licence demands a way for users to replace it, and only a HEIC should
 * load it.
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
