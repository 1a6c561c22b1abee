import { SingleBar } from "cli-progress";
import type { Terminal } from "./terminal.ts";

type Advance = (count: number) => void;

/** What `{title} {bar} {value}/{total}` needs beside the bar, with room for five digits each. */
const besideBar = 26;

/** Shows how far `work` is: by a bar on a terminal, elsewhere by a plain line at every tenth. */
export async function withProgress<Result>(
  stderr: Terminal["stderr"],
  title: string,
  total: number,
  work: (advance: Advance) => Promise<Result>,
): Promise<Result> {
  if (total === 0) return work(() => {});
  if (stderr.isTTY !== true) return work(plainLines(stderr, title, total));
  const bar = new SingleBar({
    stream: stderr as NodeJS.WriteStream,
    format: `${title} {bar} {value}/{total}`,
    barsize: Math.max(5, Math.min(40, (stderr.columns ?? 80) - besideBar)),
    barCompleteChar: "█",
    barIncompleteChar: "░",
    clearOnComplete: true,
    // Its own handler would end the process in the midst of things.
    gracefulExit: false,
  });
  bar.start(total, 0);
  try {
    return await work((count) => bar.increment(count));
  } finally {
    bar.stop();
  }
}

function plainLines(stderr: Terminal["stderr"], title: string, total: number): Advance {
  const tenth = Math.ceil(total / 10);
  let done = 0;
  return (count) => {
    const before = Math.floor(done / tenth);
    done += count;
    const isNews = count > 0 && (Math.floor(done / tenth) > before || done === total);
    if (isNews) stderr.write(`${title}: ${done} of ${total}\n`);
  };
}
