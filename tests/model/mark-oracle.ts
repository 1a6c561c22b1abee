import type { Settings } from "../../contract/settings.ts";
import { markKey } from "../../contract/source-mark.ts";
import {
  currentOf,
  type ModelS3,
  type ModelTagging,
  type SourceVersion,
  versionBy,
  versionsOf,
} from "./s3.ts";
import { isBad, isHeavy, isRejected } from "./world.ts";

/** Returns the reason if these tags, which S3 is about to accept, lose another tag or say something that is not true. */
export function findFalseTags(s3: ModelS3, settings: Settings, asked: ModelTagging): string | undefined {
  const { key, id, tags } = asked;
  const version = versionBy(s3, key, id);
  if (version === undefined) return undefined;
  const named = `${key}, ${version.id},`;
  const lost = Object.keys(version.tags).find((tag) => tag !== markKey && !(tag in tags));
  if (lost !== undefined) return `${named} loses its tag ${lost}`;
  if (tags[markKey] === version.tags[markKey]) return undefined;
  return falseMark(s3, settings, key, { ...version, tags });
}

/** Returns the fault if marks are wrong, or missing, once all is quiet. */
export function findWrongMark(s3: ModelS3, settings: Settings, mayMiss: boolean): string | undefined {
  for (const key of s3.sources.keys()) {
    const version = currentOf(s3, key);
    const fault = falseMark(s3, settings, key, version);
    if (fault !== undefined) return fault;
    if (mayMiss || version.text === undefined || isHeavy(version.text)) continue;
    const mark = dueMark(s3, settings, key, version.text);
    if (mark !== undefined && version.tags[markKey] !== mark)
      return `${key}, ${version.id}, has no mark; it should be ${mark}`;
  }
  return undefined;
}

function falseMark(
  s3: ModelS3,
  settings: Settings,
  key: string,
  { id, text = "", tags }: SourceVersion,
): string | undefined {
  const mark = tags[markKey];
  if (mark === "done" && !stoodOnce(s3, settings, key, text))
    return `${key}, ${id}, is marked done, but outputs of "${text}" never stood`;
  if (mark === "rejected" && !isBad(text)) return `${key}, ${id}, is "${text}" and marked rejected`;
  return undefined;
}

/** A copy has the bytes of its version, so outputs of one are outputs of both. */
function stoodOnce(s3: ModelS3, { renditions }: Settings, key: string, text: string): boolean {
  const same = versionsOf(s3, key).filter((version) => version.text === text);
  return same.some(({ stood }) => renditions.every(({ name }) => stood.has(name)));
}

/** The bytes are not looked at where all names are taken, and some rendition has no output. */
function dueMark(s3: ModelS3, settings: Settings, key: string, text: string): string | undefined {
  const own = [...s3.outputs.values()].filter(({ made }) => made.source === key);
  const isComplete = settings.renditions.every(({ name }) => own.some(({ made }) => made.rendition === name));
  if (isRejected(text)) return isBad(text) && settings.outputNaming === "append" ? "rejected" : undefined;
  return isComplete ? "done" : undefined;
}
