import { posix } from "node:path";

/** The page's browser files, and folders of data that nobody reads as a list. */
const exempt = [
  "local/page/client",
  "tests/fixtures",
  "tests/corpus",
  "tests/upgrade/releases",
  "docs/images",
];

/** Counts the files that lie in each folder itself; the project's own folder and the exempt ones are left out. */
export function countFiles(paths: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = posix.dirname(path);
    if (folder === "." || exempt.some((one) => folder === one || folder.startsWith(`${one}/`))) continue;
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return counts;
}
