import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A file of code, parsed. */
export interface SourceFile {
  /** Path from the project's folder, with `/`. */
  path: string;
  lines: number;
  tree: ts.SourceFile;
}

const isCode = (path: string) => /\.(ts|js|cjs|mjs)$/.test(path);

/** Returns the paths of all files that git tracks or would track, from the project's folder. */
export function listFiles(root: string): string[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  const deleted = new Set(
    execFileSync("git", ["ls-files", "--deleted", "-z"], { cwd: root, encoding: "utf8" }).split("\0"),
  );
  return [...new Set(listed.split("\0"))].filter((path) => path !== "" && !deleted.has(path)).sort();
}

/** Parses the code among `paths`. */
export function readSourceFiles(root: string, paths: string[]): SourceFile[] {
  return paths.filter(isCode).map((path) => parse(path, readFileSync(join(root, path), "utf8")));
}

function parse(path: string, text: string): SourceFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return { path, lines: text.split("\n").length - 1, tree };
}
