import { spawnSync } from "node:child_process";
import test from "ava";
import { Command } from "commander";
import { estimateCommand } from "../../cli/estimate/command.ts";
import { redriveCommand } from "../../cli/redrive/command.ts";
import { createTerminal } from "../../cli/terminal/terminal.ts";
import { readProjectFile } from "../helpers/root.ts";
import { hasModels, problemsOf } from "./aws-model.ts";

const page = readProjectFile("docs/runbook.md");
const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
const inline = [...page.replaceAll(/```sh\n[\s\S]*?```/g, "").matchAll(/`((?:aws|npx) [^`]+)`/g)].map(
  ([, command = ""]) => command,
);
const [settings = ""] = blocks;

/** A shell in which only the page's commands exist; each writes down its words and answers with one. */
const stubs = ["aws", "pulumi", "npx"]
  .map((name) => `${name}() { printf '%s\\037' ${name} "$@" >&3; printf '\\036' >&3; echo answer; }`)
  .concat("date() { echo 1700000000; }", "PATH=", "set -eu")
  .join("\n");

interface Ran {
  status: number | null;
  stderr: string;
  /** The words of each command called, its name first. */
  calls: string[][];
}

function run(script: string): Ran {
  const { status, output } = spawnSync("/bin/sh", ["-c", `${stubs}\n${script}`], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    encoding: "utf8",
  });
  const calls = (output[3] ?? "").split("\x1e").slice(0, -1);
  return { status, stderr: output[2] ?? "", calls: calls.map((call) => call.split("\x1f").slice(0, -1)) };
}

const ran = [settings, ...[...blocks.slice(1), ...inline].map((script) => `${settings}\n${script}`)].map(run);
const callsOf = (command: string) =>
  ran.flatMap(({ calls }) => calls.filter(([name]) => name === command).map(([, ...words]) => words));
const awsCalls = callsOf("aws");

test("each command runs in a shell, with no variables but those that the first block sets", (t) => {
  for (const { status, stderr, calls } of ran) {
    t.deepEqual([status, stderr], [0, ""]);
    t.true(calls.length > 0);
  }
  t.true(blocks.length > 5);
  t.true(inline.length > 2);
});

const skipped = hasModels ? "" : " (skipped: Debian's aws is not installed)";

(hasModels ? test : test.skip)(`aws knows each command, its options and their values${skipped}`, (t) => {
  t.deepEqual(awsCalls.flatMap(problemsOf), []);
});

test("commands about alarms include composite alarms, which the client leaves out by default", (t) => {
  const asking = awsCalls.filter(([, command]) => /^describe-alarm/.test(command ?? ""));

  t.true(asking.length > 1);
  for (const words of asking) t.regex(words.join(" "), /--alarm-types MetricAlarm CompositeAlarm/);
});

test("the package's own command has the options that the page uses", (t) => {
  const program = new Command();
  for (const add of [estimateCommand, redriveCommand]) add(program, createTerminal(process), () => {});

  for (const [bin, name, ...words] of callsOf("npx")) {
    const command = program.commands.find((known) => known.name() === name);
    const known = command?.options.map(({ long }) => long);
    t.is(bin, "image-compression-pipeline");
    for (const word of words.filter((option) => option.startsWith("--"))) t.true(known?.includes(word), word);
    t.truthy(command, name);
  }
  t.true(callsOf("npx").length > 1);
});
