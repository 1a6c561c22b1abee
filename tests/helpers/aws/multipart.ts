import {
  type ChecksumAlgorithm,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";

export const object = { Bucket: "uploads", Key: "big ü.bin" };
/** The smallest size S3 allows for a part before the last. */
export const first = Buffer.alloc(5 * 1024 ** 2, "first ");
export const second = Buffer.from("second");

export async function createUpload(client: S3Client, ChecksumAlgorithm?: ChecksumAlgorithm): Promise<string> {
  const command = new CreateMultipartUploadCommand({
    ...object,
    ContentType: "text/x",
    Tagging: "a=b",
    ChecksumAlgorithm,
  });
  return (await client.send(command)).UploadId ?? "";
}

export async function putPart(
  client: S3Client,
  UploadId: string,
  PartNumber: number,
  Body: Buffer,
  ChecksumAlgorithm?: ChecksumAlgorithm,
): Promise<CompletedPart> {
  const part = await client.send(
    new UploadPartCommand({ ...object, UploadId, PartNumber, Body, ChecksumAlgorithm }),
  );
  const { ETag, ChecksumCRC32, ChecksumCRC64NVME, ChecksumSHA256 } = part;
  return { PartNumber, ETag, ChecksumCRC32, ChecksumCRC64NVME, ChecksumSHA256 };
}

export function completeUpload(
  client: S3Client,
  UploadId: string,
  Parts: CompletedPart[],
  further: Partial<CompleteMultipartUploadCommandInput> = {},
) {
  const command = { ...object, UploadId, MultipartUpload: { Parts }, ...further };
  return client.send(new CompleteMultipartUploadCommand(command));
}
