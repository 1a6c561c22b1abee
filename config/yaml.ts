import { type Document, parseDocument } from "yaml";
import { scalarTags } from "./scalars.ts";

/**
 * Parses YAML as Pulumi does.
 *
 * @throws {Error} If it is no YAML.
 */
export function parseYaml(text: string): Document {
  const document = parseDocument(text, {
    schema: "failsafe",
    customTags: (tags) => [...tags, ...scalarTags],
    merge: true,
  });
  const [problem] = document.errors;
  if (problem !== undefined) throw problem;
  return document;
}
