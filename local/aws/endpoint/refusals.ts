import type { Answer } from "./answer.ts";
import { notImplemented, type ServiceCall, type ServiceError } from "./service.ts";
import { buildXml } from "./xml.ts";

/** The names that an error has: by the service's JSON, and by its older protocol, which clients know it by that began with that. */
interface ErrorNames {
  /** What the JSON's names begin with. */
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

/** Whether a call speaks the older protocol, in which nothing is answered but this. */
export function isQuery({ headers }: ServiceCall): boolean {
  return headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") ?? false;
}

/** The name of the call in `x-amz-target`. */
export function readTarget({ method, path, headers }: ServiceCall, service: string): string {
  const [of, name] = (headers.get("x-amz-target") ?? "").split(".");
  if (of !== service || name === undefined || method !== "POST") throw notImplemented(`${method} ${path}`);
  return name;
}

/** Told in the older protocol's own form: nothing else would be understood. */
export function queryRefusal({ code, status, message }: ServiceError): Answer {
  const content = { Error: { Type: "Sender", Code: code, Message: message } };
  return {
    status,
    headers: { "content-type": "text/xml" },
    body: buildXml("ErrorResponse", content, { namespaced: false }),
  };
}
