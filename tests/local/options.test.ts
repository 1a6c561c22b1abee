import test from "ava";
import { readOptions } from "../../local/options.ts";

test("without arguments the run has its documented defaults", (t) => {
  t.deepEqual(readOptions([]), {
    stack: "dev",
    port: 4566,
    pagePort: 4567,
    dataFolder: ".local",
    config: [],
    json: false,
    retryDelaySeconds: 1,
  });
});

test("--help asks for the usage", (t) => {
  t.is(readOptions(["--help"]), undefined);
});

test("--config may be given as often as needed", (t) => {
  t.deepEqual(readOptions(["--config", "a=1", "--config", "b=2"])?.config, ["a=1", "b=2"]);
});

test("every bad value is named at once", (t) => {
  const error = t.throws(() =>
    readOptions(["--stack", "a/b", "--port", "x", "--page-port", "70000", "--retry-delay=-1"]),
  );

  t.is(
    error?.message,
    [
      '--stack must be the name of a stack, of letters, digits, `-`, `_` and `.`; received "a/b"',
      '--port must be an integer from 0 to 65535; received "x"',
      '--page-port must be an integer from 0 to 65535; received "70000"',
      '--retry-delay must be a number of seconds; received "-1"',
    ].join("\n"),
  );
});

const refused: [args: string[], message: RegExp][] = [
  [["--data", ""], /^--data must name a folder; received ""$/],
  [["--port", "5000", "--page-port", "5000"], /^--port and --page-port must differ$/],
  [["--bogus"], /^Unknown option '--bogus'[\s\S]*--data DIR/],
  [["extra"], /^Unexpected argument 'extra'[\s\S]*Usage: npm start/],
  [["--port"], /^Option '--port <value>' argument missing\n\nUsage: npm start/],
  [["--retry-delay", "-1"], /^Option '--retry-delay' argument is ambiguous\.\n\nUsage: npm start/],
];

for (const [args, message] of refused) {
  test(`${args.join(" ")} is refused`, (t) => {
    t.throws(() => readOptions(args), { message });
  });
}
