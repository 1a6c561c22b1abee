import type { Answer } from "../../endpoint/answer.ts";
import { notImplemented } from "../../endpoint/errors.ts";
import { checksumElement } from "../checksums.ts";
import { type Context, readNumber, xmlAnswer } from "../operation.ts";
import type { Upload } from "../storage/uploads.ts";
import { readEncoding } from "./listing.ts";
import { findUpload } from "./multipart.ts";

const maxListed = 1000;

export function listParts(context: Context): Answer {
  const upload = findUpload(context);
  const after = readNumber(context.request, "part-number-marker", 0, Number.MAX_SAFE_INTEGER);
  const limit = readNumber(context.request, "max-parts", maxListed);
  const parts = context.storage.uploads.parts(upload).filter(({ number }) => number > after);
  const listed = parts.slice(0, limit);
  return xmlAnswer("ListPartsResult", {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.id,
    StorageClass: "STANDARD",
    PartNumberMarker: after,
    NextPartNumberMarker: listed.at(-1)?.number,
    MaxParts: limit,
    IsTruncated: parts.length > listed.length,
    ChecksumAlgorithm: upload.checksumAlgorithm?.toUpperCase(),
    ChecksumType: upload.checksumType,
    Part: listed.map(({ number, lastModified, etag, size, checksum }) => ({
      PartNumber: number,
      LastModified: lastModified.toISOString(),
      ETag: `"${etag}"`,
      Size: size,
      ...checksumElement(checksum),
    })),
  });
}

export function listMultipartUploads({ request, storage }: Context): Answer {
  const { bucket, query } = request;
  if (query.get("delimiter")) throw notImplemented("The delimiter of ListMultipartUploads");
  const [prefix, keyMarker, idMarker] = [
    query.get("prefix") ?? "",
    query.get("key-marker") ?? "",
    query.get("upload-id-marker") ?? "",
  ];
  const limit = readNumber(request, "max-uploads", maxListed);
  const encode = readEncoding(request);
  const uploads = afterMarker(storage.uploads.list(bucket), keyMarker, idMarker).filter(({ key }) =>
    key.startsWith(prefix),
  );
  const listed = uploads.slice(0, limit);
  const isTruncated = uploads.length > listed.length;
  return xmlAnswer("ListMultipartUploadsResult", {
    Bucket: bucket,
    Prefix: encode(prefix),
    KeyMarker: encode(keyMarker),
    UploadIdMarker: idMarker,
    NextKeyMarker: isTruncated ? encode(listed.at(-1)?.key ?? "") : undefined,
    NextUploadIdMarker: isTruncated ? listed.at(-1)?.id : undefined,
    EncodingType: query.get("encoding-type"),
    MaxUploads: limit,
    IsTruncated: isTruncated,
    Upload: listed.map(({ key, id, initiated }) => ({
      Key: encode(key),
      UploadId: id,
      Initiated: initiated.toISOString(),
      StorageClass: "STANDARD",
    })),
  });
}

/** Selects the uploads after the last one of the page before; without its id, those of later keys. */
function afterMarker(uploads: Upload[], key: string, id: string): Upload[] {
  const position = uploads.findIndex((upload) => upload.key === key && upload.id === id);
  if (position >= 0) return uploads.slice(position + 1);
  return uploads.filter((upload) => Buffer.compare(Buffer.from(upload.key), Buffer.from(key)) > 0);
}
