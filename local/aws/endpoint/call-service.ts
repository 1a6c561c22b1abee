import { createHash } from "node:crypto";
import type { Answer } from "./answer.ts";
import { S3Error } from "./errors.ts";
import type { S3Request } from "./request.ts";
import type { Service } from "./service.ts";
import { authenticate, type Credential } from "./signature.ts";

/** As signatures name them; CloudWatch is `monitoring`. */
export type ServiceName = "sqs" | "lambda" | "monitoring";

/** Lambda takes events of 1 MiB, and a message of as much is longer in JSON. */
const maxBodyBytes = 8 * 1024 ** 2;

/** The service that a request's signature is made for; a presigned URL is always for S3. */
export function serviceOf({ headers }: S3Request): string {
  const scope = /Credential=[^,]*\/([a-z0-9-]+)\/aws4_request/.exec(headers.get("authorization") ?? "");
  return scope?.[1] ?? "s3";
}

/** Verifies a request of a service that is not S3, and has the service answer it. */
export async function callService(
  { name, service }: { name: string; service: Service },
  request: S3Request,
  credentials: Credential[],
  region: string,
): Promise<Answer> {
  const body = await readBody(request);
  const bodyHash = createHash("sha256").update(body).digest("hex");
  const { credential } = authenticate(request, credentials, { region, service: name, bodyHash });
  const { method, path, query, headers } = request;
  const mayCall = credential.mayCall ?? (() => false);
  return service.answer({ method, path, query, headers, body: body.toString(), mayCall });
}

async function readBody(request: S3Request): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  request.acceptBody();
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new S3Error("MaxMessageLengthExceeded");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
