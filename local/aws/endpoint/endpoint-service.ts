import type { IncomingMessage } from "node:http";
import type { Answer } from "./answer.ts";
import type { S3Error } from "./errors.ts";
import type { S3Request } from "./request.ts";
import type { ServiceError } from "./service.ts";

/** The request that an answer belongs to. */
export interface Asked {
  /** Path and query. */
  url: string;
  requestId: string;
}

/** A service that the endpoint answers for. */
export interface EndpointService {
  answer(request: S3Request): Promise<Answer>;
  /** Tells an error in the service's own form. */
  refuse(error: S3Error | ServiceError, asked: Asked): Answer;
}

/** The service for requests that no signature gives to another one, such as those of a browser. */
export interface FallbackService extends EndpointService {
  /** Returns headers for every answer to a page of another origin. */
  corsHeaders(message: IncomingMessage): Record<string, string>;
  /** Answers the question of a browser ahead of such a request; `undefined` where it is none. */
  preflight(message: IncomingMessage): Answer | undefined;
}
