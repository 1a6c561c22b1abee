import type { Import } from "./imports.ts";

/** A row of CONTRIBUTING.md's table: a folder, and the files and folders outside it that its files may import. */
export interface Room {
  folder: string;
  /** `undefined` where it may import everything. */
  mayImport: string[] | undefined;
}

/** Reads the table of rooms. Its last cell names what may be imported in backticks, or says `everything` or `nothing outside`. */
export function readRooms(contributing: string): Room[] {
  const rows = contributing.matchAll(/^\| `([\w/-]+)\/` \| .* \| ([^|]*) \|$/gm);
  return [...rows].map(([, folder = "", cell = ""]) => ({
    folder,
    mayImport:
      cell === "everything" ? undefined : [...cell.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path),
  }));
}

const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

/** Returns the imports that cross a border which the table keeps closed. */
export function crossings(rooms: Room[], imports: Import[]): Import[] {
  return imports.filter(({ from, to }) =>
    rooms.some(
      ({ folder, mayImport }) =>
        isWithin(from, folder) &&
        !isWithin(to, folder) &&
        mayImport !== undefined &&
        !mayImport.some((allowed) => isWithin(to, allowed)),
    ),
  );
}
