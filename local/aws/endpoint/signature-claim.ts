import { S3Error } from "./errors.ts";
import type { S3Request } from "./request.ts";

/** The parts of a signature, from a request's header or query. */
export interface Claim {
  accessKeyId: string;
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
  timestamp: string;
  payload: string;
  inQuery: boolean;
}

export const algorithm = "AWS4-HMAC-SHA256";
const maxSkewMs = 15 * 60 * 1000;
const maxExpirySeconds = 7 * 24 * 60 * 60;

/** @param bodyHash - Used in place of `x-amz-content-sha256`, which only S3 requires. */
export function readClaim(request: S3Request, bodyHash?: string): Claim {
  const authorization = request.headers.get("authorization");
  if (request.query.has("X-Amz-Algorithm")) {
    if (authorization !== undefined) throw new S3Error("InvalidArgument", "Only one auth mechanism allowed");
    return claimInQuery(request);
  }
  if (request.query.has("AWSAccessKeyId") || authorization?.startsWith("AWS ")) throw unsupported();
  if (authorization === undefined) throw new S3Error("AccessDenied");
  return claimInHeader(request, authorization, bodyHash);
}

function unsupported(): S3Error {
  return new S3Error(
    "InvalidRequest",
    `The authorization mechanism you have provided is not supported. Please use ${algorithm}.`,
  );
}

function claimInHeader({ headers }: S3Request, authorization: string, bodyHash: string | undefined): Claim {
  if (!authorization.startsWith(`${algorithm} `)) throw unsupported();
  const fields = new Map(
    authorization
      .slice(algorithm.length)
      .split(",")
      .map((field): [string, string] => {
        const equals = field.indexOf("=");
        return [field.slice(0, equals).trim(), field.slice(equals + 1).trim()];
      }),
  );
  const timestamp = headers.get("x-amz-date");
  if (timestamp === undefined || !isTimestamp(timestamp)) {
    throw new S3Error("AccessDenied", "AWS authentication requires a valid x-amz-date header");
  }
  const payload = headers.get("x-amz-content-sha256") ?? bodyHash;
  if (payload === undefined) {
    throw new S3Error("InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  }
  const claim = claimFrom(fields, { scope: "Credential", headers: "SignedHeaders", signature: "Signature" });
  if (claim === undefined) throw new S3Error("AuthorizationHeaderMalformed");
  return { ...claim, timestamp, payload, inQuery: false };
}

function claimInQuery({ query, headers }: S3Request): Claim {
  if (query.get("X-Amz-Algorithm") !== algorithm) throw unsupported();
  const claim = claimFrom(query, {
    scope: "X-Amz-Credential",
    headers: "X-Amz-SignedHeaders",
    signature: "X-Amz-Signature",
  });
  const timestamp = query.get("X-Amz-Date") ?? "";
  if (claim === undefined || !isTimestamp(timestamp)) throw new S3Error("AuthorizationQueryParametersError");
  const payload = headers.get("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD";
  return { ...claim, timestamp, payload, inQuery: true };
}

function claimFrom(
  fields: Map<string, string>,
  names: { scope: string; headers: string; signature: string },
): Omit<Claim, "timestamp" | "payload" | "inQuery"> | undefined {
  const scope = /^([^/]+)\/(\d{8})\/([^/]*)\/([a-z0-9-]+)\/aws4_request$/.exec(fields.get(names.scope) ?? "");
  const signedHeaders = (fields.get(names.headers) ?? "").split(";");
  const signature = fields.get(names.signature) ?? "";
  if (scope === null || !signedHeaders.includes("host") || !/^[0-9a-f]{64}$/.test(signature))
    return undefined;
  const [, accessKeyId = "", date = "", region = "", service = ""] = scope;
  return { accessKeyId, date, region, service, signedHeaders, signature };
}

function isTimestamp(text: string): boolean {
  return !Number.isNaN(timeOf(text));
}

function timeOf(timestamp: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp);
  if (parts === null) return Number.NaN;
  const [, year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

export function checkTime(request: S3Request, { timestamp, inQuery }: Claim, now: Date): void {
  const ageMs = now.getTime() - timeOf(timestamp);
  if (!inQuery) {
    if (Math.abs(ageMs) > maxSkewMs) throw new S3Error("RequestTimeTooSkewed");
    return;
  }
  const expires = request.query.get("X-Amz-Expires") ?? "";
  if (!/^\d{1,6}$/.test(expires) || Number(expires) < 1 || Number(expires) > maxExpirySeconds) {
    const message = `X-Amz-Expires must be a whole number of seconds from 1 to ${maxExpirySeconds}`;
    throw new S3Error("AuthorizationQueryParametersError", message);
  }
  if (ageMs < -maxSkewMs) throw new S3Error("AccessDenied", "Request is not yet valid");
  if (ageMs > Number(expires) * 1000) throw new S3Error("AccessDenied", "Request has expired");
}

/** @throws {S3Error} When the signature is for another region or service. */
export function checkScope(claim: Claim, { region, service }: { region: string; service: string }): void {
  const wrong = wrongScope("region", claim.region, region) ?? wrongScope("service", claim.service, service);
  if (wrong === undefined) return;
  throw claim.inQuery
    ? new S3Error(
        "AuthorizationQueryParametersError",
        `Error parsing the X-Amz-Credential parameter; ${wrong}`,
        { Region: region },
      )
    : new S3Error("AuthorizationHeaderMalformed", `The authorization header is malformed; ${wrong}`, {
        Region: region,
      });
}

function wrongScope(what: string, said: string, expected: string): string | undefined {
  return said === expected ? undefined : `the ${what} '${said}' is wrong; expecting '${expected}'`;
}
