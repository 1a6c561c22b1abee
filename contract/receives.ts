/** How often a message is tried before it is a dead letter. AWS asks for at least five, since a throttled try counts as well. */
export const maxReceives = 5;
