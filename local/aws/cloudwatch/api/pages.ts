import { createHash } from "node:crypto";
import { type Input, readOptionalText } from "../../endpoint/input.ts";
import { ServiceError } from "../../endpoint/service.ts";

/**
 * Returns one page of `items`, and the token of the next page if there is one. A token fits the same request
 * only.
 */
export function readPage<Item>(
  input: Input,
  items: Item[],
  size: number,
): { items: Item[]; start: number; NextToken: string | undefined } {
  const { NextToken: _, ...request } = input;
  const digest = createHash("sha256").update(JSON.stringify(request)).digest("hex").slice(0, 16);
  const token = readOptionalText(input, "NextToken");
  const start = token === undefined ? 0 : startOf(token, digest);
  const end = start + size;
  const NextToken = end < items.length ? Buffer.from(`${end} ${digest}`).toString("base64") : undefined;
  return { items: items.slice(start, end), start, NextToken };
}

function startOf(token: string, digest: string): number {
  const [start, of] = Buffer.from(token, "base64").toString("latin1").split(" ");
  if (of !== digest || !/^\d+$/.test(start ?? ""))
    throw new ServiceError("InvalidNextToken", "The next token specified is invalid.");
  return Number(start);
}
