import { join } from "node:path";
import { ComponentProvider } from "@pulumi/pulumi/provider/experimental/provider.js";
import { ImageCompressionPipeline } from "../components/index.ts";

export const schemaFile = join(import.meta.dirname, "../schema.json");

export interface Property {
  type?: string;
  $ref?: string;
  description?: string;
}

export interface ComponentSchema {
  resources: Record<
    string,
    { inputProperties: Record<string, Property>; properties: Record<string, Property> }
  >;
}

/** Returns the component's interface for other languages, as Pulumi's analyser reads it from the sources. */
export async function componentSchema(): Promise<ComponentSchema> {
  const provider = new ComponentProvider({
    name: "image-compression-pipeline",
    dirname: join(import.meta.dirname, ".."),
    components: [ImageCompressionPipeline],
  });
  return lasting(JSON.parse(await provider.getSchema()));
}

/** Drops the parts which change while the API stays: our version, this SDK's notes for generators, and the order of keys. */
export function lasting({
  version: _,
  language: __,
  ...schema
}: ComponentSchema & Record<string, unknown>): ComponentSchema {
  return sorted(schema) as ComponentSchema;
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
