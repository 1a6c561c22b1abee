import type { Readable } from "node:stream";

/** CloudWatch Logs splits longer events, too. */
const maximumLength = 256 * 1024;

/** Calls `onLine` with each line of a stream. Returns a function to flush an unfinished line. */
export function readLines(stream: Readable, onLine: (line: string) => void): () => void {
  let rest = "";
  const flush = () => {
    if (rest !== "") onLine(rest);
    rest = "";
  };
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) cut(line).forEach(onLine);
    const pieces = cut(rest);
    rest = pieces.pop() ?? "";
    pieces.forEach(onLine);
  });
  stream.on("end", flush);
  return flush;
}

function cut(line: string): string[] {
  const count = Math.max(1, Math.ceil(line.length / maximumLength));
  return Array.from({ length: count }, (_, index) =>
    line.slice(index * maximumLength, (index + 1) * maximumLength),
  );
}
