import type { Options } from "../options/rules-and-defaults.ts";

/** A pipeline beside others in one program. */
export interface Sibling {
  name: string;
  options: Options;
}

/** A sibling whose buckets have names. */
export interface NamedSibling extends Sibling {
  source: string;
  outputs: string[];
}

/** Returns the conflict of two pipelines on one source bucket. */
export function sharingProblem(first: Sibling, second: Sibling): string | undefined {
  const names = `${quoted(first.name)} and ${quoted(second.name)}`;
  const owners = [first, second].filter(ownsNotifications);
  const [owner] = owners;
  if (owners.length === 2) {
    return `The pipelines ${names} would overwrite each other's notifications, of which S3 keeps one configuration per bucket: leave \`manageNotifications\` out of ${quoted(second.name)}, and give both \`ingestion: "eventbridge"\``;
  }
  if (owner !== undefined && owner.options.ingestion !== "eventbridge") {
    const other = owner === first ? second : first;
    return `The pipeline ${quoted(other.name)} would hear nothing of the bucket of ${quoted(owner.name)}, which sends its events elsewhere: give ${quoted(owner.name)} \`ingestion: "eventbridge"\`; received ${quoted(owner.options.ingestion)}`;
  }
  const shared = sharedPrefix(first.options, second.options);
  return shared === undefined
    ? undefined
    : `The pipelines ${names} would both look at keys that begin with ${quoted(shared)} in one bucket: give them an \`uploadPrefix\` each of which neither begins with the other, or \`uploadSuffixes\` none of which ends with one of the other's`;
}

/** Returns the problem if pipelines read each other's outputs in a circle through `last`. */
export function loopProblem(last: NamedSibling, others: NamedSibling[]): string | undefined {
  const path = pathBack([last], others);
  if (path === undefined) return undefined;
  const names = [...path, last].map(({ name }) => quoted(name)).join(" → ");
  return `Pipelines must not read what they write, directly or by way of others; received ${names}, where each one's output bucket is the next one's \`sourceBucket\``;
}

/** Extends `path` until its last sibling writes to the bucket its first one reads. */
function pathBack(path: NamedSibling[], others: NamedSibling[]): NamedSibling[] | undefined {
  const outputs = path.at(-1)?.outputs ?? [];
  if (outputs.includes(path[0]?.source ?? "")) return path;
  for (const next of others.filter((other) => outputs.includes(other.source) && !path.includes(other))) {
    const found = pathBack([...path, next], others);
    if (found !== undefined) return found;
  }
  return undefined;
}

function ownsNotifications({ options: { sourceBucket, manageNotifications } }: Sibling): boolean {
  return sourceBucket === undefined || manageNotifications;
}

/** Returns the prefix of keys both pipelines would process, judged by prefixes and suffixes. */
function sharedPrefix(a: Options, b: Options): string | undefined {
  const [short = "", long = ""] = [a.uploadPrefix, b.uploadPrefix].sort((x, y) => x.length - y.length);
  return long.startsWith(short) && !haveDistinctSuffixes(a, b) ? long : undefined;
}

function haveDistinctSuffixes(a: Options, b: Options): boolean {
  const [some, others] = [a, b].map(({ uploadSuffixes }) => uploadSuffixes.map((text) => text.toLowerCase()));
  if (!some?.length || !others?.length) return false;
  return some.every((one) => others.every((other) => !one.endsWith(other) && !other.endsWith(one)));
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
