import type { IncomingMessage } from "node:http";

/** Lets pages of these origins upload from a browser. The presigned request proves the rest. */
export function corsHeaders({ headers }: IncomingMessage, origins: string[]): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined || !origins.includes(origin)) return {};
  return { "access-control-allow-origin": origin, vary: "Origin" };
}

/** Answers the preflight of such an upload; `undefined` for any other request. */
export function preflightHeaders(
  { method, headers }: IncomingMessage,
  origins: string[],
): Record<string, string> | undefined {
  const isOurs = method === "OPTIONS" && origins.includes(headers.origin ?? "");
  if (!isOurs || headers["access-control-request-method"] !== "PUT") return undefined;
  return { "access-control-allow-methods": "PUT", "access-control-allow-headers": "content-type" };
}
