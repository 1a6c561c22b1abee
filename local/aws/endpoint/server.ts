import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import type { Answer } from "./answer.ts";
import { serviceOf } from "./call-service.ts";
import type { EndpointService, FallbackService } from "./endpoint-service.ts";
import { isDiskFull, S3Error, type S3ErrorCode } from "./errors.ts";
import { readRequest } from "./request.ts";
import { ServiceError } from "./service.ts";

export interface EndpointOptions {
  /** Services by their names in signatures. */
  services: ReadonlyMap<string, EndpointService>;
  fallback: FallbackService;
  /** Named in the error for a full disk. */
  dataFolder: string;
  patience?: Patience | undefined;
}

/** Timeouts for clients, in milliseconds. */
interface Patience {
  headers: number;
  /** Longest pause within a body. */
  piece: number;
  /** Limit for a whole request; an hour lets 5 GiB pass at 1.5 MB a second. */
  request: number;
  /** Interval of the checks of `headers` and `request`. */
  check: number;
}

const usualPatience: Patience = { headers: 60_000, piece: 120_000, request: 3_600_000, check: 30_000 };
const maxDrainMs = 30 * 1000;

/** Creates one HTTP server for all services; a request's signature names its service. It does not listen yet. */
export function createEndpoint({ patience = usualPatience, ...options }: EndpointOptions): Server {
  const server = createServer({
    headersTimeout: patience.headers,
    requestTimeout: patience.request,
    connectionsCheckingInterval: patience.check,
    keepAliveTimeout: 65_000,
  });
  server.timeout = patience.piece;
  server.on("request", (message, response) => void serve({ message, response, isWaiting: false }, options));
  server.on(
    "checkContinue",
    (message, response: ServerResponse) => void serve({ message, response, isWaiting: true }, options),
  );
  server.on("clientError", (error, socket) => refuseConnection(error, socket, options.fallback));
  return server;
}

async function serve(exchange: Exchange, options: Omit<EndpointOptions, "patience">): Promise<void> {
  const { message, response } = exchange;
  const { services, fallback, dataFolder } = options;
  const requestId = randomBytes(8).toString("hex").toUpperCase();
  setCommonHeaders(response, requestId, fallback.corsHeaders(message));
  let service: EndpointService = fallback;
  try {
    const preflight = fallback.preflight(message);
    if (preflight !== undefined) return await send(exchange, preflight);
    const request = readRequest(message, () => acceptBody(exchange));
    service = services.get(serviceOf(request)) ?? fallback;
    await send(exchange, await service.answer(request));
  } catch (error) {
    const isGone = message.destroyed && !message.complete;
    if (isGone || response.headersSent) return void response.destroy();
    const reported = asReported(error, requestId, dataFolder);
    await send(exchange, service.refuse(reported, { url: message.url ?? "", requestId }));
  }
}

function setCommonHeaders(response: ServerResponse, requestId: string, more: Record<string, string>): void {
  const headers = { "x-amz-request-id": requestId, "x-amz-id-2": requestId, server: "AmazonS3", ...more };
  response.setHeaders(new Map(Object.entries(headers)));
}

/** Passes errors of a service on, and logs any other as an internal error of the endpoint. */
function asReported(error: unknown, requestId: string, dataFolder: string): S3Error | ServiceError {
  if (error instanceof S3Error || error instanceof ServiceError) return error;
  if (isDiskFull(error))
    return new S3Error("InternalError", `The disk is full: nothing more fits into ${dataFolder}`);
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(JSON.stringify({ level: "error", message: "The S3 endpoint failed", requestId, detail }));
  return new S3Error("InternalError");
}

interface Exchange {
  message: IncomingMessage;
  response: ServerResponse;
  /** True while the client waits for `100 Continue` before it sends its body. */
  isWaiting: boolean;
}

function acceptBody(exchange: Exchange): void {
  if (exchange.isWaiting) exchange.response.writeContinue();
  exchange.isWaiting = false;
}

async function send({ message, response, isWaiting }: Exchange, answer: Answer): Promise<void> {
  const { status, headers, body = "" } = answer;
  const isUnread = !message.complete;
  if (isUnread) response.setHeader("connection", "close");
  if (typeof body !== "string") {
    response.writeHead(status, headers);
    return pipeline(body, response);
  }
  const hasBody = status !== 204 && status !== 304;
  response.writeHead(status, {
    ...(hasBody ? { "content-length": Buffer.byteLength(body) } : {}),
    ...headers,
  });
  if (hasBody) response.write(body);
  if (isUnread && !isWaiting) await drain(message);
  response.end();
}

/** Reads the rest of a request: closing the connection before could lose the answer. */
async function drain(message: IncomingMessage): Promise<void> {
  const timer = setTimeout(() => message.destroy(), maxDrainMs);
  await finished(message.resume()).catch(() => undefined);
  clearTimeout(timer);
}

const connectionErrors: Record<string, S3ErrorCode> = {
  HPE_HEADER_OVERFLOW: "RequestHeaderSectionTooLarge",
  ERR_HTTP_REQUEST_TIMEOUT: "RequestTimeout",
};

function refuseConnection(error: Error & { code?: string }, socket: Duplex, fallback: EndpointService): void {
  if (!socket.writable) return void socket.destroy();
  const code = connectionErrors[error.code ?? ""] ?? "BadRequest";
  const { body = "" } = fallback.refuse(new S3Error(code), { url: "", requestId: "" });
  const head = ["HTTP/1.1 400 Bad Request", "content-type: application/xml", "connection: close"];
  socket.end(
    `${head.join("\r\n")}\r\ncontent-length: ${Buffer.byteLength(String(body))}\r\n\r\n${String(body)}`,
  );
}
