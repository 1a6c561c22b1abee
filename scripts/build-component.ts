// Builds dist/components and the files of dist/contract it imports: the published JavaScript and its types.
import { execFileSync } from "node:child_process";
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const compiler = join(root, "node_modules/typescript/bin/tsc");
const work = mkdtempSync(join(tmpdir(), "component-"));

try {
  execFileSync(
    process.execPath,
    [compiler, "--project", join(root, "tsconfig.build.json"), "--outDir", work],
    { stdio: "inherit" },
  );
  for (const file of globSync("**/*.d.ts", { cwd: work })) nameModules(join(work, file));
  for (const name of ["components", "contract"]) {
    const target = join(root, "dist", name);
    rmSync(target, { recursive: true, force: true });
    cpSync(join(work, name), target, { recursive: true });
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** The compiler rewrites `.ts` to `.js` in imports of JavaScript only, https://github.com/microsoft/TypeScript/issues/61037 */
function nameModules(declarations: string): void {
  const text = readFileSync(declarations, "utf8");
  writeFileSync(declarations, text.replace(/((?:from |import\()"\.[^"]*)\.ts"/g, '$1.js"'));
}
