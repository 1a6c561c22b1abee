import type { Answer } from "./answer.ts";
import type { S3Error } from "./errors.ts";

/** A verified request of a service that is not S3. */
export interface ServiceCall {
  method: string;
  path: string;
  query: Map<string, string>;
  headers: Map<string, string>;
  body: string;
  /** Whether who sent it may do `action`, such as `sqs:SendMessage`, to the resource. */
  mayCall: (action: string, arn: string) => boolean;
}

/** One of the services beside S3 that the endpoint answers for. */
export interface Service {
  answer(call: ServiceCall): Answer;
  /** Tells an error in the service's own form. */
  refuse(error: ServiceError): Answer;
}

/** An error that the client is told of, under the name that the service has for it. */
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

/** What is S3's own before a service is reached, and has another name in all the others. */
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
