/** A message becomes a dead letter after this many tries. AWS recommends at least five, since a throttled try counts as well. */
export const maxReceives = 5;
