import { reportError } from "../../data/report-error.ts";

/** Whoever reads lines of the function's log. */
interface LineReader {
  record(line: string): void;
}

/** Hands each line of the function's log to its readers, and then to `log`. */
export function createLogSink(readers: LineReader[], log: (line: string) => void): (line: string) => void {
  return (line) => {
    try {
      for (const reader of readers) reader.record(line);
    } catch (error) {
      reportError(error);
    }
    log(printable(line));
  };
}

export function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** What a function prints may hold anything that an uploader chose, terminal commands included. */
function printable(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
  return line.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, "\ufffd");
}
