import { S3Error } from "../endpoint/errors.ts";
import { decode } from "../endpoint/request.ts";
import { buildXml, parseXml } from "../endpoint/xml.ts";

type Tags = Record<string, string>;

const maxTags = 10;
const maxKeyLength = 128;
const maxValueLength = 256;

/** Reads the header form: `name=value&name=value`, percent-encoded. */
export function parseTagging(header: string | undefined): Tags {
  const pairs = (header ?? "").split("&").filter((pair) => pair !== "");
  return validTags(
    pairs.map((pair) => {
      const [name = "", ...value] = pair.replaceAll("+", " ").split("=");
      return [decode(name), decode(value.join("="))];
    }),
  );
}

export function parseTaggingXml(document: string): Tags {
  const [set] = parseXml(document, "Tagging").children("TagSet");
  if (set === undefined) throw new S3Error("MalformedXML");
  return validTags(
    set.children("Tag").map((tag) => {
      const [name, value] = [tag.text("Key"), tag.text("Value")];
      if (name === undefined || value === undefined) throw new S3Error("MalformedXML");
      return [name, value];
    }),
  );
}

export function buildTaggingXml(tags: Tags): string {
  const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return buildXml("Tagging", { TagSet: { Tag: list } });
}

function validTags(tags: [name: string, value: string][]): Tags {
  if (tags.length > maxTags) throw new S3Error("BadRequest", `Object tags cannot be greater than ${maxTags}`);
  if (new Set(tags.map(([name]) => name)).size < tags.length) {
    throw new S3Error("InvalidTag", "Cannot provide multiple Tags with the same key");
  }
  for (const [name, value] of tags) {
    if (name.startsWith("aws:"))
      throw new S3Error("InvalidTag", "System tags cannot be added/updated by requester");
    if (name.length < 1 || name.length > maxKeyLength || !isAllowed(name)) {
      throw new S3Error("InvalidTag", "The TagKey you have provided is invalid");
    }
    if (value.length > maxValueLength || !isAllowed(value)) {
      throw new S3Error("InvalidTag", "The TagValue you have provided is invalid");
    }
  }
  return Object.fromEntries(tags);
}

function isAllowed(text: string): boolean {
  return /^[\p{L}\p{N}\p{Zs}+\-=._:/@]*$/u.test(text);
}
