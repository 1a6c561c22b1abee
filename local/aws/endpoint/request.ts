import type { IncomingMessage } from "node:http";
import { S3Error } from "./errors.ts";

/** A request as it was sent: names lower-case, nothing normalised, the key decoded exactly once. */
export interface S3Request {
  method: string;
  /** Still percent-encoded, as the signature covers it. */
  path: string;
  bucket: string;
  key: string;
  queryPairs: [name: string, value: string][];
  query: Map<string, string>;
  headers: Map<string, string>;
  /** Names in `headers` that were sent in the query of a presigned URL. */
  hoisted: Set<string>;
  body: AsyncIterable<Buffer>;
  /** Tells a client that waits for it (`Expect: 100-continue`) to send its body. */
  acceptBody(): void;
}

const maxKeyBytes = 1024;

export function readRequest(message: IncomingMessage, acceptBody: () => void): S3Request {
  const url = message.url ?? "";
  if (!url.startsWith("/") || /[^\u0021-\u007e]/.test(url)) throw new S3Error("InvalidURI");
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const queryPairs = mark < 0 ? [] : splitQuery(url.slice(mark + 1));
  const slash = path.indexOf("/", 1);
  const bucket = decode(slash < 0 ? path.slice(1) : path.slice(1, slash));
  const key = slash < 0 ? "" : decode(path.slice(slash + 1));
  if (Buffer.byteLength(key) > maxKeyBytes) throw new S3Error("KeyTooLongError");
  const query = new Map(queryPairs);
  const sent = joinHeaders(message.rawHeaders);
  const fromQuery = hoistedHeaders(query).filter(([name]) => !sent.has(name));
  const headers = new Map([...sent, ...fromQuery]);
  const hoisted = new Set(fromQuery.map(([name]) => name));
  const method = message.method ?? "";
  // An error in the middle of a body must leave the connection, on which the client is told of it.
  const body: AsyncIterable<Buffer> = {
    [Symbol.asyncIterator]: () => message.iterator({ destroyOnReturn: false }),
  };
  return { method, path, bucket, key, queryPairs, query, headers, hoisted, body, acceptBody };
}

export function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (cause) {
    throw Object.assign(new S3Error("InvalidURI"), { cause });
  }
}

function splitQuery(query: string): [string, string][] {
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      const [name, value] = equals < 0 ? [pair, ""] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [decodePlus(name), decodePlus(value)];
    });
}

function decodePlus(encoded: string): string {
  return decode(encoded.replaceAll("+", " "));
}

function joinHeaders(rawHeaders: string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? "").toLowerCase();
    const value = (rawHeaders[index + 1] ?? "").trim();
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return headers;
}

/**
 * A presigned URL carries `x-amz-*` headers, such as metadata, in its query. S3 ignores checksums there, and has to:
 * the SDK signs that of an empty body, because it does not know the body yet.
 */
function hoistedHeaders(query: Map<string, string>): [string, string][] {
  if (!query.has("X-Amz-Signature")) return [];
  return [...query]
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(
      ([name]) => name.startsWith("x-amz-") && !signingParameters.has(name) && !name.includes("checksum"),
    );
}

const signingParameters = new Set(
  ["algorithm", "credential", "date", "expires", "signedheaders", "signature"].map((name) => `x-amz-${name}`),
);
