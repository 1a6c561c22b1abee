import type { Answer } from "../endpoint/answer.ts";
import type { Asked, FallbackService } from "../endpoint/endpoint-service.ts";
import { S3Error } from "../endpoint/errors.ts";
import { authenticate, type Credential } from "../endpoint/verify-signature.ts";
import { buildXml } from "../endpoint/xml.ts";
import { corsHeaders, preflightHeaders } from "./cors.ts";
import { refuseUnknownHeaders } from "./operation.ts";
import { checkRights } from "./rights.ts";
import { findOperation } from "./routes.ts";
import type { Storage } from "./storage/storage.ts";

export interface S3Options {
  storage: Storage;
  region: string;
  credentials: Credential[];
  /** Returns the origins of pages allowed to upload from a browser. Called for each request. */
  uploadOrigins?: (() => string[]) | undefined;
}

/** Creates S3, path style, for the SDK, the `aws` client and browsers. */
export function createS3({
  storage,
  region,
  credentials,
  uploadOrigins = () => [],
}: S3Options): FallbackService {
  return {
    corsHeaders: (message) => corsHeaders(message, uploadOrigins()),

    preflight: (message) => {
      const headers = preflightHeaders(message, uploadOrigins());
      return headers && { status: 200, headers };
    },

    answer: async (request) => {
      const identity = authenticate(request, credentials, { region, service: "s3" });
      const { operation, right } = findOperation(request);
      if (request.bucket !== "") storage.checkBucket(request.bucket);
      refuseUnknownHeaders(request);
      const context = { request, identity, storage, region };
      if (right !== undefined) checkRights(context, right);
      return operation(context);
    },

    refuse: (error, asked) =>
      errorAnswer(error instanceof S3Error ? error : new S3Error("InternalError"), asked),
  };
}

function errorAnswer(
  { code, status, message, details, headers }: S3Error,
  { url, requestId }: Asked,
): Answer {
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
      ...headers,
      ...(region === undefined ? {} : { "x-amz-bucket-region": region }),
      ...(status === 416 ? { "content-range": `bytes */${details.ActualObjectSize}` } : {}),
    },
    body: buildXml("Error", content, { namespaced: false }),
  };
}
