import { XMLParser, XMLValidator } from "fast-xml-parser";
import { S3Error } from "./errors.ts";

type XmlValue = string | number | boolean | undefined | XmlElement | XmlValue[];
export interface XmlElement {
  [name: string]: XmlValue;
}

const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

/** Builds a document. A list repeats its element, and `undefined` leaves it out. */
export function buildXml(root: string, content: XmlElement | string, { namespaced = true } = {}): string {
  const attribute = namespaced ? ` xmlns="${namespace}"` : "";
  const inside = typeof content === "string" ? escapeXml(content) : elements(content);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${inside}</${root}>`;
}

function elements(content: XmlElement): string {
  return Object.entries(content)
    .map(([name, value]) => element(name, value))
    .join("");
}

function element(name: string, value: XmlValue): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join("");
  return `<${name}>${typeof value === "object" ? elements(value) : escapeXml(String(value))}</${name}>`;
}

const named: Record<string, string> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };

/** Escapes markup, and everything a parser would drop or change: every key survives. */
function escapeXml(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: keys may hold control characters
    /[&<>"'\u0000-\u001f\u007f-\u009f\u2028\ufffe\uffff]/g,
    (character) => `&${named[character] ?? `#x${character.charCodeAt(0).toString(16).toUpperCase()}`};`,
  );
}

export interface ParsedXml {
  /** Returns the text of the only child with this name. */
  text(name: string): string | undefined;
  children(name: string): ParsedXml[];
}

// `unescapeXml` decodes entities: only XML's own and character references.
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  isArray: () => true,
});

/** Reads a request's document. Its root element must be `root`. */
export function parseXml(document: string, root: string): ParsedXml {
  if (document.includes("<!") || XMLValidator.validate(document) !== true) throw new S3Error("MalformedXML");
  const parsed: unknown = parser.parse(document);
  const [content] = childrenOf(parsed, root);
  if (content === undefined) throw new S3Error("MalformedXML");
  return asParsed(content);
}

function asParsed(content: unknown): ParsedXml {
  return {
    children: (name) => childrenOf(content, name).map(asParsed),
    text: (name) => {
      const [value, ...others] = childrenOf(content, name);
      if (value === undefined) return undefined;
      if (typeof value !== "string" || others.length > 0) throw new S3Error("MalformedXML");
      return unescapeXml(value);
    },
  };
}

function childrenOf(content: unknown, name: string): unknown[] {
  if (typeof content !== "object" || content === null || !Object.hasOwn(content, name)) return [];
  const children: unknown = Reflect.get(content, name);
  return Array.isArray(children) ? children : [children];
}

const characters = new Map(Object.entries(named).map(([character, name]) => [name, character]));

function unescapeXml(text: string): string {
  return text.replace(/&([^;&]*)(;?)/g, (_, name: string, end: string) => {
    const character = end === ";" ? (characters.get(name) ?? characterReference(name)) : undefined;
    if (character === undefined) throw new S3Error("MalformedXML");
    return character;
  });
}

function characterReference(name: string): string | undefined {
  const digits = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
  if (digits === null) return undefined;
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code > 0x10ffff || isSurrogate ? undefined : String.fromCodePoint(code);
}
