export type Matcher = (value: unknown) => boolean;

/**
 * Reads an event pattern of EventBridge: exact values, `prefix`, `suffix`, `wildcard`, `anything-but` and
 * `$or`.
 *
 * @throws {Error} Names anything else in the pattern.
 */
export function compilePattern(pattern: unknown): Matcher {
  if (!isObject(pattern) || Object.keys(pattern).length === 0) throw refusal(pattern);
  const fields = Object.entries(pattern).map(([name, part]) => {
    if (name === "$or") return anyOf(part, compilePattern);
    const matches = Array.isArray(part) ? anyOf(part, compileValue) : compilePattern(part);
    return (value: unknown) => matches(isObject(value) ? value[name] : undefined);
  });
  return (value) => fields.every((matches) => matches(value));
}

function anyOf(parts: unknown, compile: (part: unknown) => Matcher): Matcher {
  if (!Array.isArray(parts) || parts.length === 0) throw refusal(parts);
  const matchers = parts.map(compile);
  return (value) => matchers.some((matches) => matches(value));
}

const filters: Record<string, (wanted: unknown) => Matcher> = {
  prefix: (wanted) => onText(wanted, (text, start) => text.startsWith(start)),
  suffix: (wanted) => onText(wanted, (text, end) => text.endsWith(end)),
  wildcard: (wanted) => {
    if (String(wanted).includes("\\")) throw refusal({ wildcard: wanted });
    return onText(wanted, matchesWildcard);
  },
  "anything-but": (wanted) => {
    const excluded = [wanted].flat();
    if (!excluded.every((item) => typeof item === "string")) throw refusal({ "anything-but": wanted });
    return (value) => typeof value === "string" && !excluded.includes(value);
  },
};

function compileValue(wanted: unknown): Matcher {
  if (!isObject(wanted)) return (value) => value === wanted;
  const [[name, parameter] = ["", undefined], ...others] = Object.entries(wanted);
  const filter = filters[name];
  if (filter === undefined || others.length > 0) throw refusal(wanted);
  return filter(parameter);
}

function onText(wanted: unknown, matches: (text: string, wanted: string) => boolean): Matcher {
  if (typeof wanted !== "string") throw refusal(wanted);
  return (value) => typeof value === "string" && matches(value, wanted);
}

/** Matches piece by piece, with `*` for any characters: a regular expression could take for ever. */
function matchesWildcard(text: string, wildcard: string): boolean {
  const [start = "", ...pieces] = wildcard.split("*");
  const end = pieces.pop();
  if (end === undefined) return text === start;
  if (!text.startsWith(start)) return false;
  let at = start.length;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - end.length >= at && text.endsWith(end);
}

function refusal(part: unknown): Error {
  return new Error(`The local run does not know ${JSON.stringify(part)} in an event pattern`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
