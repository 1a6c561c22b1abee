import { SingleBar } from "cli-progress";
import { columnsOf, type Terminal } from "./terminal.ts";

interface Progress {
  advance(count: number): void;
  /** Shows why nothing happens, until the next advance. */
  say(note: string): void;
}

/** Shows the progress of `work`: a bar on a terminal, elsewhere a plain line at every tenth. */
export async function withProgress<Result>(
  stderr: Terminal["stderr"],
  title: string,
  total: number,
  work: (advance: Progress["advance"], say: Progress["say"]) => Promise<Result>,
): Promise<Result> {
  if (total === 0)
    return work(
      () => {},
      () => {},
    );
  if (stderr.isTTY !== true) {
    const { advance, say } = plainLines(stderr, title, total);
    return work(advance, say);
  }
  const besideBar = `${title}  ${total}/${total} `.length;
  const bar = new SingleBar({
    stream: stderr as NodeJS.WriteStream,
    format: "{title} {bar} {value}/{total}",
    barsize: Math.max(5, Math.min(40, columnsOf(stderr) - besideBar)),
    barCompleteChar: "█",
    barIncompleteChar: "░",
    clearOnComplete: true,
    // The bar's own signal handler would end the process at once.
    gracefulExit: false,
  });
  bar.start(total, 0, { title });
  try {
    return await work(
      (count) => bar.increment(count, { title }),
      (note) => bar.update({ title: note.padEnd(title.length).slice(0, title.length) }),
    );
  } finally {
    bar.stop();
  }
}

function plainLines(stderr: Terminal["stderr"], title: string, total: number): Progress {
  const tenth = Math.ceil(total / 10);
  let done = 0;
  return {
    advance: (count) => {
      const before = Math.floor(done / tenth);
      done += count;
      const isNews = count > 0 && (Math.floor(done / tenth) > before || done === total);
      if (isNews) stderr.write(`${title}: ${done} of ${total}\n`);
    },
    say: (note) => void stderr.write(`${title}: ${note}\n`),
  };
}
