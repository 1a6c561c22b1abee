import { S3Error } from "../endpoint/errors.ts";
import type { S3Request } from "../endpoint/request.ts";
import type { Identity } from "../endpoint/verify-signature.ts";
import {
  asAlgorithm,
  type Checksum,
  type ChecksumAlgorithm,
  checksumAlgorithms,
  checksumHeader,
  findChecksum,
  isBase64,
} from "./checksums.ts";

/** The claims that headers make about a body. */
export interface Announcement {
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

export const maxObjectBytes = 5 * 1024 ** 3;

export function readAnnouncement({ headers }: S3Request, { payload }: Identity): Announcement {
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
