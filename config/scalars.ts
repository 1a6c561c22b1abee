import type { ScalarTag } from "yaml";

/** An integer that a JavaScript number cannot hold is a `bigint`. */
export type Scalar = string | number | bigint | boolean | null;

const words = new Map<string, Scalar>([
  ...["", "~", "null", "Null", "NULL"].map((word): [string, null] => [word, null]),
  ...["true", "True", "TRUE"].map((word): [string, boolean] => [word, true]),
  ...["false", "False", "FALSE"].map((word): [string, boolean] => [word, false]),
]);

/**
 * Reads unquoted text as Pulumi does, whose YAML is Go's: numbers of YAML 1.1 and of 1.2, and dates. An option's type makes no
 * difference. `tests/config/scalars.json` holds what the real CLI made of each form.
 */
function readScalar(written: string): Scalar {
  const word = words.get(written);
  if (word !== undefined) return word;
  if (!/^[-+.\d]/.test(written)) return written;
  const digits = written.replaceAll("_", "");
  return readDate(written) ?? readInteger(digits) ?? readFraction(digits) ?? written;
}

/** Makes the package `yaml` read scalars so, with an explicit tag as without one. */
export const scalarTags: ScalarTag[] = ["int", "float", "bool", "null", "timestamp"].map((name) => ({
  tag: `tag:yaml.org,2002:${name}`,
  default: true,
  // `<<` merges maps.
  test: /^(?!<<$)/,
  resolve: (written, onError) => {
    if (/^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$/.test(written)) onError(`Pulumi takes no ${written}`);
    return readScalar(written);
  },
}));

/** Reads an integer of 64 bits. */
export function readInteger(digits: string): number | bigint | undefined {
  const [, sign, octal, other] =
    /^([-+]?)(?:0[oO]?([0-7]+)|(0[xX][\da-fA-F]+|0[bB][01]+|0|[1-9]\d*))$/.exec(digits) ?? [];
  if (sign === undefined) return undefined;
  const size = BigInt(octal === undefined ? String(other) : `0o${octal}`);
  const value = sign === "-" ? -size : size;
  if (BigInt.asIntN(64, value) !== value && (sign !== "" || BigInt.asUintN(64, value) !== value))
    return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function readFraction(digits: string): number | undefined {
  if (!/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(digits)) return undefined;
  const value = Number(digits);
  return Number.isFinite(value) ? value : undefined;
}

const clock = String.raw`(?<hour>\d\d?):(?<minute>\d\d?):(?<second>\d\d?)(?:[.,](?<fraction>\d+))?`;
const times = [/^$/, new RegExp(`^[Tt]${clock}(?<zone>Z|[-+]\\d\\d:\\d\\d)$`), new RegExp(`^ +${clock}$`)];

/**
 * Returns a date as Go prints it. Where an offset from UTC is the machine's own, Go adds the name of the time zone, such as `CET`;
 * this gives the offset on every machine.
 */
function readDate(written: string): string | undefined {
  const [, year, month, day, rest] = /^(\d{4})-(\d\d?)-(\d\d?)(.*)$/.exec(written) ?? [];
  const time = times.map((form) => form.exec(rest ?? written)).find((found) => found !== null);
  if (time === undefined) return undefined;
  const { hour = "", minute = "", second = "", fraction = "", zone = "Z" } = time.groups ?? {};
  const [MM, dd, hh, mm, ss] = [month, day, hour, minute, second].map((field = "") => field.padStart(2, "0"));
  const date = `${year}-${MM}-${dd}`;
  const parsed = new Date(`${date}T${hh}:${mm}:${ss}Z`);
  // JavaScript takes 30 February for 1 March, and 24:00 for midnight.
  if (!Number.isFinite(parsed.getTime()) || !parsed.toISOString().startsWith(`${date}T${hh}`))
    return undefined;
  const offset = zone.replace(":", "");
  const place = /^Z$|^.0000$/.test(offset) ? "+0000 UTC" : `${offset} ${offset}`;
  const part = fraction.slice(0, 9).replace(/0+$/, "");
  return `${date} ${hh}:${mm}:${ss}${part && `.${part}`} ${place}`;
}
