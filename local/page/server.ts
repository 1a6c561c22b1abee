import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { RejectedImage } from "../metrics.ts";

export interface Status {
  pending: number;
  running: number;
  succeeded: number;
  failed: number;
  deadLetters: number;
  rejections: Record<string, number>;
}

interface PageObject {
  key: string;
  size: number;
}

export interface PageOutput extends PageObject {
  place: Exclude<Place, "source">;
  rendition: string;
}

/** A source, and those of its outputs that were written last. */
export interface PageImage {
  source: PageObject;
  outputs: PageOutput[];
}

/** What failed to the end: the key that it is about, as far as it can be told, and why. */
export interface DeadLetter {
  key: string;
  reason: string;
}

/** What the page shows, read anew at each request. */
export interface PageContent {
  status(): Status;
  images(): PageImage[];
  rejected(): RejectedImage[];
  /** The newest ones. */
  deadLetters(): DeadLetter[];
  open(place: Place, key: string): { contentType: string; stream: Readable } | undefined;
}

type Place = "source" | "output" | "web";

const files: Record<string, { name: string; type: string }> = {
  "/": { name: "index.html", type: "text/html; charset=utf-8" },
  "/icon.svg": { name: "icon.svg", type: "image/svg+xml" },
  "/page.css": { name: "page.css", type: "text/css; charset=utf-8" },
  "/page.js": { name: "page.js", type: "text/javascript; charset=utf-8" },
};

const protection = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** An uploaded file that is opened by itself must not act as a page of ours. */
const objectProtection = { "content-security-policy": "default-src 'none'; sandbox" };

/** The page of the local run and its `status.json`; not yet listening. */
export function createPageServer(content: PageContent): Server {
  return createServer((request, response) => {
    answer(request, response, content).catch((error: unknown) => {
      console.error(JSON.stringify({ level: "ERROR", message: "page", error: String(error) }));
      if (response.headersSent) response.destroy();
      else send(response, 500, "text/plain", "The page failed; the terminal says why\n");
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  content: PageContent,
): Promise<void> {
  if (!isOurs(request)) return send(response, 403, "text/plain", "Open this page as http://127.0.0.1\n");
  if (request.method !== "GET" && request.method !== "HEAD")
    return send(response, 405, "text/plain", "Only GET\n");

  const path = request.url?.split("?")[0] ?? "/";
  const file = files[path];
  if (file !== undefined)
    return send(response, 200, file.type, await readFile(join(import.meta.dirname, file.name)));
  if (path === "/status.json") return sendJson(response, content.status());
  if (path === "/images.json") return sendJson(response, images(content));
  return sendObject(path, response, content);
}

/** A site elsewhere can point a name of its own at this address, but not make a browser say another host. */
function isOurs({ headers }: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? "");
}

function images(content: PageContent): object {
  const url = (place: Place, key: string) => `objects/${place}/${encodeURIComponent(key)}`;
  return {
    status: content.status(),
    images: content.images().map(({ source, outputs }) => ({
      source: { ...source, url: url("source", source.key) },
      outputs: outputs.map((output) => ({ ...output, url: url(output.place, output.key) })),
    })),
    rejected: content.rejected(),
    deadLetters: content.deadLetters(),
  };
}

async function sendObject(path: string, response: ServerResponse, content: PageContent): Promise<void> {
  const [, place, encoded] = /^\/objects\/(source|output|web)\/([^/]+)$/.exec(path) ?? [];
  const key = encoded === undefined ? undefined : decoded(encoded);
  const object = key === undefined ? undefined : content.open(place as Place, key);
  if (object === undefined) return send(response, 404, "text/plain", "Not found\n");

  response.writeHead(200, { ...protection, ...objectProtection, "content-type": object.contentType });
  await pipeline(object.stream, response).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  });
}

/** `undefined` for what no URI could hold. */
export function decoded(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

function sendJson(response: ServerResponse, value: unknown): void {
  send(response, 200, "application/json", JSON.stringify(value));
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { ...protection, "content-type": type });
  response.end(body);
}
