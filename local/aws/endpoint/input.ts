import { ServiceError } from "./service.ts";

export type Input = Record<string, unknown>;

export function readInput(body: string): Input {
  try {
    const input: unknown = JSON.parse(body);
    if (typeof input === "object" && input !== null && !Array.isArray(input)) return input as Input;
  } catch {
    // The error below covers this.
  }
  throw new ServiceError("SerializationException", "The body is not a JSON object");
}

export function invalid(name: string, reason: string): ServiceError {
  return new ServiceError(
    "InvalidParameterValue",
    `Value for parameter ${name} is invalid. Reason: ${reason}.`,
  );
}

export function readText(input: Input, name: string): string {
  const value = input[name];
  if (value === undefined || value === null || value === "")
    throw new ServiceError("MissingParameter", `The request must contain the parameter ${name}.`);
  if (typeof value !== "string") throw invalid(name, "it must be a text");
  return value;
}

export function readOptionalText(input: Input, name: string): string | undefined {
  const value = input[name];
  return value === undefined || value === null ? undefined : readText(input, name);
}

export function readNumber(input: Input, name: string, min: number, max: number): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (!Number.isInteger(value) || Number(value) < min || Number(value) > max)
    throw invalid(name, `it must be an integer from ${min} to ${max}`);
  return Number(value);
}

export function readTexts(input: Input, name: string): string[] {
  const value = input[name] ?? [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string"))
    throw invalid(name, "it must be a list of texts");
  return value;
}
