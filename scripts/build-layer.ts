// Builds dist/layers/arm64 and dist/layers/x86_64: sharp as a Lambda layer, with only the files Lambda loads and their licences.
import { execFileSync } from "node:child_process";
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";

const root = join(import.meta.dirname, "..");
const layers = { arm64: "arm64", x86_64: "x64" };
const licencePatterns = ["LICENSE*", "README.md", "versions.json"];

/** sharp requires its native binaries by platform at run time; these files are added by their path instead. */
const withoutNativeRequires: Plugin = {
  name: "without-native-requires",
  setup: ({ onLoad }) =>
    onLoad({ filter: /sharp\.cjs$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/require\(`[^`]*`\)/g, "undefined"),
    })),
};

async function layerFiles(work: string): Promise<string[]> {
  const bundled = await build({
    absWorkingDir: work,
    stdin: { contents: 'require("sharp")', resolveDir: work },
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    external: ["@img/sharp-*"],
    plugins: [withoutNativeRequires],
    logLevel: "error",
  });
  const scripts = Object.keys(bundled.metafile.inputs).filter((file) => file.startsWith("node_modules/"));
  const packages = globSync("node_modules/{@img/*,[!@.]*}", { cwd: work });
  return [
    ...scripts,
    ...packages.flatMap((folder) =>
      ["package.json", ...licencePatterns].flatMap((name) => globSync(`${folder}/${name}`, { cwd: work })),
    ),
    ...globSync("node_modules/@img/sharp-*/{index.cjs,lib/*.node,lib/*.so*}", { cwd: work }),
  ];
}

for (const [architecture, cpu] of Object.entries(layers)) {
  const work = mkdtempSync(join(tmpdir(), "sharp-layer-"));
  try {
    cpSync(join(root, "layer"), work, { recursive: true, filter: (path) => !path.endsWith("node_modules") });
    execFileSync(
      "npm",
      ["ci", "--os=linux", `--cpu=${cpu}`, "--libc=glibc", "--ignore-scripts", "--silent"],
      { cwd: work },
    );
    const target = join(root, "dist/layers", architecture);
    rmSync(target, { recursive: true, force: true });
    for (const file of await layerFiles(work)) cpSync(join(work, file), join(target, "nodejs", file));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
