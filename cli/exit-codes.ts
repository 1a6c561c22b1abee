/** What the process ends with, the same for every command. */
export const ExitCode = {
  done: 0,
  /** Something stayed or failed. */
  incomplete: 1,
  usage: 2,
  /** AWS refused, or was not reached. */
  aws: 3,
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
