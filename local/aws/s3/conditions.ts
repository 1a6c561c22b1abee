import { notImplemented, S3Error } from "../endpoint/errors.ts";
import type { StoredObject } from "./storage/schema.ts";

type Headers = ReadonlyMap<string, string>;
type Current = StoredObject | undefined;

/** Checks a write's conditions, against the object as it is inside the transaction that replaces it. */
export type WriteCondition = (current: Current) => void;

export function writeCondition(headers: Headers): WriteCondition {
  const [ifMatch, ifNoneMatch] = [headers.get("if-match"), headers.get("if-none-match")];
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*")
    throw notImplemented("If-None-Match other than * on a write");
  return (current) => {
    if (ifNoneMatch !== undefined && current !== undefined) throw failed("If-None-Match");
    if (ifMatch !== undefined) checkMatch(ifMatch, current);
  };
}

/** Used by every conditional write and delete: an absent object is told apart from another one. */
export function checkMatch(ifMatch: string, current: Current): void {
  if (current === undefined) throw new S3Error("NoSuchKey");
  if (!names(ifMatch, current)) throw failed("If-Match");
}

/** Decides by the order of RFC 9110 if a GET or HEAD answers 304. */
export function isUnmodified(headers: Headers, current: StoredObject, prefix = ""): boolean {
  const [ifMatch, unmodifiedSince] = [
    headers.get(`${prefix}if-match`),
    dateOf(headers, `${prefix}if-unmodified-since`),
  ];
  if (ifMatch !== undefined) {
    if (!names(ifMatch, current)) throw failed("If-Match");
  } else if (unmodifiedSince !== undefined && seconds(current) > unmodifiedSince) {
    throw failed("If-Unmodified-Since");
  }
  const [ifNoneMatch, modifiedSince] = [
    headers.get(`${prefix}if-none-match`),
    dateOf(headers, `${prefix}if-modified-since`),
  ];
  if (ifNoneMatch !== undefined) return names(ifNoneMatch, current);
  return modifiedSince !== undefined && seconds(current) <= modifiedSince;
}

/** Checks the conditions of a copy on its source; each fails with 412. */
export function checkCopySource(headers: Headers, source: StoredObject): void {
  if (isUnmodified(headers, source, "x-amz-copy-source-")) throw failed("x-amz-copy-source-If-None-Match");
}

function failed(condition: string): S3Error {
  return new S3Error("PreconditionFailed", undefined, { Condition: condition });
}

function names(list: string, { etag }: StoredObject): boolean {
  return list
    .split(",")
    .map((item) => item.trim().replace(/^(?:W\/)?"(.*)"$/, "$1"))
    .some((item) => item === "*" || item === etag);
}

/** Returns whole seconds since 1970; an unreadable date counts as not sent. */
function dateOf(headers: Headers, name: string): number | undefined {
  const time = Date.parse(headers.get(name) ?? "");
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000);
}

function seconds({ lastModified }: StoredObject): number {
  return Math.floor(lastModified.getTime() / 1000);
}
