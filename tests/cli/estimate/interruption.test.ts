import { PassThrough } from "node:stream";
import test from "ava";
import { run } from "../../../cli/program.ts";
import { photograph, writeFiles } from "../../helpers/images/photographs.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

test("Ctrl-C prints what is known by then, and ends with 130", async (t) => {
  const folder = temporaryFolder(t);
  for (let at = 0; at < 20; at += 1)
    writeFiles(folder, { [`${at}.png`]: await photograph(at).png().toBuffer() });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  stderr.once("data", () => process.emit("SIGINT"));

  const terminal = { stdout, stderr, canAsk: false, confirm: async () => false };
  const code = await run(["estimate", folder, "--json"], terminal);

  const report = JSON.parse(String(stdout.read()));
  t.is(code, 130);
  t.like(report, { images: 20, interrupted: true, total: { images: report.tried } });
  t.true(report.tried >= 2 && report.tried < 20, String(report.tried));
});
