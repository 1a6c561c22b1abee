import type { Answer } from "../../endpoint/answer.ts";
import { receiveText } from "../body.ts";
import type { Context } from "../operation.ts";
import { buildTaggingXml, parseTaggingXml } from "../tags.ts";
import { findObject, readPlace, versionHeaders } from "./version.ts";

const maxTaggingBytes = 64 * 1024;

export function getObjectTagging(context: Context): Answer {
  const object = findObject(context, readPlace(context.request));
  return {
    status: 200,
    headers: { "content-type": "application/xml", ...versionHeaders(context.storage, object) },
    body: buildTaggingXml(object.attributes.tags),
  };
}

export async function putObjectTagging(context: Context): Promise<Answer> {
  const tags = parseTaggingXml(await receiveText(context.request, context.identity, maxTaggingBytes));
  return setTags(context, tags, 200);
}

export function deleteObjectTagging(context: Context): Answer {
  return setTags(context, {}, 204);
}

function setTags(context: Context, tags: Record<string, string>, status: number): Answer {
  const object = findObject(context, readPlace(context.request));
  context.storage.setTags(object, tags);
  return { status, headers: versionHeaders(context.storage, object) };
}
