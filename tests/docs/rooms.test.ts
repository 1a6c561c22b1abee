import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";
import test from "ava";

const root = join(import.meta.dirname, "../..");
const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");

/** Of each room that is not told to import everything, the cell that says what it may. */
const rooms = new Map(
  [...text.matchAll(/^\| `(\w+)\/` \| .* \| ([^|]*) \|$/gm)].map(([, room = "", may = ""]) => [room, may]),
);

/** The files that a room's files import, as paths from the root. */
function importedFiles(room: string): string[] {
  const files = globSync(`${room}/**/*.ts`, { cwd: root, exclude: ["**/node_modules/**"] });
  return files.flatMap((file) => {
    const imports = readFileSync(join(root, file), "utf8").matchAll(/(?:from|import\() ?"(\.[^"]+)"/g);
    return [...imports].map(([, path = ""]) => normalize(join(dirname(file), path)));
  });
}

/** The other rooms that a room's files import. */
function imported(room: string): Set<string> {
  const found = importedFiles(room).map((path) => path.split(sep)[0] ?? "");
  return new Set(found.filter((other) => other !== room && rooms.has(other)));
}

for (const [room, may] of rooms) {
  if (may === "everything") continue;
  test(`What ${room}/ imports CONTRIBUTING.md lets it, and none of that imports it`, (t) => {
    const others = [...imported(room)];

    t.deepEqual(
      others.filter((other) => !may.includes(`\`${other}\``)),
      [],
    );
    t.deepEqual(
      others.filter((other) => imported(other).has(room)),
      [],
    );
  });

  const [, only] = may.match(/of `handler` only (.*?)(?:, and of |$)/) ?? [];
  if (only === undefined) continue;
  test(`Of handler/ ${room}/ imports the files that CONTRIBUTING.md names, and all of them`, (t) => {
    const named = [...only.matchAll(/`([\w/-]+\.ts)`/g)].map(([, file = ""]) => join("handler", file));

    const taken = importedFiles(room).filter((path) => path.startsWith(`handler${sep}`));

    t.deepEqual([...new Set(taken)].sort(), named.sort());
  });
}
