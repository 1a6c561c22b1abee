import { type ParseArgsOptionsConfig, parseArgs } from "node:util";

export interface LocalOptions {
  stack: string;
  port: number;
  pagePort: number;
  dataFolder: string;
  config: string[];
  json: boolean;
  retryDelaySeconds: number;
}

export const usage = `Usage: npm start -- [options]

  --stack NAME         stack whose file gives the options, Pulumi.NAME.yaml (default dev)
  --port N             port of the endpoint for S3, and for the calls of redrive and report, 0 for any free one (default 4566)
  --page-port N        port of the page, 0 for any free one (default 4567)
  --data DIR           folder that keeps objects and events (default .local)
  --config NAME=VALUE  an option of the stack, as often as needed, such as --config quality=60
  --retry-delay N      seconds until a failed event is tried again; the second time after twice that (default 1, AWS: 60);
                       a message of a queue always after that (AWS: 6 times the timeout)
  --json               print one line of JSON when everything is ready; logs go to standard error
  --help               print this`;

const declared = {
  stack: { type: "string", default: "dev" },
  port: { type: "string", default: "4566" },
  "page-port": { type: "string", default: "4567" },
  data: { type: "string", default: ".local" },
  config: { type: "string", multiple: true, default: [] },
  json: { type: "boolean", default: false },
  "retry-delay": { type: "string", default: "1" },
  help: { type: "boolean", default: false },
} satisfies ParseArgsOptionsConfig;

/**
 * Reads the command line of the local run. Returns `undefined` when `--help` is given.
 *
 * @throws {Error} With one line for each invalid argument.
 */
export function readOptions(args: string[]): LocalOptions | undefined {
  const values = parse(args);
  if (values.help) return undefined;

  const problems: string[] = [];
  if (!/^[\w.-]+$/.test(values.stack)) {
    problems.push(
      `--stack must be the name of a stack, of letters, digits, \`-\`, \`_\` and \`.\`; received ${JSON.stringify(values.stack)}`,
    );
  }
  const port = (name: "port" | "page-port") => {
    if (!/^\d{1,5}$/.test(values[name]) || Number(values[name]) > 65_535) {
      problems.push(`--${name} must be an integer from 0 to 65535; received ${JSON.stringify(values[name])}`);
    }
    return Number(values[name]);
  };
  const [s3Port, pagePort] = [port("port"), port("page-port")];
  const retryDelaySeconds = Number(values["retry-delay"]);
  if (!(retryDelaySeconds >= 0)) {
    problems.push(
      `--retry-delay must be a number of seconds; received ${JSON.stringify(values["retry-delay"])}`,
    );
  }
  if (s3Port === pagePort && pagePort !== 0) problems.push("--port and --page-port must differ");
  if (values.data === "") problems.push('--data must name a folder; received ""');
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const { stack, data: dataFolder, config, json } = values;
  return { stack, port: s3Port, pagePort, dataFolder, config, json, retryDelaySeconds };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: declared }).values;
  } catch (error) {
    const [reason = ""] = error instanceof Error ? error.message.split("\n") : [String(error)];
    throw new Error(`${reason}\n\n${usage}`, { cause: error });
  }
}
