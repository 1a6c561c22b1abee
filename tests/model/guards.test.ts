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
  test(`without ${guard.name} something is lost or wrong, and the model finds it`, async (t) => {
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

test("a guard that the code no longer has in these words is named", async (t) => {
  const guard = { name: "owner", edit: { file: "reconcile/targets.ts", from: "the old words", to: "" } };

  await t.throwsAsync(withoutGuard(guard, temporaryFolder(t)), {
    message: /^Expected the guard "owner" once in handler\/reconcile\/targets\.ts; found 0 of: the old words/,
  });
});
