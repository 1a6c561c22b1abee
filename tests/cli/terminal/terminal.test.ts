import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import test from "ava";
import { withProgress } from "../../../cli/terminal/progress.ts";
import { createTerminal } from "../../../cli/terminal/terminal.ts";
import { until } from "../../helpers/until.ts";

function terminal() {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const streams = { stdin, stdout, stderr } as unknown as NodeJS.Process;
  return { stdin, ...createTerminal(streams) };
}

for (const [answer, agreed] of [
  ["y\n", true],
  ["Yes\n", true],
  ["n\n", false],
  ["\n", false],
  ["yesterday\n", false],
] as const) {
  test(`${JSON.stringify(answer)} ${agreed ? "agrees" : "does not agree"}`, async (t) => {
    const { stdin, confirm } = terminal();
    stdin.write(answer);

    t.is(await confirm("Send?", new AbortController().signal), agreed);
  });
}

test("An input that ends does not agree", async (t) => {
  const { stdin, confirm } = terminal();
  stdin.end();

  t.false(await confirm("Send?", new AbortController().signal));
});

test("An interruption does not agree", async (t) => {
  const { confirm } = terminal();
  const controller = new AbortController();
  const agreed = confirm("Send?", controller.signal);

  controller.abort();

  t.false(await agreed);
});

async function progress(total: number, terminal: object): Promise<string> {
  const stderr = Object.assign(new PassThrough(), terminal);
  await withProgress(stderr, "Putting back", total, async (advance) => {
    for (let done = 0; done < total; done += 1) advance(1);
  });
  return String(stderr.read() ?? "");
}

test("Progress into a pipe is a plain line at every tenth", async (t) => {
  const lines = (await progress(25, {})).split("\n");

  t.deepEqual(lines.slice(0, 2), ["Putting back: 3 of 25", "Putting back: 6 of 25"]);
  t.deepEqual(lines.slice(-2), ["Putting back: 25 of 25", ""]);
  t.is(lines.length, 10);
});

test("Progress of nothing is silent", async (t) => {
  t.is(await progress(0, {}), "");
});

for (const [columns, width] of [
  [40, 40],
  [0, 80],
] as const) {
  test(`The bar fits into a terminal of ${columns} columns, of which 0 means that nobody knows`, async (t) => {
    const drawn = await progress(99_999, { isTTY: true, columns });

    const bars = stripVTControlCharacters(drawn)
      .split(/(?=Putting back)/)
      .filter((bar) => bar !== "");
    t.true(bars.length > 0);
    for (const bar of bars) t.true(bar.length <= width && bar.length > width / 2, bar);
  });
}

test("Why nothing happens is told in the place of the title until it goes on, no wider than that", async (t) => {
  const stderr = Object.assign(new PassThrough(), { isTTY: true, columns: 40 });
  let drawn = "";
  stderr.on("data", (data) => {
    drawn += stripVTControlCharacters(String(data));
  });

  await withProgress(stderr, "Reading metrics", 2, async (advance, say) => {
    say("waiting for AWS, which is busy");
    await until(
      async () => drawn,
      (text) => /waiting for AWS ░+ 0\/2$/.test(text),
    );
    advance(2);
  });

  t.regex(drawn, /Reading metrics █+ 2\/2$/);
});
