import test from "ava";
import {
  environmentBytes,
  functionVariables,
  knownSettings,
  tagsProblem,
} from "../../components/function-settings.ts";
import { withDefaults } from "../../components/validation.ts";

const settings = knownSettings(withDefaults({}));

test("the environment is measured as the JSON that Lambda measures", (t) => {
  const environment = functionVariables(JSON.stringify(settings));

  t.is(environmentBytes(settings), JSON.stringify(environment).length);
});

test("what is not known yet is counted as long as it can be, as far as that is known", (t) => {
  t.is(settings.sourceBucket.length, 63);
  t.is(settings.renditions[0]?.bucket.length, 63);
});

test("tags that other resources give are checked once they are known", (t) => {
  t.is(tagsProblem({ team: "web" }, settings), undefined);
  t.is(tagsProblem(undefined, settings), undefined);
  t.regex(tagsProblem({ team: "<web>" }, settings) ?? "", /^`objectTags` must be a map of up to 10 tags: /);
});

test("tags that other resources give must fit into the environment", (t) => {
  const outputPrefix = "p".repeat(4000);

  const problem = tagsProblem({ team: "web" }, knownSettings(withDefaults({ outputPrefix })));

  t.regex(problem ?? "", /^`objectTags` must be shorter: .* holds 4096 bytes; received 4\d{3}$/);
});
