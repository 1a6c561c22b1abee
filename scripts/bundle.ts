import { type BuildOptions, build } from "esbuild";

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
