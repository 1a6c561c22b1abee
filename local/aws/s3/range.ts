import { S3Error } from "../endpoint/errors.ts";
import type { StoredObject } from "./storage/schema.ts";

/** Returns the bytes of a `Range` header, from the first to before the end; `undefined` means all of them. */
export function readRange(
  headers: ReadonlyMap<string, string>,
  object: StoredObject,
): [start: number, end: number] | undefined {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(headers.get("range") ?? "");
  if (parts === null || !appliesTo(object, headers.get("if-range"))) return undefined;
  const [, first = "", last = ""] = parts;
  if (first === "" && last === "") return undefined;
  const { size } = object;
  const start = first === "" ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(Number(last) + 1, size);
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  if (start >= size) throw new S3Error("InvalidRange", undefined, { ActualObjectSize: String(size) });
  return [start, end];
}

function appliesTo({ etag, lastModified }: StoredObject, ifRange: string | undefined): boolean {
  return ifRange === undefined || ifRange === `"${etag}"` || ifRange === lastModified.toUTCString();
}
