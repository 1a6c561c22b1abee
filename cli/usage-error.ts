/** The command cannot run as given, and nothing was done. */
export class UsageError extends Error {}
