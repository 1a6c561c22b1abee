import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readComments } from "./comments.ts";
import { countFiles } from "./folders.ts";
import { measureFunctions } from "./functions.ts";
import { crossings, readRooms } from "./import-rules.ts";
import { findCircles, readImports } from "./imports.ts";
import { listFiles, readSourceFiles, type SourceFile } from "./source-files.ts";

const mostFiles = 20;
const mostLines = 50;

/** A comment that begins with one of these has its verb somewhere else. */
const clause = /^(What|Of|Whether)\b/;

/** Returns each place in the project at `root` that breaks a rule of the house: file, line and rule. */
export function findProblems(root: string): string[] {
  const paths = listFiles(root);
  const files = readSourceFiles(root, paths);
  const rooms = readRooms(readFileSync(join(root, "CONTRIBUTING.md"), "utf8"));
  return [...fullFolders(paths), ...files.flatMap(problemsWithin), ...importProblems(files, rooms)];
}

function fullFolders(paths: string[]): string[] {
  return [...countFiles(paths)]
    .filter(([, count]) => count > mostFiles)
    .map(([folder, count]) => `${folder}: a folder holds at most ${mostFiles} files; it has ${count}`);
}

function problemsWithin(file: SourceFile): string[] {
  const long = measureFunctions(file)
    .filter(({ lines }) => lines > mostLines)
    .map(
      ({ path, line, lines }) =>
        `${path}:${line}: a function has at most ${mostLines} lines; it has ${lines}`,
    );
  const clauses = readComments(file).flatMap(({ path, line, text }) => {
    const [word] = clause.exec(text) ?? [];
    return word === undefined
      ? []
      : [`${path}:${line}: a comment is a sentence or a verb phrase; it begins with "${word}"`];
  });
  return [...long, ...clauses];
}

function importProblems(files: SourceFile[], rooms: ReturnType<typeof readRooms>): string[] {
  const imports = files.flatMap(readImports);
  const crossed = crossings(rooms, imports).map(
    ({ from, to, line }) => `${from}:${line}: CONTRIBUTING.md's table does not let it import ${to}`,
  );
  const circles = findCircles(imports).map(
    ([first = "", ...others]) =>
      `${first}: imports go round in a circle: ${[first, ...others, first].join(" → ")}`,
  );
  return [...crossed, ...circles];
}
