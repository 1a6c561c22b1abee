import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { problems } from "../../helpers/graph/problems.ts";

const name =
  'a lower-case letter and then letters, digits and "-", at most 32 in all, and neither "default" nor "web"';
const unknown = "an output of another resource, and it must be known before anything exists";
const small = { name: "small" };

const refused: [title: string, args: Record<string, unknown>, messages: string[]][] = [
  [
    "a field obeys the rule of the option of its name",
    { renditions: [small, { name: "tiny", quality: 0 }], web: { scale: 2 } },
    [
      "`renditions[1].quality` must be an integer from 1 to 100; received 0",
      "`web.scale` must be a number above 0 and at most 1; received 2",
    ],
  ],
  [
    "a misspelt field is refused with the nearest name",
    { renditions: [{ ...small, toString: 1 }], web: { qualty: 1, name: "web" } },
    [
      "`renditions[0].toString` is not a field of a rendition; the nearest is `format`",
      "`web.qualty` is not a field of a rendition; the nearest is `quality`",
      "`web.name` is not a field of a rendition; the nearest is `scale`",
    ],
  ],
  [
    "options of the whole pipeline are no fields of a rendition",
    { web: { uploadPrefix: "a" } },
    ["`web.uploadPrefix` is not a field of a rendition; the nearest is `outputPrefix`"],
  ],
  [
    "a rendition that another resource gives is refused",
    { renditions: [small, pulumi.output(small), Promise.resolve(small)], web: pulumi.output({}) },
    [
      `\`renditions[1]\` must be a map of a rendition's fields; received ${unknown}`,
      `\`renditions[2]\` must be a map of a rendition's fields; received ${unknown}`,
      `\`web\` must be a map of a rendition's fields; received ${unknown}`,
    ],
  ],
  [
    "a list that another resource gives is refused",
    { renditions: pulumi.output([small]) },
    [`\`renditions\` must be a list of up to 10 renditions; received ${unknown}`],
  ],
  [
    "a field that another resource gives is refused",
    { renditions: [{ ...small, quality: pulumi.output(1) }] },
    [`\`renditions[0].quality\` must be an integer from 1 to 100; received ${unknown}`],
  ],
  [
    "a rendition that is not a map is refused",
    { renditions: ["small", null] },
    [
      '`renditions[0]` must be a map of a rendition\'s fields; received "small"',
      "`renditions[1]` must be a map of a rendition's fields; received null",
    ],
  ],
  [
    "a name stands for one rendition only",
    { renditions: [small, { name: "large" }, small] },
    ['`renditions[2].name` must differ from that of `renditions[0]`; received "small"'],
  ],
  [
    "each rendition that could write another's key is refused, with the key",
    {
      renditions: [{ ...small, outputSuffix: "" }, { name: "tiny" }, { name: "dot", outputSuffix: "-tiny" }],
    },
    [
      "`renditions[0]` and the pipeline's own output would both write `a.jpg` for the source `a.png`: give one another `outputSuffix` or `outputPrefix`",
      "`renditions[2]` and `renditions[1]` would both write `a-tiny.jpg` for the source `a.png`: give one another `outputSuffix` or `outputPrefix`",
    ],
  ],
  [
    "all problems are reported at once",
    { quality: 0, renditions: [{ scale: 0 }], web: { format: "gif" } },
    [
      "`quality` must be an integer from 1 to 100; received 0",
      `\`renditions[0].name\` must be ${name}; received undefined`,
      "`renditions[0].scale` must be a number above 0 and at most 1; received 0",
      '`web.format` must be one of "jpeg", "webp", "avif", "png"; received "gif"',
    ],
  ],
];

for (const [title, args, messages] of refused) {
  test(title, async (t) => {
    t.deepEqual(await problems(args), messages);
  });
}

for (const bad of ["default", "web", "Small", "9", "", "a b", "ü", "a".repeat(33), "a\n", 7]) {
  test(`a rendition is not named ${JSON.stringify(bad)}`, async (t) => {
    const message = `\`renditions[0].name\` must be ${name}; received ${JSON.stringify(bad)}`;

    t.deepEqual(await problems({ renditions: [{ name: bad }] }), [message]);
  });
}

const accepted: Record<string, unknown>[] = [
  { renditions: Array.from({ length: 10 }, (_, index) => ({ name: `thumbnail-${index}` })), web: {} },
  { renditions: [{ name: "defaults" }, { name: "a".repeat(32) }, { name: "webP-2", quality: undefined }] },
  { renditions: [{ name: "small", outputSuffix: "", outputPrefix: "small/" }], web: { outputSuffix: "" } },
  {
    renditions: [{ name: "small", outputSuffix: "", format: "webp", objectTags: { a: pulumi.output("b") } }],
  },
  { renditions: [], outputNaming: "append" },
];

for (const [index, args] of accepted.entries()) {
  test(`values at the limit are accepted: ${index}`, async (t) => {
    t.deepEqual(await problems(args), []);
  });
}

function tags(count: number): Record<string, string> {
  const entries = Array.from({ length: count }, (_, index) => [
    `${"k".repeat(100)}${index}`,
    "v".repeat(100),
  ]);
  return Object.fromEntries(entries);
}

const tooLong: [option: string, args: Record<string, unknown>][] = [
  ["objectTags", { objectTags: tags(9), web: { quality: 40 } }],
  ["web", { objectTags: tags(8), web: { objectTags: tags(10) } }],
  ["renditions", { renditions: ["a", "b", "c"].map((name) => ({ name, objectTags: tags(5) })) }],
  // A quotation mark takes four bytes, and each output has the header.
  ["cacheControl", { cacheControl: '"'.repeat(250), renditions: ["a", "b", "c"].map((name) => ({ name })) }],
];

for (const [option, args] of tooLong) {
  test(`when the environment is too small, ${option} is named where it takes most`, async (t) => {
    const [message = "", ...others] = await problems(args);

    t.regex(message, new RegExp(`^\`${option}\` must be shorter: .* at most 4096 bytes`));
    t.deepEqual(others, []);
  });
}
