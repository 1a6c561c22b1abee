import test from "ava";
import { secretsProblem } from "../../../components/checks/stack-secrets.ts";

const long = "x".repeat(257);

test("A bad value of a secret is refused by its key, and not shown", (t) => {
  const options = { objectTags: { x: "fine", y: "v2§secret" }, tags: { long, "aws:z": "of-aws" } };

  const problem = secretsProblem(options, ["photos:objectTags", "photos:tags"], "photos") ?? "";

  t.deepEqual(
    problem.split("\n").map((line) => line.replace(/ must be .*; /, " … ")),
    ["objectTags.y", "tags.long", "tags.aws:z"].map((path) => `\`${path}\` … received a secret`),
  );
});

test("Good values of secrets and bad values that are none pass", (t) => {
  const options = { tags: { owner: "me" }, objectTags: { y: "§" }, quality: 500 };

  t.is(secretsProblem(options, ["photos:tags", "other:quality"], "photos"), undefined);
});
