import type { Answer } from "../../endpoint/answer.ts";
import { S3Error } from "../../endpoint/errors.ts";
import { type Context, xmlAnswer } from "../operation.ts";

export const owner = { ID: "local", DisplayName: "local" };

export function listBuckets({ request, storage, region }: Context): Answer {
  const [prefix, after] = [request.query.get("prefix") ?? "", request.query.get("continuation-token") ?? ""];
  const max = Number(request.query.get("max-buckets") ?? 10_000);
  if (!Number.isInteger(max) || max < 1)
    throw new S3Error("InvalidArgument", "max-buckets must be 1 or more");
  const found = storage.buckets().filter(({ name }) => name.startsWith(prefix) && name > after);
  const listed = found.slice(0, max);
  return xmlAnswer("ListAllMyBucketsResult", {
    Owner: owner,
    Buckets: {
      Bucket: listed.map(({ name, created }) => ({
        Name: name,
        CreationDate: created.toISOString(),
        BucketRegion: region,
      })),
    },
    ContinuationToken: found.length > max ? listed.at(-1)?.name : undefined,
  });
}

export function headBucket({ region }: Context): Answer {
  return { status: 200, headers: { "x-amz-bucket-region": region } };
}

/** In this one answer of S3 the root element holds the text itself; it is empty in us-east-1. */
export function getBucketLocation({ region }: Context): Answer {
  return xmlAnswer("LocationConstraint", region === "us-east-1" ? "" : region);
}
