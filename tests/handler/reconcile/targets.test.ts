import test from "ava";
import { outputMetadata } from "../../../handler/reconcile/output-metadata.ts";
import { type Name, ownNames, planTargets } from "../../../handler/reconcile/targets.ts";
import { rendition } from "../../helpers/images/renditions.ts";

const wanted = outputMetadata("uploads", "a.png", "etag 1", rendition());
const free = (key: string): Name => ({ key, head: undefined });
const taken = (key: string, difference: object = {}): Name => ({
  key,
  head: { etag: `of ${key}`, metadata: { ...wanted, ...difference } },
});

for (const field of ["source-bucket", "source-key", "rendition"] as const) {
  test(`An output with another ${field} belongs to somebody else`, (t) => {
    const names = [
      taken("mine", { "source-etag": "x", settings: "x" }),
      taken("foreign", { [field]: "other" }),
    ];

    t.deepEqual(ownNames(names, wanted), names.slice(0, 1));
  });
}

const foreign = { "source-key": "b.png" };
const older = { "source-etag": "etag 0" };
const otherSettings = { settings: "0" };

for (const [title, names, expected] of [
  ["The first free name is taken", [free("short"), free("long")], { short: undefined }],
  ["A foreign name is passed over", [taken("short", foreign), free("long")], { long: undefined }],
  [
    "An owned long name is kept when the short one is free",
    [free("short"), taken("long", older)],
    { long: "of long" },
  ],
  [
    "Every owned name is kept right",
    [taken("short", older), taken("long", older)],
    { short: "of short", long: "of long" },
  ],
  [
    "An output of other settings is written again",
    [taken("short", otherSettings), free("long")],
    { short: "of short" },
  ],
  [
    "Only owned names that are wrong are written",
    [taken("short"), taken("long", older)],
    { long: "of long" },
  ],
  ["What agrees is left alone", [taken("short"), free("long")], {}],
] as const) {
  test(title, (t) => {
    const targets = planTargets([...names], wanted);

    t.deepEqual(
      targets,
      Object.entries(expected).map(([key, replaces]) => ({ key, replaces })),
    );
  });
}

test("A source whose names all belong to others has no target", (t) => {
  t.is(
    planTargets([taken("short", foreign), { key: "long", head: { etag: "x", metadata: {} } }], wanted),
    undefined,
  );
});
