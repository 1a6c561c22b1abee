import type { ServerResponse } from "node:http";
import { Agent, createServer, type IncomingMessage, type Server, request as send } from "node:http";
import { finished, pipeline } from "node:stream/promises";
import type { Random } from "../../helpers/random.ts";

export interface Fault {
  status: 503 | 409;
  method: string;
  /** True if S3 did the work and only its answer was lost. */
  forwarded: boolean;
}

interface FaultOptions {
  /** The share of failing requests, from 0 to 1. */
  rate: number;
  random: Random;
  onFault: (fault: Fault) => void;
}

const errors = {
  503: { code: "SlowDown", message: "Please reduce your request rate." },
  409: { code: "ConditionalRequestConflict", message: "A conflicting operation was in progress." },
};

/**
 * Proxies `endpoint` and spoils answers. A forwarded request has finished before its answer leaves, so no write lands
 * after its event was delivered again.
 */
export function createFaultyProxy(endpoint: string, { rate, random, onFault }: FaultOptions): Server {
  const agent = new Agent({ keepAlive: true });
  const relay = async (request: IncomingMessage, response: ServerResponse) => {
    const fault = isS3(request) && random.happens(rate) ? chooseFault(request, random) : undefined;
    if (fault !== undefined) onFault(fault);
    if (fault?.forwarded === false) {
      await finished(request.resume());
      return refuse(response, fault);
    }
    const answer = await forward(request, endpoint, agent);
    if (fault === undefined) {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      return pipeline(answer, response);
    }
    await finished(answer.resume());
    refuse(response, fault);
  };
  return createServer((request, response) => {
    // Only the death of the function or of the endpoint fails here.
    relay(request, response).catch(() => response.destroy());
  });
}

/** Other services answer errors in another format. */
function isS3({ headers }: IncomingMessage): boolean {
  return /\/s3\/aws4_request/.test(headers.authorization ?? "");
}

function chooseFault({ method = "", headers }: IncomingMessage, random: Random): Fault {
  const isConditional = headers["if-match"] !== undefined || headers["if-none-match"] !== undefined;
  const status = isConditional && random.happens(0.5) ? 409 : 503;
  return { status, method, forwarded: random.happens(0.5) };
}

function forward(request: IncomingMessage, endpoint: string, agent: Agent): Promise<IncomingMessage> {
  const { hostname, port } = new URL(endpoint);
  const { method, url: path, rawHeaders } = request;
  // The signature covers the headers, including the host's name.
  const onward = send({ hostname, port, method, path, headers: rawHeaders, agent, setHost: false });
  return new Promise((resolve, reject) => {
    onward.on("response", resolve).on("error", reject);
    pipeline(request, onward).catch(reject);
  });
}

function refuse(response: ServerResponse, { status, method }: Fault): void {
  const { code, message } = errors[status];
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  response.writeHead(status, {
    "content-type": "application/xml",
    "content-length": Buffer.byteLength(body),
  });
  response.end(method === "HEAD" ? undefined : body);
}
