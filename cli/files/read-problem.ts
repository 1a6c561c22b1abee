import { messageOf } from "../message-of.ts";

const words: Record<string, string> = {
  ENOENT: "there is no such file",
  EACCES: "it may not be read",
  EPERM: "it may not be read",
  EISDIR: "it is a folder",
  ELOOP: "it is a link to itself",
};

/** Explains a failed read in plain words. */
export function readProblem(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return words[code] ?? messageOf(error);
}
