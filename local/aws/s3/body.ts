import { createHash } from "node:crypto";
import { S3Error } from "../endpoint/errors.ts";
import type { S3Request } from "../endpoint/request.ts";
import { type Identity, sameText } from "../endpoint/verify-signature.ts";
import { type Announcement, maxObjectBytes, readAnnouncement } from "./announcement.ts";
import { type Checksum, type ChecksumAlgorithm, createChecksum, findChecksum } from "./checksums.ts";
import { decodeChunks } from "./chunked.ts";
import type { WriteChunk } from "./storage/object-files.ts";

/** The facts about a body, after every claim of the client was verified. */
export interface ReceivedBody {
  size: number;
  /** Hexadecimal. */
  md5: string;
  checksum: Checksum | undefined;
}

/** Hands a request's body to `write` chunk by chunk. The body is verified only when this returns. */
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

/** Hands the bytes of a stream to `write` without verifying them. */
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
  if (!identity.payload.startsWith("STREAMING-")) return request.body;
  const signer = identity.payload.startsWith("STREAMING-AWS4") ? identity.chunkSigner : undefined;
  return decodeChunks(request.body, trailers, signer);
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

/** Reads an XML document, which has to fit in memory. */
export async function receiveText(request: S3Request, identity: Identity, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  await receiveBody(request, identity, async (chunk) => {
    size += chunk.length;
    if (size > maxBytes) throw new S3Error("MaxMessageLengthExceeded");
    chunks.push(chunk);
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new S3Error("MalformedXML");
  }
}
