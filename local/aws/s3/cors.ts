import type { IncomingMessage } from "node:http";

/** What a browser is told, so that pages of these origins may upload: a presigned request proves the rest. */
export function corsHeaders({ headers }: IncomingMessage, origins: string[]): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined || !origins.includes(origin)) return {};
  return { "access-control-allow-origin": origin, vary: "Origin" };
}

/** What a browser asks before such an upload; nothing for any other request. */
export function preflightHeaders(
  { method, headers }: IncomingMessage,
  origins: string[],
): Record<string, string> | undefined {
  const isOurs = method === "OPTIONS" && origins.includes(headers.origin ?? "");
  if (!isOurs || headers["access-control-request-method"] !== "PUT") return undefined;
  return { "access-control-allow-methods": "PUT", "access-control-allow-headers": "content-type" };
}
