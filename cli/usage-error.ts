/** The command cannot be run as it was given; nothing was done. */
export class UsageError extends Error {}
