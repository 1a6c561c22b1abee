import type { IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";

/** An error whose message is the answer to the request. */
export class RefusedRequest extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const maxBodyBytes = 16 * 1024;

/**
 * Refuses other sites. A site can point its own domain name at this address, but cannot make a browser send another `Host`
 * header. Requests with side effects must also come from the page itself.
 *
 * @throws {RefusedRequest} When the host or the origin is not this page's.
 */
export function refuseOthers({ method, headers: { host = "", origin } }: IncomingMessage): void {
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host))
    throw new RefusedRequest(403, "Open this page as http://127.0.0.1");
  if (method === "POST" && origin !== `http://${host}`)
    throw new RefusedRequest(403, "Only this page itself may ask for that");
}

/** @throws {RefusedRequest} When the body is too long or is not a JSON object. */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  if (!(Number(request.headers["content-length"]) <= maxBodyBytes))
    throw new RefusedRequest(413, "The request is too long");
  const body = await json(request).catch(() => undefined);
  if (typeof body !== "object" || body === null)
    throw new RefusedRequest(400, "The request is no JSON object");
  return body as Record<string, unknown>;
}

/** Reads a positive integer of at most `max` from the query; returns `fallback` for anything else. */
export function readNumber(query: URLSearchParams, name: string, fallback: number, max: number): number {
  const text = query.get(name) ?? "";
  return /^[1-9]\d{0,8}$/.test(text) ? Math.min(Number(text), max) : fallback;
}

/** Decodes a URI component; returns `undefined` for a malformed one. */
export function decoded(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
