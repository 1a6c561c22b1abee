import type { IncomingMessage } from "node:http";
import type { Answer } from "./answer.ts";
import type { S3Error } from "./errors.ts";
import type { S3Request } from "./request.ts";
import type { ServiceError } from "./service.ts";

export interface Asked {
  /** Path and query. */
  url: string;
  requestId: string;
}

export interface EndpointService {
  answer(request: S3Request): Promise<Answer>;
  /** Formats an error as the service does. */
  refuse(error: S3Error | ServiceError, asked: Asked): Answer;
}

/** The service for requests not signed for another one, such as those of a browser. */
export interface FallbackService extends EndpointService {
  /** Returns headers for every answer to a page of another origin. */
  corsHeaders(message: IncomingMessage): Record<string, string>;
  /** Answers a browser's preflight request; `undefined` for other requests. */
  preflight(message: IncomingMessage): Answer | undefined;
}
