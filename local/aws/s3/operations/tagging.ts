import type { Answer } from "../../endpoint/answer.ts";
import { receiveText } from "../body.ts";
import { absent, type Context } from "../operation.ts";
import type { StoredObject } from "../storage/schema.ts";
import { buildTaggingXml, parseTaggingXml } from "../tags.ts";

const maxTaggingBytes = 64 * 1024;

export function getObjectTagging(context: Context): Answer {
  const body = buildTaggingXml(findObject(context).attributes.tags);
  return { status: 200, headers: { "content-type": "application/xml" }, body };
}

export async function putObjectTagging(context: Context): Promise<Answer> {
  const tags = parseTaggingXml(await receiveText(context.request, context.identity, maxTaggingBytes));
  context.storage.setTags(findObject(context), tags);
  return { status: 200 };
}

export function deleteObjectTagging(context: Context): Answer {
  context.storage.setTags(findObject(context), {});
  return { status: 204 };
}

function findObject(context: Context): StoredObject {
  const { bucket, key } = context.request;
  const object = context.storage.find(bucket, key);
  if (object === undefined) throw absent(context, bucket);
  return object;
}
