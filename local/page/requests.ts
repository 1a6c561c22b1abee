import type { IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";

/** Told to whoever asked, in these words. */
export class RefusedRequest extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const maxBodyBytes = 16 * 1024;

/**
 * A site elsewhere can point a name of its own at this address, but not make a browser say another host; and whatever changes something
 * has to come from the page itself.
 *
 * @throws {RefusedRequest}
 */
export function refuseOthers({ method, headers: { host = "", origin } }: IncomingMessage): void {
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host))
    throw new RefusedRequest(403, "Open this page as http://127.0.0.1");
  if (method === "POST" && origin !== `http://${host}`)
    throw new RefusedRequest(403, "Only this page itself may ask for that");
}

/** @throws {RefusedRequest} When it is no JSON, or too long. */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  if (!(Number(request.headers["content-length"]) <= maxBodyBytes))
    throw new RefusedRequest(413, "The request is too long");
  const body = await json(request).catch(() => undefined);
  if (typeof body !== "object" || body === null)
    throw new RefusedRequest(400, "The request is no JSON object");
  return body as Record<string, unknown>;
}

/** A whole number in the query. */
export function readNumber(query: URLSearchParams, name: string, fallback: number, max: number): number {
  const text = query.get(name) ?? "";
  return /^[1-9]\d{0,8}$/.test(text) ? Math.min(Number(text), max) : fallback;
}

/** `undefined` for what no URI could hold. */
export function decoded(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
