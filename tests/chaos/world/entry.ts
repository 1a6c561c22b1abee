// Starts a local run whose function reaches S3 through a proxy with faults. Arguments: rate of faults, seed,
// options of the run.

import { listen } from "../../../local/aws/endpoint/listen.ts";
import { readOptions } from "../../../local/options.ts";
import { startLocalRun } from "../../../local/run.ts";
import { createRandom } from "../../helpers/random.ts";
import { createFaultyProxy, type Fault } from "./faults.ts";

const [rate, seed, ...args] = process.argv.slice(2);
const options = readOptions(args);
if (options === undefined) throw new Error("Expected options of a run; received --help");

async function reach(endpoint: string): Promise<string> {
  const onFault = (fault: Fault) => console.error(JSON.stringify({ fault }));
  const proxy = createFaultyProxy(endpoint, {
    rate: Number(rate),
    random: createRandom(Number(seed)),
    onFault,
  });
  return `http://127.0.0.1:${await listen(proxy, 0, "nothing")}`;
}

const run = await startLocalRun(options, { reach });
console.log(JSON.stringify(run.description));
process.once("SIGTERM", () => void run.close().then(() => process.exit(0)));
