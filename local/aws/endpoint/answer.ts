import type { Readable } from "node:stream";

/** An answer of the endpoint, whichever service gives it. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Readable;
}
