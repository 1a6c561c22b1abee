import type { Answer } from "../../endpoint/answer.ts";
import { S3Error } from "../../endpoint/errors.ts";
import type { S3Request } from "../../endpoint/request.ts";
import { readAttributes } from "../attributes.ts";
import { receiveBody } from "../body.ts";
import { asAlgorithm, checksumHeader } from "../checksums.ts";
import { type Context, xmlAnswer } from "../operation.ts";
import type { ObjectChecksum } from "../storage/schema.ts";
import type { Upload } from "../storage/uploads.ts";
import { requireLength } from "./write.ts";

const maxPartNumber = 10_000;

export function createMultipartUpload({ request, storage }: Context): Answer {
  const { bucket, key, headers } = request;
  const asked = headers.get("x-amz-checksum-algorithm");
  const checksumAlgorithm = asked === undefined ? undefined : asAlgorithm(asked);
  const checksumType = checksumAlgorithm && readChecksumType(headers, checksumAlgorithm);
  const attributes = readAttributes(request);
  const { id } = storage.uploads.create({ bucket, key, attributes, checksumAlgorithm, checksumType });
  return xmlAnswer(
    "InitiateMultipartUploadResult",
    { Bucket: bucket, Key: key, UploadId: id },
    checksumAlgorithm && checksumType
      ? { "x-amz-checksum-algorithm": checksumAlgorithm.toUpperCase(), "x-amz-checksum-type": checksumType }
      : {},
  );
}

function readChecksumType(headers: Map<string, string>, algorithm: string): ObjectChecksum["type"] {
  const type =
    headers.get("x-amz-checksum-type") ?? (algorithm === "crc64nvme" ? "FULL_OBJECT" : "COMPOSITE");
  const isPossible =
    type === "FULL_OBJECT" ? algorithm.startsWith("crc") : type === "COMPOSITE" && algorithm !== "crc64nvme";
  if (!isPossible) {
    throw new S3Error(
      "InvalidRequest",
      `The ${type} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
    );
  }
  return type === "FULL_OBJECT" ? "FULL_OBJECT" : "COMPOSITE";
}

export async function uploadPart(context: Context): Promise<Answer> {
  const { request, identity, storage } = context;
  const number = readPartNumber(request);
  requireLength(request);
  const upload = findUpload(context);
  const part = await storage.uploads.putPart(upload, number, async (write) => {
    const received = await receiveBody(request, identity, write);
    checkPartChecksum(upload, received.checksum?.algorithm);
    return received;
  });
  const checksum = part.checksum && { [checksumHeader(part.checksum.algorithm)]: part.checksum.value };
  return { status: 200, headers: { etag: `"${part.etag}"`, ...checksum } };
}

function checkPartChecksum({ checksumAlgorithm }: Upload, sent: string | undefined): void {
  if (checksumAlgorithm === undefined || sent === checksumAlgorithm) return;
  const message = `Checksum Type mismatch occurred, expected checksum Type: ${checksumAlgorithm}, actual checksum Type: ${sent ?? "null"}`;
  throw new S3Error("InvalidRequest", message);
}

export async function abortMultipartUpload(context: Context): Promise<Answer> {
  await context.storage.uploads.abort(findUpload(context));
  return { status: 204 };
}

export function findUpload({ request, storage }: Context): Upload {
  const upload = storage.uploads.find(request.bucket, request.key, request.query.get("uploadId") ?? "");
  if (upload === undefined) throw new S3Error("NoSuchUpload");
  return upload;
}

export function readPartNumber({ query }: S3Request): number {
  const number = Number(query.get("partNumber"));
  if (!Number.isInteger(number) || number < 1 || number > maxPartNumber) {
    throw new S3Error(
      "InvalidArgument",
      `Part number must be an integer between 1 and ${maxPartNumber}, inclusive`,
    );
  }
  return number;
}
