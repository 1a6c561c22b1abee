import test from "ava";
import { reconcile } from "../../handler/reconcile/reconcile.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { check } from "./check.ts";
import { guards, limits } from "./guards.ts";
import { withoutGuard } from "./mutants.ts";

const draw = { seed: 1, runs: 10_000 };

/** The end of every run whose code merely throws. */
const noRest = /^not at rest/;

for (const guard of guards) {
  test(`without the guard "${guard.name}" the model finds a loss or a wrong end`, async (t) => {
    const subject = await withoutGuard(guard, temporaryFolder(t));

    const finding = await check(subject, draw);

    t.truthy(finding);
    t.notRegex(finding?.fault ?? "", noRest);
    t.log(`run ${finding?.foundAt}: ${finding?.fault}`);
  });
}

for (const beyond of limits) {
  test(`${beyond} are beyond what S3 alone can give`, async (t) => {
    const finding = await check({ reconcile, beyond }, draw);

    t.truthy(finding);
    t.notRegex(finding?.fault ?? "", noRest);
    t.log(`run ${finding?.foundAt}: ${finding?.fault}`);
  });
}

test("a guard whose words are missing from the code is named", async (t) => {
  const guard = { name: "owner", edit: { file: "reconcile/targets.ts", from: "the old words", to: "" } };

  await t.throwsAsync(withoutGuard(guard, temporaryFolder(t)), {
    message: /^Expected the guard "owner" once in handler\/reconcile\/targets\.ts; found 0 of: the old words/,
  });
});
