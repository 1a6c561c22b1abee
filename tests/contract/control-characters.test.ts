import test from "ava";
import { printable } from "../../cli/terminal/printable.ts";
import { outcomeLines } from "../../handler/telemetry/log.ts";
import { createLogSink } from "../../local/log-sink.ts";

const controls = [0x00, 0x1b, 0x7f, 0x85, 0x61c, 0x200e, 0x200f, 0x2028, 0x2029, 0x202e, 0x2066, 0x2069];
const context = { pipeline: "f", requestId: "r", timestamp: 1, milliseconds: 1 };

for (const code of controls) {
  const character = String.fromCharCode(code);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;

  test(`${name} in a key reaches no terminal by the command, the function's log or the local run`, (t) => {
    const outcomes = [{ rendition: "default", outcome: "unchanged" as const }];
    const [line = ""] = outcomeLines({ outcomes, measures: {} }, { ...context, key: character });
    const logged: string[] = [];

    createLogSink([], (text) => logged.push(text))(`a${character}b`);

    t.is(printable(`a${character}b`), "a\ufffdb");
    t.false(line.includes(character));
    t.is(JSON.parse(line).key, character);
    t.deepEqual(logged, ["a\ufffdb"]);
  });
}

test("The local run leaves tabs and line breaks of a function's line as they are", (t) => {
  const logged: string[] = [];

  createLogSink([], (text) => logged.push(text))("a\tb\nc");

  t.deepEqual(logged, ["a\tb\nc"]);
});
