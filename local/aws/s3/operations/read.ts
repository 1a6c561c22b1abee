import type { Answer } from "../../endpoint/answer.ts";
import { S3Error } from "../../endpoint/errors.ts";
import { attributeHeaders } from "../attributes.ts";
import { checksumHeader } from "../checksums.ts";
import { isUnmodified } from "../conditions.ts";
import type { Context } from "../operation.ts";
import { readRange } from "../range.ts";
import { mayDo } from "../rights.ts";
import type { StoredObject } from "../storage/schema.ts";
import type { OpenedObject } from "../storage/storage.ts";
import { findObject, type Place, readPlace, versionHeaders } from "./version.ts";

const overrides = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];

export function getObject(context: Context): Answer {
  return answerObject(context, (opened, start, end) => opened.stream(start, end));
}

export function headObject(context: Context): Answer {
  return answerObject(context, () => "");
}

function answerObject(
  context: Context,
  readBody: (opened: OpenedObject, start: number, end: number) => NonNullable<Answer["body"]>,
): Answer {
  const { request, storage } = context;
  const { headers } = request;
  const place = readPlace(request);
  const object = findObject(context, place);
  const opened = storage.openObject(object);
  const described = {
    ...stateHeaders(object),
    ...versionHeaders(storage, object),
    ...attributeHeaders(object.attributes),
    ...tagHeaders(context, place, object),
    ...readOverrides(request.query),
  };
  if (isUnmodified(headers, object)) return { status: 304, headers: described };
  const range = readRange(headers, object);
  if (range === undefined) {
    const whole = {
      ...described,
      ...checksumHeaders(context, object),
      "content-length": String(object.size),
    };
    return { status: 200, headers: whole, body: readBody(opened, 0, object.size) };
  }
  const [start, end] = range;
  const part = {
    ...described,
    "content-length": String(end - start),
    "content-range": `bytes ${start}-${end - 1}/${object.size}`,
  };
  return { status: 206, headers: part, body: readBody(opened, start, end) };
}

function stateHeaders({ etag, lastModified }: StoredObject): Record<string, string> {
  return { etag: `"${etag}"`, "last-modified": lastModified.toUTCString(), "accept-ranges": "bytes" };
}

/** Counts the tags only for whoever may read them: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
function tagHeaders(
  context: Context,
  place: Place,
  { attributes: { tags } }: StoredObject,
): Record<string, string> {
  const count = Object.keys(tags).length;
  return count > 0 && mayDo(context, "GetObjectTagging", place)
    ? { "x-amz-tagging-count": String(count) }
    : {};
}

function readOverrides(query: Map<string, string>): Record<string, string> {
  const asked = overrides.flatMap((name): [string, string][] => {
    const value = query.get(`response-${name}`);
    return value === undefined ? [] : [[name, value]];
  });
  for (const [name, value] of asked) {
    if (/[^\t\u0020-\u007e\u00a0-\u00ff]/.test(value)) {
      throw new S3Error("InvalidArgument", "Header value cannot be represented using ISO-8859-1.", {
        ArgumentName: `response-${name}`,
      });
    }
  }
  return Object.fromEntries(asked);
}

function checksumHeaders({ request }: Context, { checksum }: StoredObject): Record<string, string> {
  if (checksum === undefined || request.headers.get("x-amz-checksum-mode")?.toUpperCase() !== "ENABLED")
    return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, "x-amz-checksum-type": checksum.type };
}
