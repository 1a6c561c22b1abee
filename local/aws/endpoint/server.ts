import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import { corsHeaders, preflightHeaders } from "../s3/cors.ts";
import { refuseUnknownHeaders } from "../s3/operation.ts";
import { findOperation } from "../s3/routes.ts";
import type { Storage } from "../s3/storage.ts";
import type { Answer } from "./answer.ts";
import { callService, type ServiceName, serviceOf } from "./call-service.ts";
import { isDiskFull, S3Error, type S3ErrorCode } from "./errors.ts";
import { readRequest } from "./request.ts";
import { asServiceError, type Service, ServiceError } from "./service.ts";
import { authenticate, type Credential } from "./signature.ts";
import { buildXml } from "./xml.ts";

export type { ObjectEvent } from "../s3/objects.ts";

export interface S3Options {
  storage: Storage;
  region: string;
  credentials: Credential[];
  /** Named when its disk is full. */
  dataFolder: string;
  /** What is answered beside S3, told apart by what a request is signed for. */
  services?: Partial<Record<ServiceName, Service>>;
  /** The pages that may upload from a browser, asked for with each request. */
  uploadOrigins?: () => string[];
  patience?: Patience;
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

/** An S3 endpoint, path style, for the SDK and the `aws` client. It does not listen yet. */
export function createS3Server(options: S3Options): Server {
  const { storage, credentials, region, dataFolder, patience = usualPatience } = options;
  const { uploadOrigins = () => [] } = options;
  const services = new Map(Object.entries(options.services ?? {}));

  async function answer(
    message: IncomingMessage,
    acceptBody: () => void,
    requestId: string,
  ): Promise<Answer> {
    const request = readRequest(message, acceptBody);
    const name = serviceOf(request);
    const service = services.get(name);
    if (service !== undefined) {
      return callService({ name, service }, request, credentials, region).catch((error: unknown) =>
        service.refuse(
          error instanceof ServiceError ? error : asServiceError(asS3Error(error, requestId, dataFolder)),
        ),
      );
    }
    const identity = authenticate(request, credentials, { region, service: "s3" });
    const operation = findOperation(request);
    if (request.bucket !== "") storage.checkBucket(request.bucket);
    refuseUnknownHeaders(request);
    return operation({ request, identity, storage, region });
  }

  async function serve(
    message: IncomingMessage,
    response: ServerResponse,
    isWaiting: boolean,
  ): Promise<void> {
    const exchange: Exchange = { message, response, isWaiting };
    const requestId = randomBytes(8).toString("hex").toUpperCase();
    response.setHeader("x-amz-request-id", requestId);
    response.setHeader("x-amz-id-2", requestId);
    response.setHeader("server", "AmazonS3");
    response.setHeaders(new Map(Object.entries(corsHeaders(message, uploadOrigins()))));
    try {
      const headers = preflightHeaders(message, uploadOrigins());
      if (headers !== undefined) return await send(exchange, { status: 200, headers });
      await send(exchange, await answer(message, () => acceptBody(exchange), requestId));
    } catch (error) {
      const isGone = message.destroyed && !message.complete;
      if (isGone || response.headersSent) return void response.destroy();
      const known = asS3Error(error, requestId, dataFolder);
      await send(exchange, errorAnswer(known, message.url ?? "", requestId));
    }
  }

  const server = createServer({
    headersTimeout: patience.headers,
    requestTimeout: patience.request,
    connectionsCheckingInterval: patience.check,
    keepAliveTimeout: 65_000,
  });
  server.timeout = patience.piece;
  server.on("request", (message, response) => void serve(message, response, false));
  server.on("checkContinue", (message, response: ServerResponse) => void serve(message, response, true));
  server.on("clientError", refuseConnection);
  return server;
}

function asS3Error(error: unknown, requestId: string, dataFolder: string): S3Error {
  if (error instanceof S3Error) return error;
  if (isDiskFull(error))
    return new S3Error("InternalError", `The disk is full: nothing more fits into ${dataFolder}`);
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(JSON.stringify({ level: "error", message: "The S3 endpoint failed", requestId, detail }));
  return new S3Error("InternalError");
}

function errorAnswer({ code, status, message, details }: S3Error, url: string, requestId: string): Answer {
  const [resource = ""] = url.split("?");
  const content = {
    Code: code,
    Message: message,
    ...details,
    Resource: resource,
    RequestId: requestId,
    HostId: requestId,
  };
  const region = details.Region;
  return {
    status,
    headers: {
      "content-type": "application/xml",
      ...(region === undefined ? {} : { "x-amz-bucket-region": region }),
      ...(status === 416 ? { "content-range": `bytes */${details.ActualObjectSize}` } : {}),
    },
    body: buildXml("Error", content, { namespaced: false }),
  };
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

function refuseConnection(error: Error & { code?: string }, socket: Duplex): void {
  if (!socket.writable) return void socket.destroy();
  const code = connectionErrors[error.code ?? ""] ?? "BadRequest";
  const { body = "" } = errorAnswer(new S3Error(code), "", "");
  const head = ["HTTP/1.1 400 Bad Request", "content-type: application/xml", "connection: close"];
  socket.end(
    `${head.join("\r\n")}\r\ncontent-length: ${Buffer.byteLength(String(body))}\r\n\r\n${String(body)}`,
  );
}
