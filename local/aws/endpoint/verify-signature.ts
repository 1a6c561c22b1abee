import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { S3Error } from "./errors.ts";
import type { S3Request } from "./request.ts";
import { algorithm, type Claim, checkScope, checkTime, readClaim } from "./signature-claim.ts";

export interface Credential {
  accessKeyId: string;
  secretAccessKey: string;
  /** Tells if the key may do an action, such as `sqs:SendMessage`, on a resource. */
  mayCall: (action: string, arn: string) => boolean;
}

interface Scope {
  region: string;
  service: string;
  /** SHA-256 of the body in hexadecimal, if it has been read already. */
  bodyHash?: string;
}

/** The sender of a request, and the signature's facts about the body. */
export interface Identity {
  credential: Credential;
  /** The value of `x-amz-content-sha256`: a hash, or the framing of the body. */
  payload: string;
  chunkSigner: ChunkSigner;
}

export interface ChunkSigner {
  /** The request's signature, to which the first chunk's is chained. */
  seed: string;
  sign(kind: "" | "-PAYLOAD" | "-TRAILER", ...lines: string[]): string;
}

/** Verifies a request's AWS Signature Version 4, in its header or, for a presigned URL, in its query. */
export function authenticate(
  request: S3Request,
  credentials: Credential[],
  scope: Scope,
  now = new Date(),
): Identity {
  const claim = readClaim(request, scope.bodyHash);
  checkTime(request, claim, now);
  checkScope(claim, scope);
  const credential = credentials.find(({ accessKeyId }) => accessKeyId === claim.accessKeyId);
  if (credential === undefined) {
    throw new S3Error("InvalidAccessKeyId", undefined, { AWSAccessKeyId: claim.accessKeyId });
  }
  if (request.headers.has("x-amz-security-token")) throw new S3Error("InvalidToken");

  const sign = createSigner(credential.secretAccessKey, claim);
  if (!sameText(sign("", sha256(canonicalRequest(request, claim))), claim.signature)) {
    throw new S3Error("SignatureDoesNotMatch");
  }
  checkSignedHeaders(request, claim);
  if (scope.bodyHash !== undefined && claim.payload !== scope.bodyHash)
    throw new S3Error("XAmzContentSHA256Mismatch");
  return { credential, payload: claim.payload, chunkSigner: { seed: claim.signature, sign } };
}

function createSigner(
  secretAccessKey: string,
  { date, region, service, timestamp }: Claim,
): ChunkSigner["sign"] {
  const key = [date, region, service, "aws4_request"].reduce<string | Buffer>(
    (previous, part) => hmac(previous, part).digest(),
    `AWS4${secretAccessKey}`,
  );
  const scope = `${date}/${region}/${service}/aws4_request`;
  return (kind, ...lines) =>
    hmac(key, [algorithm + kind, timestamp, scope, ...lines].join("\n")).digest("hex");
}

function canonicalRequest(request: S3Request, { service, signedHeaders, payload }: Claim): string {
  const query = request.queryPairs
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort();
  const headers = signedHeaders.map((name) => {
    const value = request.hoisted.has(name) ? "" : (request.headers.get(name) ?? "");
    return `${name}:${value.replace(/ +/g, " ")}\n`;
  });
  return [
    request.method,
    // Every service but S3 signs the path encoded once more.
    service === "s3" ? request.path : request.path.split("/").map(encode).join("/"),
    query.join("&"),
    headers.join(""),
    signedHeaders.join(";"),
    payload,
  ].join("\n");
}

/** Encodes everything but the unreserved characters, as AWS does. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function checkSignedHeaders({ headers, hoisted }: S3Request, { signedHeaders }: Claim): void {
  const unsigned = [...headers.keys()].filter(
    (name) => name.startsWith("x-amz-") && !hoisted.has(name) && !signedHeaders.includes(name),
  );
  if (unsigned.length > 0) {
    const message = "There were headers present in the request which were not signed";
    throw new S3Error("AccessDenied", message, { HeadersNotSigned: unsigned.join(", ") });
  }
}

function sha256(text: string): string {
  // Node decodes header values as Latin-1; this hashes the bytes as sent.
  return createHash("sha256").update(text, "latin1").digest("hex");
}

function hmac(key: string | Buffer, text: string) {
  return createHmac("sha256", key).update(text);
}

export function sameText(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
