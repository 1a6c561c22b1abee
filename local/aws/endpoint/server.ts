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
  /** The services by the names that signatures have for them. */
  services: ReadonlyMap<string, EndpointService>;
  fallback: FallbackService;
  /** Named when its disk is full. */
  dataFolder: string;
  patience?: Patience | undefined;
}

/** How long a client may take, in milliseconds. */
interface Patience {
  headers: number;
  /** Between two pieces of a body. */
  piece: number;
  /** For all of a request; an hour lets 5 GiB pass at 1.5 MB a second. */
  request: number;
  /** How often the first and the last are looked at. */
  check: number;
}

const usualPatience: Patience = { headers: 60_000, piece: 120_000, request: 3_600_000, check: 30_000 };
const maxDrainMs = 30 * 1000;

/** One HTTP server for all services of AWS, told apart by what a request is signed for. It does not listen yet. */
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
    const told = asTold(error, requestId, dataFolder);
    await send(exchange, service.refuse(told, { url: message.url ?? "", requestId }));
  }
}

function setCommonHeaders(response: ServerResponse, requestId: string, more: Record<string, string>): void {
  const headers = { "x-amz-request-id": requestId, "x-amz-id-2": requestId, server: "AmazonS3", ...more };
  response.setHeaders(new Map(Object.entries(headers)));
}

/** An error of a service is told as it is; any other one is the endpoint's own, and is logged. */
function asTold(error: unknown, requestId: string, dataFolder: string): S3Error | ServiceError {
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
  /** The client sends its body only when it is told to. */
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

/** Takes in what the client still sends: a connection closed on it would lose the answer. */
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
