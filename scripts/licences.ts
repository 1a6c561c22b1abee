import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

/** Collects the licence texts of the packages behind `inputs`, which are paths in `root`, each text once. */
export function licences(root: string, inputs: string[]): string {
  const packagesOf = new Map<string, string[]>();
  for (const folder of packageFolders(inputs)) {
    const cwd = resolve(root, folder);
    const { name, version, license } = JSON.parse(readFileSync(resolve(cwd, "package.json"), "utf8"));
    const texts = globSync("{LICEN[CS]E,NOTICE}*", { cwd }).sort();
    const text = texts.map((file) => readFileSync(resolve(cwd, file), "utf8").trim()).join("\n\n") || license;
    packagesOf.set(text, [...(packagesOf.get(text) ?? []), `${name} ${version}, ${license}`]);
  }
  return [...packagesOf].map(([text, packages]) => `${packages.join("\n")}\n\n${text}\n`).join("\n\n");
}

function packageFolders(inputs: string[]): string[] {
  const folders = inputs.map((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}
