import type { Answer } from "./answer.ts";
import { notImplemented, type ServiceCall, type ServiceError } from "./service.ts";
import { buildXml } from "./xml.ts";

/** An error's names: in JSON, and in the older query protocol, whose names clients of older services still expect. */
interface ErrorNames {
  /** Prefix of the names in JSON. */
  namespace: string;
  json?: Record<string, string>;
  query?: Record<string, string>;
}

export function jsonRefusal({ code, status, message }: ServiceError, names: ErrorNames): Answer {
  return {
    status,
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amzn-query-error": `${names.query?.[code] ?? code};${status < 500 ? "Sender" : "Receiver"}`,
    },
    body: JSON.stringify({ __type: `${names.namespace}#${names.json?.[code] ?? code}`, message }),
  };
}

/** Recognises the older query protocol, answered only with a refusal. */
export function isQuery({ headers }: ServiceCall): boolean {
  return headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") ?? false;
}

/** Returns the name of the call from `x-amz-target`. */
export function readTarget({ method, path, headers }: ServiceCall, service: string): string {
  const [of, name] = (headers.get("x-amz-target") ?? "").split(".");
  if (of !== service || name === undefined || method !== "POST") throw notImplemented(`${method} ${path}`);
  return name;
}

/** Refuses in the query protocol's own format, since its clients understand no other. */
export function queryRefusal({ code, status, message }: ServiceError): Answer {
  const content = { Error: { Type: "Sender", Code: code, Message: message } };
  return {
    status,
    headers: { "content-type": "text/xml" },
    body: buildXml("ErrorResponse", content, { namespaced: false }),
  };
}
