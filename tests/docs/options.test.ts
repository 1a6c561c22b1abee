import test from "ava";
import { type OptionName, optionRules } from "../../components/options/rules-and-defaults.ts";
import { readOptionComments } from "../../scripts/option-comments.ts";
import { pageWithOptions, projectWithOptions } from "../../scripts/option-docs.ts";
import { readProjectFile } from "../helpers/root.ts";

const comments = readOptionComments();

function plainNumbers(text: string): string {
  return text.replaceAll(/(?<=\d),(?=\d{3})/g, "");
}

test("the table of docs/options.md is the one that `npm run docs` makes", (t) => {
  t.is(readProjectFile("docs/options.md"), pageWithOptions());
});

test("the section config of Pulumi.yaml is the one that `npm run docs` makes", (t) => {
  t.is(readProjectFile("Pulumi.yaml"), projectWithOptions());
});

test("every option has a comment, and every comment an option", (t) => {
  t.deepEqual([...comments.keys()], Object.keys(optionRules) as OptionName[]);
});

for (const [option, comment] of comments) {
  const { fallback, allowed } = optionRules[option];

  test(`the comment of ${option} begins its @default with the default`, (t) => {
    const [literal] = /^("[^"]*"|\[\]|\w+(?:\.\d+)?)(?=$|, | \()/.exec(plainNumbers(comment.default)) ?? [];

    if (fallback === undefined) t.regex(String(literal), /^(none|never)$/);
    else t.is(literal, JSON.stringify(fallback));
  });

  test(`the comment of ${option} names each number and each word that its rule allows`, (t) => {
    const wanted = plainNumbers(allowed).match(/\b\d+\b|"[^"]+"/g) ?? [];
    const told: string[] = plainNumbers(comment.text).match(/\b\d+\b|`[^`]+`/g) ?? [];

    t.deepEqual(
      wanted.map((word) => word.replaceAll('"', "`")).filter((word) => !told.includes(word)),
      [],
    );
  });
}
