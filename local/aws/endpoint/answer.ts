import type { Readable } from "node:stream";

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Readable;
}
