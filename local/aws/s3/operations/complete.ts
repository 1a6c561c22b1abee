import { createHash } from "node:crypto";
import type { Answer } from "../../endpoint/answer.ts";
import { S3Error } from "../../endpoint/errors.ts";
import type { S3Request } from "../../endpoint/request.ts";
import { type ParsedXml, parseXml } from "../../endpoint/xml.ts";
import { copyBody, receiveText } from "../body.ts";
import { checksumElement, checksumHeader, createChecksum } from "../checksums.ts";
import { writeCondition } from "../conditions.ts";
import { type Context, xmlAnswer } from "../operation.ts";
import type { PieceRow } from "../storage/pieces.ts";
import { isMarker, type ObjectChecksum, type StoredObject } from "../storage/schema.ts";
import type { Storage } from "../storage/storage.ts";
import type { Upload } from "../storage/uploads.ts";
import { findUpload } from "./multipart.ts";
import { writtenHeaders } from "./write.ts";

const maxDocumentBytes = 8 * 1024 ** 2;
const minPartBytes = 5 * 1024 ** 2;

export async function completeMultipartUpload(context: Context): Promise<Answer> {
  const { request, identity, storage } = context;
  const completed = findCompleted(context);
  const document = parseXml(
    await receiveText(withoutChecksums(request), identity, maxDocumentBytes),
    "CompleteMultipartUpload",
  );
  if (completed !== undefined) return answer(context, completed);
  const upload = findUpload(context);
  const parts = selectParts(document.children("Part"), storage.uploads.parts(upload));
  checkSize(request, parts);
  const checksum = await checksumOf(storage, upload, parts);
  checkChecksum(request, checksum);
  const md5s = parts.map(({ etag }) => Buffer.from(etag, "hex"));
  const etag = `${createHash("md5").update(Buffer.concat(md5s)).digest("hex")}-${parts.length}`;
  const condition = writeCondition(request.headers);
  return answer(context, await storage.uploads.complete({ upload, parts, etag, checksum, condition }));
}

/** Finds the object made of this upload, for a client that asks again after a lost answer. */
function findCompleted({ request, storage }: Context): StoredObject | undefined {
  const { bucket, key, query } = request;
  const found = storage.findVersion(bucket, key, query.get("uploadId"));
  return found === undefined || isMarker(found) ? undefined : found;
}

/** The checksum headers are about the object here, not about the document in the body. */
function withoutChecksums(request: S3Request): S3Request {
  const headers = [...request.headers].filter(([name]) => !/^x-amz-(sdk-)?checksum-/.test(name));
  return { ...request, headers: new Map(headers) };
}

function selectParts(elements: ParsedXml[], uploaded: PieceRow[]): PieceRow[] {
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  if (elements.length === 0) throw new S3Error("MalformedXML");
  const parts = elements.map((element) => {
    const part = byNumber.get(Number(element.text("PartNumber")));
    const etag = element.text("ETag")?.replaceAll('"', "");
    if (part === undefined || part.etag !== etag || !hasSameChecksum(element, part)) {
      throw new S3Error("InvalidPart", undefined, { PartNumber: element.text("PartNumber") ?? "" });
    }
    return part;
  });
  if (parts.some(({ number }, index) => number <= (parts[index - 1]?.number ?? 0))) {
    throw new S3Error("InvalidPartOrder");
  }
  const small = parts.slice(0, -1).find(({ size }) => size < minPartBytes);
  if (small !== undefined) {
    const details = { ProposedSize: small.size, MinSizeAllowed: minPartBytes, PartNumber: small.number };
    throw new S3Error("EntityTooSmall", undefined, asText(details));
  }
  return parts;
}

function asText(details: Record<string, number>): Record<string, string> {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, String(value)]));
}

function hasSameChecksum(element: ParsedXml, { checksum }: PieceRow): boolean {
  return Object.entries(checksumElement(checksum)).every(
    ([name, value]) => (element.text(name) ?? value) === value,
  );
}

function checkSize({ headers }: S3Request, parts: PieceRow[]): void {
  const said = headers.get("x-amz-mp-object-size");
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (said !== undefined && said !== String(size)) {
    throw new S3Error(
      "InvalidRequest",
      "The provided 'x-amz-mp-object-size' header does not match what was computed.",
    );
  }
}

async function checksumOf(
  storage: Storage,
  upload: Upload,
  parts: PieceRow[],
): Promise<ObjectChecksum | undefined> {
  const { checksumAlgorithm: algorithm, checksumType: type } = upload;
  if (algorithm === undefined || type === undefined) return undefined;
  if (type === "FULL_OBJECT") {
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    const whole = await copyBody(storage.files.read(parts, 0, size), algorithm, async () => undefined);
    return whole.checksum && { ...whole.checksum, type };
  }
  const hash = createChecksum(algorithm);
  for (const { checksum } of parts) hash.update(Buffer.from(checksum?.value ?? "", "base64"));
  const value = Buffer.from(await hash.digest()).toString("base64");
  return { algorithm, value: `${value}-${parts.length}`, type };
}

function checkChecksum({ headers }: S3Request, checksum: ObjectChecksum | undefined): void {
  const said = checksum && headers.get(checksumHeader(checksum.algorithm));
  if (said !== undefined && said !== checksum?.value && said !== checksum?.value.replace(/-\d+$/, "")) {
    throw new S3Error("BadDigest");
  }
}

function answer({ request, storage }: Context, stored: StoredObject): Answer {
  const { etag: _, ...headers } = writtenHeaders(storage, stored);
  return xmlAnswer(
    "CompleteMultipartUploadResult",
    {
      Location: `http://${request.headers.get("host")}${request.path}`,
      Bucket: stored.bucket,
      Key: stored.key,
      ETag: `"${stored.etag}"`,
      ...checksumElement(stored.checksum),
      ChecksumType: stored.checksum?.type,
    },
    headers,
  );
}
