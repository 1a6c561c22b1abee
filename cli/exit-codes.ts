/** Every command ends with one of these codes. */
export const ExitCode = {
  done: 0,
  /** Something failed or was left undone. */
  incomplete: 1,
  usage: 2,
  /** AWS refused a call or was not reached. */
  aws: 3,
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
