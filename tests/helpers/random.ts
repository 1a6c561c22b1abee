/** Random numbers, the same for the same seed. */
export interface Random {
  /** Returns an integer from 0 to below `end`. */
  integer(end: number): number;
  happens(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  bytes(length: number): Buffer;
}

/** Mulberry32, by Tommy Ettinger: good enough to spread faults, in ten lines. */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (end: number) => Math.floor(fraction() * end);
  return {
    integer,
    happens: (probability) => fraction() < probability,
    pick: (items) => {
      if (items.length === 0) throw new Error("There is nothing to pick from");
      return items[integer(items.length)] as (typeof items)[number];
    },
    bytes: (length) => Buffer.from(Array.from({ length }, () => integer(256))),
  };
}
