import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { PageContent } from "./content.ts";
import { findFile } from "./files.ts";
import { withMoney } from "./money.ts";
import type { Place } from "./outputs.ts";
import { decoded, RefusedRequest, readJson, readNumber, refuseOthers } from "./requests.ts";
import { withHtml } from "./text-widgets.ts";

export type { Status } from "./content.ts";

/** Keeps an uploaded file, opened on its own, from running scripts in the page's origin. */
const objectPolicy = "default-src 'none'; sandbox";

const protection = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

const [imagesShown, mostImagesShown] = [24, 10_000];
const [hour, fortnight] = [3600, 14 * 86_400];

type Answer = (content: PageContent, query: URLSearchParams, request: IncomingMessage) => unknown;

const answers: Record<string, Answer> = {
  "GET /status.json": (content) => content.status(),
  "GET /images.json": (content, query) =>
    images(content, readNumber(query, "limit", imagesShown, mostImagesShown)),
  "GET /dashboard.json": (content, query) =>
    withHtml(withMoney(content.dashboard(readNumber(query, "range", hour, fortnight)))),
  "POST /uploads.json": async (content, _, request) =>
    content.startUpload(String((await readJson(request)).name ?? "")),
  "POST /redrive.json": (content) => content.redrive(),
};

/**
 * Creates the server of the page and its JSON; the caller makes it listen.
 *
 * @param uploadsTo - The only other origin the page may connect to.
 */
export function createPageServer(content: PageContent, uploadsTo: string): Server {
  const pagePolicy = [
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'",
    `connect-src 'self' ${uploadsTo}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  ].join("; ");
  return createServer((request, response) => {
    response.setHeader("content-security-policy", pagePolicy);
    answer(request, response, content).catch((error: unknown) => {
      if (error instanceof RefusedRequest)
        return send(response, error.status, "text/plain", `${error.message}\n`);
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
  refuseOthers(request);
  const [path = "/", query = ""] = (request.url ?? "/").split("?");
  const method = request.method === "HEAD" ? "GET" : request.method;
  const find = answers[`${method} ${path}`];
  if (find !== undefined) {
    const found = await find(content, new URLSearchParams(query), request);
    return send(response, 200, "application/json", JSON.stringify(found));
  }
  if (method !== "GET") throw new RefusedRequest(405, "Only GET");
  const file = findFile(path);
  if (file !== undefined) return send(response, 200, file.type, await readFile(file.path));
  return sendObject(path, response, content);
}

function images(content: PageContent, limit: number): object {
  const { images, ...rest } = content.images(limit);
  // The ETag gives each version its own address, so the browser never draws an older one.
  const withUrl = <Shown extends { key: string; etag: string }>(place: Place, shown: Shown) => {
    return { ...shown, url: `objects/${place}/${encodeURIComponent(shown.key)}?${shown.etag}` };
  };
  return {
    ...rest,
    images: images.map(({ source, outputs, leftOver }) => ({
      source: withUrl("source", source),
      outputs: outputs.map((output) => withUrl(output.place, output)),
      leftOver: leftOver.map((output) => withUrl(output.place, output)),
    })),
  };
}

async function sendObject(path: string, response: ServerResponse, content: PageContent): Promise<void> {
  const [, place, encoded] = /^\/objects\/(source|output|web)\/([^/]+)$/.exec(path) ?? [];
  const key = encoded === undefined ? undefined : decoded(encoded);
  const object = key === undefined ? undefined : content.open(place as Place, key);
  if (object === undefined) throw new RefusedRequest(404, "Not found");

  const headers = { "content-security-policy": objectPolicy, "content-type": object.contentType };
  response.writeHead(200, { ...protection, ...headers });
  await pipeline(object.stream, response).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  });
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { ...protection, "content-type": type });
  response.end(body);
}
