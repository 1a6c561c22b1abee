import { type Input, invalid, readText } from "../../endpoint/input.ts";
import { notImplemented } from "../../endpoint/service.ts";

export interface DimensionInput {
  Name: string;
  Value: string | undefined;
}

/** Refuses options CloudWatch would act on and the local run would not. */
export function refuseOptions(input: Input, of: string, names: string[]): void {
  const given = names.find((name) => input[name] !== undefined && input[name] !== null);
  if (given !== undefined) throw notImplemented(`${given} of ${of}`);
}

export function readDimensions(input: Input): DimensionInput[] {
  return readObjects(input, "Dimensions").map((dimension) => {
    const Name = readText(dimension, "Name");
    const { Value } = dimension;
    return { Name, Value: Value === undefined || Value === null ? undefined : readText(dimension, "Value") };
  });
}

export function readObject(input: Input, name: string): Input {
  const value = input[name];
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid(name, "it must be a structure");
  return value as Input;
}

export function readObjects(input: Input, name: string): Input[] {
  const value = input[name] ?? [];
  if (!Array.isArray(value)) throw invalid(name, "it must be a list");
  return value.map((_, index) => readObject(value as unknown as Input, String(index)));
}

/** Converts the protocol's seconds to milliseconds since the epoch. */
export function readTime(input: Input, name: string): number {
  const value = input[name];
  if (typeof value !== "number" || !Number.isFinite(value)) throw invalid(name, "it must be a time");
  return value * 1000;
}
