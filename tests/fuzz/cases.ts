import { createRandom } from "../helpers/random.ts";
import { type Mutation, mutate } from "./mutations.ts";
import { type FuzzSettings, fuzzSettings } from "./settings.ts";
import { createSources, type Source, type SourceFormat } from "./sources.ts";

/** One file for one function with its settings. */
export interface Case {
  name: string;
  format: SourceFormat | "given";
  settings: FuzzSettings;
  bytes: Buffer;
}

const mutationWeights: Record<Mutation, number> = {
  intact: 1,
  bits: 4,
  values: 4,
  dimensions: 4,
  truncation: 2,
  insertion: 2,
  deletion: 2,
  splice: 1,
  body: 1,
};
const weighted = Object.entries(mutationWeights).flatMap(([mutation, weight]) =>
  Array<Mutation>(weight).fill(mutation as Mutation),
);

/**
 * Creates the cases of a seed. Each depends only on the seed and its number; every format has as many as the others, and
 * its first is intact.
 */
export async function createCases(seed: number, count: number): Promise<Case[]> {
  const sources = await createSources();
  const formats = [...Map.groupBy(sources, ({ format }) => format).values()];
  return Array.from({ length: count }, (_, index) => createCase(seed, index, formats));
}

function createCase(seed: number, index: number, formats: Source[][]): Case {
  const random = createRandom(Math.imul(seed, 0x85ebca6b) + index);
  const source = random.pick(formats[index % formats.length] ?? []);
  const other = random.pick(random.happens(0.5) ? (formats[index % formats.length] ?? []) : formats.flat());
  const mutation = index < formats.length ? "intact" : random.pick(weighted);
  return {
    name: `${index}: ${source.name}, ${mutation}`,
    format: source.format,
    settings: random.pick(Object.keys(fuzzSettings) as FuzzSettings[]),
    bytes: mutate(mutation, source, random, other),
  };
}
