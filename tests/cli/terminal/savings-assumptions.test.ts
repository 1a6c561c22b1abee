import test from "ava";
import { worthText } from "../../../cli/terminal/savings-assumptions.ts";
import { savingDefaults } from "../../../contract/prices.ts";

test("Of storage nothing is said where it saves nothing", (t) => {
  const text = worthText({ ...savingDefaults, storageDollarsPerGB: 0 });

  t.is(text, "Each output looked at once a month at $0.09 for a GB of transfer.");
});

test("What storage saves, it saves because originals expire", (t) => {
  t.regex(
    worthText({ ...savingDefaults, viewsPerImage: 12 }),
    / 12 times a month .*, and \$0\.023 for a GB stored, as originals expire\.$/,
  );
});
