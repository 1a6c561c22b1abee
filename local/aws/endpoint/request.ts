import type { IncomingMessage } from "node:http";
import { S3Error } from "./errors.ts";

/** A request as sent: nothing is normalised but names are in lower case, and the key is decoded exactly once. */
export interface S3Request {
  method: string;
  /** Still percent-encoded: the signature covers it in this form. */
  path: string;
  bucket: string;
  key: string;
  queryPairs: [name: string, value: string][];
  query: Map<string, string>;
  headers: Map<string, string>;
  /** Names of the `headers` sent in the query of a presigned URL. */
  hoisted: Set<string>;
  body: AsyncIterable<Buffer>;
  /** Lets a client with `Expect: 100-continue` send its body. */
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
  // An error in the middle of a body must leave the connection open for the answer.
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
 * Returns the `x-amz-*` headers in a presigned URL's query, such as metadata. S3 ignores checksums there, and
 * has to: the SDK does not know the body yet, and signs the checksum of an empty one.
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
