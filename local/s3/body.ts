import { createHash } from "node:crypto";
import {
  asAlgorithm,
  type Checksum,
  type ChecksumAlgorithm,
  checksumAlgorithms,
  checksumHeader,
  createChecksum,
  findChecksum,
  isBase64,
} from "./checksums.ts";
import { decodeChunks } from "./chunked.ts";
import { S3Error } from "./errors.ts";
import type { WriteChunk } from "./files.ts";
import type { S3Request } from "./request.ts";
import { type Identity, sameText } from "./signature.ts";

/** What a body turned out to be, after everything that the client said of it was verified. */
export interface ReceivedBody {
  size: number;
  /** Hexadecimal. */
  md5: string;
  checksum: Checksum | undefined;
}

/** What the headers say of a body. */
interface Announcement {
  size: number | undefined;
  md5: string | undefined;
  sha256: string | undefined;
  checksum: Checksum | undefined;
  trailer: string | undefined;
  algorithm: ChecksumAlgorithm | undefined;
}

const streamed = new Set([
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
]);

const maxObjectBytes = 5 * 1024 ** 3;

/** Hands a request's body to `write` chunk by chunk. Only when this returns is it known to be what was announced. */
export async function receiveBody(
  request: S3Request,
  identity: Identity,
  write: WriteChunk,
): Promise<ReceivedBody> {
  const announced = readAnnouncement(request, identity);
  const trailers = new Map<string, string>();
  const sha256 = announced.sha256 === undefined ? undefined : createHash("sha256");
  const digest = createDigest(announced.algorithm);

  request.acceptBody();
  for await (const chunk of dataOf(request, identity, trailers)) {
    digest.update(chunk);
    if (digest.size() > (announced.size ?? maxObjectBytes)) throw new S3Error("IncompleteBody");
    sha256?.update(chunk);
    await write(chunk);
  }

  const received = await digest.end();
  if (announced.size !== undefined && received.size !== announced.size) throw new S3Error("IncompleteBody");
  verify("BadDigest", announced.md5, Buffer.from(received.md5, "hex").toString("base64"));
  verify("XAmzContentSHA256Mismatch", announced.sha256, sha256?.digest("hex"));
  verify("BadDigest", announcedChecksum(announced, trailers)?.value, received.checksum?.value);
  return received;
}

/** Hands the bytes of a stream that needs no verification to `write`. */
export async function copyBody(
  stream: AsyncIterable<Buffer>,
  algorithm: ChecksumAlgorithm | undefined,
  write: WriteChunk,
): Promise<ReceivedBody> {
  const digest = createDigest(algorithm);
  for await (const chunk of stream) {
    digest.update(chunk);
    await write(chunk);
  }
  return digest.end();
}

function createDigest(algorithm: ChecksumAlgorithm | undefined) {
  const md5 = createHash("md5");
  const checksum = algorithm && createChecksum(algorithm);
  let size = 0;
  return {
    size: () => size,
    update(chunk: Buffer): void {
      size += chunk.length;
      md5.update(chunk);
      checksum?.update(chunk);
    },
    async end(): Promise<ReceivedBody> {
      const value = checksum && Buffer.from(await checksum.digest()).toString("base64");
      return {
        size,
        md5: md5.digest("hex"),
        checksum: algorithm && value ? { algorithm, value } : undefined,
      };
    },
  };
}

function dataOf(
  request: S3Request,
  identity: Identity,
  trailers: Map<string, string>,
): AsyncIterable<Buffer> {
  if (!streamed.has(identity.payload)) return request.body;
  const signer = identity.payload.startsWith("STREAMING-AWS4") ? identity.chunkSigner : undefined;
  return decodeChunks(request.body, trailers, signer);
}

function readAnnouncement({ headers }: S3Request, { payload }: Identity): Announcement {
  const isStreamed = streamed.has(payload);
  const isHash = /^[0-9a-f]{64}$/.test(payload);
  if (!isStreamed && !isHash && payload !== "UNSIGNED-PAYLOAD") {
    const message =
      "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a supported STREAMING form, or a valid sha256 value.";
    throw new S3Error("InvalidArgument", message);
  }
  const checksum = findChecksum(headers);
  const trailer = payload.endsWith("-TRAILER") ? headers.get("x-amz-trailer")?.toLowerCase() : undefined;
  return {
    size: announcedSize(headers, isStreamed),
    md5: announcedMd5(headers),
    sha256: isHash ? payload : undefined,
    checksum,
    trailer,
    algorithm: announcedAlgorithm(headers, checksum, trailer),
  };
}

function announcedSize(headers: Map<string, string>, isStreamed: boolean): number | undefined {
  const text = headers.get(isStreamed ? "x-amz-decoded-content-length" : "content-length");
  if (text === undefined) {
    if (isStreamed) throw new S3Error("MissingContentLength");
    return headers.has("transfer-encoding") ? undefined : 0;
  }
  if (!/^\d{1,15}$/.test(text))
    throw new S3Error("InvalidArgument", "The length of the body is not a number");
  const size = Number(text);
  if (size > maxObjectBytes) {
    throw new S3Error("EntityTooLarge", undefined, {
      ProposedSize: text,
      MaxSizeAllowed: String(maxObjectBytes),
    });
  }
  return size;
}

function announcedMd5(headers: Map<string, string>): string | undefined {
  const md5 = headers.get("content-md5");
  if (md5 !== undefined && !isBase64(md5, 16)) throw new S3Error("InvalidDigest");
  return md5;
}

function announcedAlgorithm(
  headers: Map<string, string>,
  checksum: Checksum | undefined,
  trailer: string | undefined,
): ChecksumAlgorithm | undefined {
  const inTrailer = checksumAlgorithms.find((algorithm) => checksumHeader(algorithm) === trailer);
  if (trailer !== undefined && inTrailer === undefined) {
    throw new S3Error("InvalidRequest", "The value specified in the x-amz-trailer header is not supported");
  }
  if (checksum !== undefined && inTrailer !== undefined) {
    throw new S3Error("InvalidRequest", "Expecting a single checksum, in a header or in the trailer");
  }
  const algorithm = checksum?.algorithm ?? inTrailer;
  const asked = headers.get("x-amz-sdk-checksum-algorithm");
  if (asked !== undefined && asAlgorithm(asked) !== algorithm) {
    const message =
      "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.";
    throw new S3Error("InvalidRequest", message);
  }
  return algorithm;
}

function announcedChecksum(announced: Announcement, trailers: Map<string, string>): Checksum | undefined {
  const names = [...trailers.keys()];
  const isAsAnnounced =
    names.length === (announced.trailer === undefined ? 0 : 1) && names[0] === announced.trailer;
  if (!isAsAnnounced) throw new S3Error("MalformedTrailerError");
  return announced.checksum ?? findChecksum(trailers);
}

function verify(
  code: "BadDigest" | "XAmzContentSHA256Mismatch",
  said: string | undefined,
  found: string | undefined,
): void {
  if (said !== undefined && (found === undefined || !sameText(said, found))) throw new S3Error(code);
}

/** Reads a body that has to fit in memory, such as an XML document. */
export async function receiveText(request: S3Request, identity: Identity, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  await receiveBody(request, identity, async (chunk) => {
    size += chunk.length;
    if (size > maxBytes) throw new S3Error("MaxMessageLengthExceeded");
    chunks.push(chunk);
  });
  return Buffer.concat(chunks).toString("utf8");
}
