import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Shape {
  type: string;
  enum?: string[];
  required?: string[];
  members?: Record<string, { shape: string }>;
  member?: { shape: string };
}

interface Model {
  operations: Record<string, { input?: { shape: string } }>;
  shapes: Record<string, Shape>;
}

/** Debian's aws client ships a description of each service. */
const folder = "/usr/lib/python3/dist-packages/awscli/botocore/data";
export const hasModels = existsSync(folder);

/** Options of every command. */
const global = ["query", "output", "region", "profile"];

/** Returns the client's objections to the words after `aws`, by the description of the service. */
export function problemsOf([service = "", command = "", ...rest]: string[]): string[] {
  const { operations, shapes }: Model = readModel(service);
  const operation = Object.entries(operations).find(([name]) => kebab(name) === command);
  if (operation === undefined) return [`${service} has no ${command}`];
  const { members = {}, required = [] } = shapes[operation[1].input?.shape ?? ""] ?? {};
  const named = new Map(Object.entries(members).map(([name, { shape }]) => [kebab(name), shape]));
  const given = optionsOf(rest);
  return [
    ...required.map(kebab).flatMap((name) => (given.has(name) ? [] : [`${command} lacks --${name}`])),
    ...[...given].flatMap(([name, values]) => {
      if (global.includes(name)) return [];
      const shape = named.get(name);
      if (shape === undefined) return [`${command} has no --${name}`];
      const allowed = allowedIn(shapes, shape);
      const wrong = values.filter((value) => allowed !== undefined && !allowed.includes(value));
      return wrong.map((value) => `--${name} takes no ${value}`);
    }),
  ];
}

function readModel(service: string): Model {
  const [version = ""] = readdirSync(join(folder, service)).sort().reverse();
  return JSON.parse(readFileSync(join(folder, service, version, "service-2.json"), "utf8"));
}

/**
 * Collects the values after each `--option`. The client takes no positional values: words before the first option get the
 * empty name.
 */
function optionsOf(words: string[]): Map<string, string[]> {
  const options = new Map<string, string[]>();
  let last = "";
  for (const word of words) {
    if (word.startsWith("--")) last = word.slice(2);
    options.set(last, [...(options.get(last) ?? []), ...(word.startsWith("--") ? [] : [word])]);
  }
  return options;
}

function allowedIn(shapes: Record<string, Shape>, name: string): string[] | undefined {
  const shape = shapes[name];
  return shape?.member === undefined ? shape?.enum : allowedIn(shapes, shape.member.shape);
}

/** Turns the name of an operation into the client's command. */
function kebab(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, "$1-$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase();
}
