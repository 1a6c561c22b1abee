import { markKey, type SourceMark } from "../../contract/source-mark.ts";

/** S3 allows an object this many tags. */
const mostTags = 10;

export interface Tag {
  key: string;
  value: string;
}

/** Returns the value of our tag, which may be none that we ever write. */
export function markIn(tags: Tag[]): string | undefined {
  return tags.find(({ key }) => key === markKey)?.value;
}

/** Returns the tags of others with our mark, or `undefined` where S3 takes no further tag. */
export function withMark(tags: Tag[], mark: SourceMark): Tag[] | undefined {
  const others = withoutMark(tags);
  return others.length < mostTags ? [...others, { key: markKey, value: mark }] : undefined;
}

export function withoutMark(tags: Tag[]): Tag[] {
  return tags.filter(({ key }) => key !== markKey);
}
