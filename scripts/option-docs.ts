import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { type OptionName, optionRules } from "../components/options/rules-and-defaults.ts";
import { type OptionComment, readOptionComments } from "./option-comments.ts";

const root = join(import.meta.dirname, "..");
const lineWidth = 110;
const comments = [...readOptionComments()];

/** Returns docs/options.md with the current options in the table between its two markers. */
export function pageWithOptions(): string {
  const rows = comments.map(
    ([option, { summary, defaultText }]) => `| \`${option}\` | ${summary} | ${defaultText} |`,
  );
  const table = ["| option | meaning and range | default |", "|---|---|---|", ...rows];
  return withPart(
    "docs/options.md",
    /(?<=<!-- options: [^\n]*-->\n\n).*(?=\n<!-- end of options -->)/s,
    table,
  );
}

/** Returns Pulumi.yaml with the current options in `config`, its last section. */
export function projectWithOptions(): string {
  const keys = comments.map(([option, comment]) => {
    const { fallback } = optionRules[option];
    const isDeclared = fallback !== undefined && !Array.isArray(fallback) && !dependent.has(option);
    return isDeclared ? declaration(option, comment, fallback) : commentedKey(option, comment);
  });
  return withPart("Pulumi.yaml", /^config:\n.*/ms, ["config:", ...keys.map(indented)]);
}

/** Some options forbid these. A declared key has its default in every stack, as if the stack had asked for it. */
const dependent = new Set<OptionName>(["ingestion", "expireNoncurrentAfterDays", "storageDollarsPerGB"]);

function withPart(name: string, part: RegExp, lines: string[]): string {
  const text = readFileSync(join(root, name), "utf8");
  if (!part.test(text)) throw new Error(`${name} has no place for the options`);
  return text.replace(part, () => `${lines.join("\n")}\n`);
}

/** Pulumi's config types know no fraction. */
function declaration(option: OptionName, { summary }: OptionComment, fallback: unknown): string {
  const type = typeOf(option);
  const value = { ...(type !== "number" && { type }), default: fallback, description: summary };
  return stringify({ [option]: value }, { lineWidth }).trimEnd();
}

/** Pulumi requires a declared key without a default to be set. */
function commentedKey(option: OptionName, { summary, example, defaultText }: OptionComment): string {
  const type = dependent.has(option) ? `${typeOf(option)}, by default ${defaultText}` : typeOf(option);
  const text = `${option} (${type}): ${summary}`;
  const lines = [...wrapped(text), ...exampleCommands(option, example)];
  return `# ${lines.join("\n#   ")}`;
}

function wrapped(text: string): string[] {
  const lines = text.match(new RegExp(`.{1,${lineWidth}}(?: |$)`, "g")) ?? [];
  return lines.map((line) => line.trimEnd());
}

/** A command for each text and number in the example; the path of a list needs a shell's quotes. */
function exampleCommands(path: string, example: unknown): string[] {
  if (example === undefined) return [];
  if (typeof example !== "object" || example === null) {
    return [`pulumi config set --path ${path.includes("[") ? `'${path}'` : path} ${example}`];
  }
  return Object.entries(example).flatMap(([key, value]) =>
    exampleCommands(Array.isArray(example) ? `${path}[${key}]` : `${path}.${key}`, value),
  );
}

function typeOf(option: OptionName): "string" | "boolean" | "integer" | "number" | "list" | "map" {
  const { kind, accepts } = optionRules[option];
  if (kind === "text") return "string";
  if (kind === "boolean") return "boolean";
  if (kind === "texts" || kind === "fields") return accepts([]) ? "list" : "map";
  return accepts(0.5) ? "number" : "integer";
}

function indented(lines: string): string {
  return lines.replace(/^/gm, "  ");
}
