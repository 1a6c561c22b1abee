import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { InvocationResult } from "./definition.ts";
import { describeTooLarge, type Failure } from "./failure.ts";

/** Lambda's limit for a response. */
const maxResponseBytes = 6 * 1024 ** 2;

export interface Invocation {
  requestId: string;
  event: unknown;
  deadline: number;
  functionArn: string;
}

/** The calls of one function process, which sees only its own invocations. */
export interface RuntimeSession {
  /** Settles at the next invocation for this process. */
  nextInvocation(): Promise<Invocation>;
  /** Returns false when this invocation is not in flight. */
  finishInvocation(requestId: string, result: InvocationResult): boolean;
  failInit(failure: Failure): void;
}

export interface RuntimeApi {
  /** Returns an address for one process: host, port and a secret path. */
  open(session: RuntimeSession): string;
  forget(address: string): void;
  close(): Promise<void>;
}

/** Serves Lambda's Runtime API to any number of processes on this machine. */
export async function createRuntimeApi(): Promise<RuntimeApi> {
  const sessions = new Map<string, RuntimeSession>();
  const server = createServer((request, response) => {
    const [, token = "", path = ""] = /^\/([^/]+)\/2018-06-01\/runtime(\/.*)$/.exec(request.url ?? "") ?? [];
    const session = sessions.get(token);
    if (session === undefined) return respond(response, 404);
    answer(session, `${request.method} ${path}`, request, response).catch(() => response.destroy());
  });
  // A handler may work for minutes between two calls on the same connection.
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    open(session) {
      const token = randomUUID();
      sessions.set(token, session);
      return `${host}/${token}`;
    },
    forget: (address) => sessions.delete(address.slice(host.length + 1)),
    close: () => closeServer(server),
  };
}

async function answer(
  session: RuntimeSession,
  call: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (call === "GET /invocation/next") return sendInvocation(response, await session.nextInvocation());
  if (call === "POST /init/error") {
    session.failInit((await json(request)) as Failure);
    return respond(response, 202);
  }
  const [, requestId = "", kind] = /^POST \/invocation\/([^/]+)\/(response|error)$/.exec(call) ?? [];
  if (kind === undefined) return respond(response, 404);
  const result: InvocationResult =
    kind === "error"
      ? { outcome: "failed", ...((await json(request)) as Failure) }
      : await readResponse(request);
  respond(response, session.finishInvocation(requestId, result) ? 202 : 400);
}

function sendInvocation(response: ServerResponse, invocation: Invocation): void {
  response.writeHead(200, {
    "Content-Type": "application/json",
    "Lambda-Runtime-Aws-Request-Id": invocation.requestId,
    "Lambda-Runtime-Deadline-Ms": invocation.deadline,
    "Lambda-Runtime-Invoked-Function-Arn": invocation.functionArn,
  });
  response.end(JSON.stringify(invocation.event));
}

/** Reads a response: JSON, or nothing. */
async function readResponse(request: IncomingMessage): Promise<InvocationResult> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxResponseBytes) chunks.push(chunk);
  }
  if (size > maxResponseBytes) return { outcome: "failed", ...describeTooLarge(size, maxResponseBytes) };
  const text = Buffer.concat(chunks).toString();
  return text === "" ? { outcome: "succeeded" } : { outcome: "succeeded", response: JSON.parse(text) };
}

function respond(response: ServerResponse, status: number): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end("{}");
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
