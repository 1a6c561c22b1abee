import { createHash } from "node:crypto";
import type { EndpointService } from "./endpoint-service.ts";
import { S3Error } from "./errors.ts";
import type { S3Request } from "./request.ts";
import { asServiceError, type Service, ServiceError } from "./service.ts";
import { authenticate, type Credential } from "./verify-signature.ts";

/** Service names as in signatures; CloudWatch is `monitoring`. */
export type ServiceName = "sqs" | "lambda" | "monitoring";

/** Leaves room for a message of Lambda's limit, 1 MiB, which is longer in JSON. */
const maxBodyBytes = 8 * 1024 ** 2;

/** Returns the service a request is signed for; a presigned URL is always for S3. */
export function serviceOf({ headers }: S3Request): string {
  const scope = /Credential=[^,]*\/([a-z0-9-]+)\/aws4_request/.exec(headers.get("authorization") ?? "");
  return scope?.[1] ?? "s3";
}

/** Verifies the requests of a service other than S3, and passes them to it. */
export function signedService(
  name: string,
  service: Service,
  { credentials, region }: { credentials: Credential[]; region: string },
): EndpointService {
  return {
    answer: async (request) => {
      const body = await readBody(request);
      const bodyHash = createHash("sha256").update(body).digest("hex");
      const { credential } = authenticate(request, credentials, { region, service: name, bodyHash });
      const { method, path, query, headers } = request;
      const { mayCall } = credential;
      return service.answer({ method, path, query, headers, body: body.toString(), mayCall });
    },

    refuse: (error) => service.refuse(error instanceof ServiceError ? error : asServiceError(error)),
  };
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
