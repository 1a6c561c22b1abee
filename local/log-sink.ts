import { controlCharacters } from "../contract/control-characters.ts";
import { reportError } from "./aws/data/report-error.ts";

/** Reads lines of the function's log. */
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

/** Replaces control characters except tabs and line breaks: an uploader's text may hold commands to the terminal. */
function printable(line: string): string {
  return line.replace(controlCharacters, (found) => (found === "\t" || found === "\n" ? found : "\ufffd"));
}
