import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import { isDiskFull, S3Error } from "./errors.ts";
import { type Answer, refuseUnknownHeaders } from "./operation.ts";
import { readRequest } from "./request.ts";
import { findOperation } from "./routes.ts";
import { authenticate, type Credential } from "./signature.ts";
import type { Storage } from "./storage.ts";
import { buildXml } from "./xml.ts";

export type { ObjectEvent } from "./objects.ts";

export interface S3Options {
  storage: Storage;
  region: string;
  credentials: Credential[];
  /** Named when its disk is full. */
  dataFolder: string;
}

const inactivityMs = 2 * 60 * 1000;
const maxDrainMs = 30 * 1000;

/** An S3 endpoint, path style, for the SDK and the `aws` client. It does not listen yet. */
export function createS3Server({ storage, credentials, region, dataFolder }: S3Options): Server {
  async function answer(message: IncomingMessage, acceptBody: () => void): Promise<Answer> {
    const request = readRequest(message, acceptBody);
    const identity = authenticate(request, credentials, region);
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
    try {
      await send(exchange, await answer(message, () => acceptBody(exchange)));
    } catch (error) {
      const isGone = message.destroyed && !message.complete;
      if (isGone || response.headersSent) return void response.destroy();
      const known = asS3Error(error, requestId, dataFolder);
      await send(exchange, errorAnswer(known, message.url ?? "", requestId));
    }
  }

  const server = createServer({ requestTimeout: 0, headersTimeout: 60_000, keepAliveTimeout: 65_000 });
  server.timeout = inactivityMs;
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

function refuseConnection(error: Error & { code?: string }, socket: Duplex): void {
  if (!socket.writable) return void socket.destroy();
  const code = error.code === "HPE_HEADER_OVERFLOW" ? "RequestHeaderSectionTooLarge" : "BadRequest";
  const { body = "" } = errorAnswer(new S3Error(code), "", "");
  const head = ["HTTP/1.1 400 Bad Request", "content-type: application/xml", "connection: close"];
  socket.end(
    `${head.join("\r\n")}\r\ncontent-length: ${Buffer.byteLength(String(body))}\r\n\r\n${String(body)}`,
  );
}
