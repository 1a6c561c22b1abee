import { S3Error } from "../endpoint/errors.ts";
import type { S3Request } from "../endpoint/request.ts";
import type { ObjectAttributes } from "./storage/schema.ts";
import { parseTagging } from "./tags.ts";

const keptHeaders = ["cache-control", "content-disposition", "content-language", "expires"];
const metadataPrefix = "x-amz-meta-";
const maxMetadataBytes = 2048;

/** Reads the attributes of a new object from the request's headers. */
export function readAttributes({ headers }: S3Request): ObjectAttributes {
  const kept = keptHeaders.flatMap((name): [string, string][] => {
    const value = headers.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  const encoding = (headers.get("content-encoding") ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "" && item !== "aws-chunked");
  if (encoding.length > 0) kept.push(["content-encoding", encoding.join(",")]);
  if (headers.get("x-amz-server-side-encryption")) kept.push(["x-amz-server-side-encryption", "AES256"]);
  kept.push(["content-type", headers.get("content-type") || "binary/octet-stream"]);
  return {
    headers: Object.fromEntries(kept),
    metadata: readMetadata(headers),
    tags: parseTagging(headers.get("x-amz-tagging")),
  };
}

function readMetadata(headers: Map<string, string>): Record<string, string> {
  const metadata = [...headers]
    .filter(([name]) => name.startsWith(metadataPrefix))
    .map(([name, value]): [string, string] => [name.slice(metadataPrefix.length), value]);
  const size = metadata.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (size > maxMetadataBytes) {
    throw new S3Error("MetadataTooLarge", undefined, {
      Size: String(size),
      MaxSizeAllowed: String(maxMetadataBytes),
    });
  }
  if (
    metadata.some(([name, value]) => !/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /[^\t\u0020-\u007e]/.test(value))
  ) {
    throw new S3Error("InvalidArgument", "Metadata must be printable ASCII");
  }
  return Object.fromEntries(metadata);
}

/** Returns the attributes as the headers of an answer, without the tags. */
export function attributeHeaders({ headers, metadata }: ObjectAttributes): Record<string, string> {
  return {
    ...headers,
    ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [metadataPrefix + name, value])),
  };
}
