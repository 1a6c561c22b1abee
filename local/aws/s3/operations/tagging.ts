import type { Answer } from "../../endpoint/answer.ts";
import { receiveText } from "../body.ts";
import type { Context } from "../operation.ts";
import type { StoredObject } from "../storage/schema.ts";
import { buildTaggingXml, parseTaggingXml } from "../tags.ts";
import { findObject, notAllowed, readPlace, versionHeaders } from "./version.ts";

const maxTaggingBytes = 64 * 1024;

export function getObjectTagging(context: Context): Answer {
  const object = findTagged(context);
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

/** A deleted key has no tags to read or write, whether its marker is named or not. */
function findTagged(context: Context): StoredObject {
  return findObject(context, readPlace(context.request), notAllowed);
}

function setTags(context: Context, tags: Record<string, string>, status: number): Answer {
  const object = findTagged(context);
  context.storage.setTags(object, tags);
  return { status, headers: versionHeaders(context.storage, object) };
}
