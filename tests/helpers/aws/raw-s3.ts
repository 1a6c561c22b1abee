import { createHash, createHmac } from "node:crypto";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { buffer } from "node:stream/consumers";
import { owner, region } from "./s3.ts";

export interface RawRequest {
  method: string;
  /** As it goes over the wire, query included. */
  path: string;
  headers: Record<string, string>;
  body: string | Buffer;
}

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The code in an error's XML. */
  code: string | undefined;
}

export interface SigningChoices {
  accessKeyId?: string;
  secretAccessKey?: string;
  region?: string;
  service?: string;
  date?: Date;
  /** The value of `x-amz-content-sha256`; the body's hash by default. */
  payload?: string;
}

export type Sign = (kind: string, ...lines: string[]) => string;

/** Sends a request exactly as given. */
export function send(endpoint: string, { method, path, headers, body }: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(endpoint);
    const sent = httpRequest({ hostname, port, method, path, headers, agent: false }, async (answer) => {
      const text = (await buffer(answer)).toString();
      const code = /<Code>(.*?)<\/Code>/.exec(text)?.[1];
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, code });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Signs by Signature Version 4, implemented a second time from its documentation. */
export function sign(
  endpoint: string,
  { method = "GET", path, headers = {}, body = "" }: Partial<RawRequest> & { path: string },
  choices: SigningChoices = {},
): { request: RawRequest; signature: string; signer: Sign } {
  const timestamp = (choices.date ?? new Date()).toISOString().replace(/[-:]|\.\d+/g, "");
  const payload = choices.payload ?? sha256(body);
  const all: Record<string, string> = {
    ...headers,
    host: new URL(endpoint).host,
    "x-amz-date": timestamp,
    "x-amz-content-sha256": payload,
  };
  const names = Object.keys(all).sort();
  const [rawPath = "", query = ""] = path.split("?");
  const pairs = query.split("&").filter((pair) => pair !== "");
  const canonicalQuery = pairs.map((pair) => (pair.includes("=") ? pair : `${pair}=`)).sort();
  const canonicalHeaders = names.map((name) => `${name}:${all[name]?.trim().replace(/ +/g, " ")}\n`);
  const canonical = [
    method,
    rawPath,
    canonicalQuery.join("&"),
    canonicalHeaders.join(""),
    names.join(";"),
    payload,
  ];
  const scope = `${timestamp.slice(0, 8)}/${choices.region ?? region}/${choices.service ?? "s3"}/aws4_request`;
  const signer = createSigner(choices.secretAccessKey ?? owner.secretAccessKey, timestamp, scope);
  const signature = signer("", sha256(canonical.join("\n")));
  const authorization = `AWS4-HMAC-SHA256 Credential=${choices.accessKeyId ?? owner.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return { request: { method, path, headers: { ...all, authorization }, body }, signature, signer };
}

export function sendSigned(
  endpoint: string,
  request: Partial<RawRequest> & { path: string },
  choices?: SigningChoices,
): Promise<RawAnswer> {
  return send(endpoint, sign(endpoint, request, choices).request);
}

function createSigner(secret: string, timestamp: string, scope: string): Sign {
  const key = scope.split("/").reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${secret}`);
  return (kind, ...lines) =>
    hmac(key, [`AWS4-HMAC-SHA256${kind}`, timestamp, scope, ...lines].join("\n")).toString("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

export interface ChunkChoices {
  chunks: string[];
  trailers?: Record<string, string>;
  /** Signs each chunk, and the trailers. */
  isSigned?: boolean;
  /** Spoils the body before it is sent. */
  spoil?: (body: string) => string;
}

/** Puts an object with an aws-chunked body. */
export function putChunks(
  endpoint: string,
  path: string,
  { chunks, trailers, isSigned = false, spoil = (body) => body }: ChunkChoices,
): Promise<RawAnswer> {
  const payload = `STREAMING-${isSigned ? "AWS4-HMAC-SHA256" : "UNSIGNED"}-PAYLOAD${trailers ? "-TRAILER" : ""}`;
  const headers = {
    "x-amz-decoded-content-length": String(chunks.join("").length),
    "content-encoding": "aws-chunked",
    ...(trailers && { "x-amz-trailer": Object.keys(trailers).join(",") }),
  };
  const { request, signature, signer } = sign(endpoint, { method: "PUT", path, headers }, { payload });
  const body = frame([...chunks, ""], trailers ?? {}, isSigned ? { signature, signer } : undefined);
  return send(endpoint, { ...request, body: spoil(body) });
}

function frame(
  chunks: string[],
  trailers: Record<string, string>,
  signing: { signature: string; signer: Sign } | undefined,
): string {
  let previous = signing?.signature ?? "";
  const framed = chunks.map((chunk) => {
    if (signing) previous = signing.signer("-PAYLOAD", previous, sha256(""), sha256(chunk));
    const head = chunk.length.toString(16) + (signing ? `;chunk-signature=${previous}` : "");
    return `${head}\r\n${chunk}${chunk === "" ? "" : "\r\n"}`;
  });
  const lines = Object.entries(trailers).map(([name, value]) => `${name}:${value}`);
  if (signing && lines.length > 0) {
    const signed = signing.signer("-TRAILER", previous, sha256(lines.map((line) => `${line}\n`).join("")));
    lines.push(`x-amz-trailer-signature:${signed}`);
  }
  return `${framed.join("")}${lines.map((line) => `${line}\r\n`).join("")}\r\n`;
}
