import test from "ava";
import { ExitCode } from "../../cli/exit-codes.ts";
import { run } from "../../cli/program.ts";
import { terminalThat } from "../helpers/command/dead-letters.ts";

for (const [what, args, message] of [
  ["a misspelt command", ["redrvie"], /unknown command 'redrvie'\n\(Did you mean redrive\?\)/],
  ["a misspelt option", ["redrive", "--pipelin", "x"], /'--pipelin'\n\(Did you mean --pipeline\?\)/],
  ["no pipeline", ["redrive", "--yes"], /--pipeline is missing: give the stack's output functionName/],
  [
    "a limit of none",
    ["redrive", "--pipeline", "x", "--yes", "--limit", "0"],
    /argument '0' is invalid. It must be a whole number/,
  ],
  [
    "an endpoint that is no address",
    ["redrive", "--pipeline", "x", "--yes", "--endpoint", "localhost:1"],
    /It must be an address such as http:/,
  ],
  [
    "nobody to ask",
    ["redrive", "--pipeline", "x"],
    /Nobody can be asked here.*: add --yes to send, or --dry-run/,
  ],
] as [string, string[], RegExp][]) {
  test(`${what} is wrong usage: it ends with 2 and says what to give`, async (t) => {
    const { terminal, printed } = terminalThat(false);

    const code = await run(args, { ...terminal, canAsk: false });

    t.is(code, 2);
    t.regex(printed(), message);
    t.is(terminal.stdout.read(), null);
  });
}

for (const args of [["--help"], ["redrive", "--help"], ["--version"]]) {
  test(`${args.join(" ")} is printed to standard output and ends with 0`, async (t) => {
    const { terminal, printed } = terminalThat(false);

    const code = await run(args, terminal);

    t.is(code, 0);
    t.regex(
      String(terminal.stdout.read()),
      args[0] === "--version" ? /^\d+\.\d+\.\d+\n$/ : /Usage: image-compression-pipeline /,
    );
    t.is(printed(), "");
  });
}

for (const command of ["report", "estimate", "compress", "redrive"]) {
  test(`The options of ${command} fit into a terminal of 40 columns`, async (t) => {
    const { terminal } = terminalThat(false);
    Object.assign(terminal.stdout, { isTTY: true, columns: 40 });

    await run([command, "--help"], terminal);

    const [, options = ""] = /Options:\n([\s\S]*?)\n\nExamples:/.exec(String(terminal.stdout.read())) ?? [];
    t.deepEqual(
      options.split("\n").filter((line) => line.length > 40),
      [],
    );
    t.regex(options, / {2}--json\n {6}print one JSON object/);
  });
}

for (const [version, code] of [
  ["20.20.2", 2],
  ["22.11.0", 2],
  ["22.12.0", 0],
  ["24.0.0", 0],
] as const) {
  test(`Node.js ${version} ${code === 0 ? "will do" : "is refused in words of one line"}`, async (t) => {
    const { terminal, printed } = terminalThat(false);

    t.is(await run(["--help"], terminal, version), code);

    t.is(printed(), code === 0 ? "" : `error: This needs Node.js >=22.12, and runs on ${version}\n`);
  });
}

const { aws: _aws, ...withoutAws } = ExitCode;

for (const [command, codes] of [
  ["report", ExitCode],
  ["redrive", ExitCode],
  ["estimate", withoutAws],
  ["compress", withoutAws],
] as const) {
  test(`The help of ${command} has examples and every exit code`, async (t) => {
    const { terminal } = terminalThat(false);

    await run([command, "--help"], terminal);

    const help = String(terminal.stdout.read());
    t.regex(help, new RegExp(`Examples:\\n {2}npx image-compression-pipeline ${command}`));
    t.deepEqual(
      [...help.matchAll(/^ {2}(\d+) +\w/gm)].map(([, code]) => Number(code)),
      Object.values(codes),
    );
  });
}
