import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { Crc32c } from "@aws-crypto/crc32c";
import { Crc64Nvme } from "@aws-sdk/crc64-nvme";
import { S3Error } from "../endpoint/errors.ts";

export const checksumAlgorithms = ["crc32", "crc32c", "crc64nvme", "sha1", "sha256"] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

export interface Checksum {
  algorithm: ChecksumAlgorithm;
  /** Base64, with `-<parts>` for the checksum of a multipart upload's checksums. */
  value: string;
}

export interface Hash {
  update(chunk: Uint8Array): unknown;
  digest(): Uint8Array | Promise<Uint8Array>;
}

const digestBytes: Record<ChecksumAlgorithm, number> = {
  crc32: 4,
  crc32c: 4,
  crc64nvme: 8,
  sha1: 20,
  sha256: 32,
};

export function createChecksum(algorithm: ChecksumAlgorithm): Hash {
  if (algorithm === "crc32") return createCrc32();
  if (algorithm === "crc32c") return createCrc32c();
  return algorithm === "crc64nvme" ? new Crc64Nvme() : createHash(algorithm);
}

function createCrc32(): Hash {
  let value = 0;
  return {
    update: (chunk) => {
      value = crc32(chunk, value);
    },
    digest: () => bigEndian(value),
  };
}

function createCrc32c(): Hash {
  const checksum = new Crc32c();
  return { update: (chunk) => checksum.update(chunk), digest: () => bigEndian(checksum.digest()) };
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

export function asAlgorithm(name: string): ChecksumAlgorithm {
  const algorithm = checksumAlgorithms.find((known) => known === name.toLowerCase());
  if (algorithm === undefined)
    throw new S3Error("InvalidRequest", "Checksum algorithm provided is unsupported.");
  return algorithm;
}

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm}`;
}

/** Returns the one checksum named in headers or trailers, if any. */
export function findChecksum(fields: Map<string, string>): Checksum | undefined {
  const named = checksumAlgorithms.filter((algorithm) => fields.has(checksumHeader(algorithm)));
  if (named.length > 1) {
    throw new S3Error(
      "InvalidRequest",
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  }
  const [algorithm] = named;
  if (algorithm === undefined) return undefined;
  const value = fields.get(checksumHeader(algorithm)) ?? "";
  if (!isBase64(value, digestBytes[algorithm])) {
    throw new S3Error("InvalidRequest", `Value for ${checksumHeader(algorithm)} header is invalid.`);
  }
  return { algorithm, value };
}

export function isBase64(text: string, bytes: number): boolean {
  const decoded = Buffer.from(text, "base64");
  return decoded.length === bytes && decoded.toString("base64") === text;
}

/** Returns the XML element that S3 names after the algorithm: `ChecksumCRC32`. */
export function checksumElement(checksum: Checksum | undefined): Record<string, string> {
  return checksum === undefined ? {} : { [`Checksum${checksum.algorithm.toUpperCase()}`]: checksum.value };
}
