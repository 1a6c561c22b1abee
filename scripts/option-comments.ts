import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { OptionName } from "../components/options/rules-and-defaults.ts";

/** The parts of an option's doc comment. */
export interface OptionComment {
  /** The whole text, its paragraphs one after the other. */
  text: string;
  /** The first paragraph, which can stand alone. */
  summary: string;
  /** The text after `@default`, which begins with the value's literal. */
  default: string;
  /** The default as a table shows it: in words where the literal is empty, and a text as code. */
  defaultText: string;
  /** The value of `@example`, which is JSON. */
  example?: unknown;
}

const file = join(import.meta.dirname, "../components/options/options.ts");

/** Reads the doc comments of all options, in the order of the interface. */
export function readOptionComments(): Map<OptionName, OptionComment> {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const options = source.statements
    .filter(ts.isInterfaceDeclaration)
    .find(({ name }) => name.text === "ImageCompressionPipelineArgs");
  return new Map(
    options?.members.map((member) => {
      const name = member.name?.getText() as OptionName;
      return [name, readComment(name, member)];
    }),
  );
}

function readComment(name: string, member: ts.Node): OptionComment {
  const comment = ts.getJSDocCommentsAndTags(member).find(ts.isJSDoc);
  const tag = (wanted: string) => {
    const found = comment?.tags?.find(({ tagName }) => tagName.text === wanted);
    return found && ts.getTextOfJSDocComment(found.comment);
  };
  const [summary, ...more] = (ts.getTextOfJSDocComment(comment?.comment) ?? "").split(/\n\s*\n/).map(oneLine);
  const fallback = tag("default");
  const example = tag("example");
  if (!summary || fallback === undefined) {
    throw new Error(`components/options/options.ts: the comment of ${name} needs a text and an @default`);
  }
  return {
    text: [summary, ...more].join(" "),
    summary,
    default: oneLine(fallback),
    defaultText: oneLine(fallback)
      .replace(/^(""|\[\]), /, "")
      .replaceAll(/"([^"]*)"/g, "`$1`"),
    ...(example !== undefined && { example: JSON.parse(example) }),
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
