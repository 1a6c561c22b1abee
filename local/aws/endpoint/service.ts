import type { Answer } from "./answer.ts";
import type { S3Error } from "./errors.ts";

/** A verified request for a service other than S3. */
export interface ServiceCall {
  method: string;
  path: string;
  query: Map<string, string>;
  headers: Map<string, string>;
  body: string;
  /** Tells if the caller may do `action`, such as `sqs:SendMessage`, on the resource. */
  mayCall: (action: string, arn: string) => boolean;
}

/** A service other than S3. */
export interface Service {
  answer(call: ServiceCall): Answer;
  /** Formats an error as the service does. */
  refuse(error: ServiceError): Answer;
}

/** An error for the client, under the service's name for it. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

export function notImplemented(what: string): ServiceError {
  return new ServiceError("NotImplemented", `${what} is not implemented by the local run`, 501);
}

export function accessDenied(action: string, arn: string): ServiceError {
  return new ServiceError("AccessDeniedException", `Not authorized to perform ${action} on ${arn}`, 403);
}

/** Maps S3's errors from before a service is reached to the names all other services use. */
const names: Partial<Record<string, [code: string, status: number]>> = {
  InternalError: ["InternalFailure", 500],
  InvalidAccessKeyId: ["UnrecognizedClientException", 403],
  InvalidToken: ["UnrecognizedClientException", 403],
  MaxMessageLengthExceeded: ["RequestEntityTooLargeException", 413],
  RequestTimeTooSkewed: ["InvalidSignatureException", 403],
  SignatureDoesNotMatch: ["InvalidSignatureException", 403],
  XAmzContentSHA256Mismatch: ["InvalidSignatureException", 403],
};

export function asServiceError(error: S3Error): ServiceError {
  const [code, status] = names[error.code] ?? ["IncompleteSignatureException", 400];
  return new ServiceError(code, error.message, status);
}

export function jsonAnswer(status: number, content: object): Answer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(content) };
}
