import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { withDefaults } from "../../../components/checks/check-options.ts";
import { environmentBytes, functionVariables } from "../../../components/settings/environment.ts";
import { knownSettings, marksSources } from "../../../components/settings/function-settings.ts";
import { tagsProblem } from "../../../components/settings/output-tags.ts";

const settings = knownSettings(withDefaults({}));

test("the environment is measured as the JSON that Lambda measures", (t) => {
  const environment = functionVariables(JSON.stringify(settings));

  t.is(environmentBytes(settings), JSON.stringify(environment).length);
});

test("values not known yet are measured at their greatest length, where there is one", (t) => {
  const { sourceBucket, renditions } = knownSettings(
    withDefaults({ objectTags: { team: pulumi.output("web") }, web: {} }),
  );

  t.deepEqual(
    [sourceBucket, ...renditions.map(({ bucket }) => bucket)].map(({ length }) => length),
    [63, 63, 63],
  );
  t.deepEqual(renditions[0]?.objectTags, { team: "" });
});

/** Checks tags, of the pipeline or of a rendition, whose values are known only later. */
function problem(options: Record<string, unknown>): string | undefined {
  const known = withDefaults(options);
  return tagsProblem(known, knownSettings(known));
}

test("tags that other resources give are checked once they are known", (t) => {
  const rendition = { name: "small", objectTags: { team: "<web>" } };

  t.is(problem({ objectTags: { team: "web" } }), undefined);
  t.is(problem({}), undefined);
  const rule = "must be a text of up to 256 letters, digits, spaces and _ . : / = + - @";
  t.is(problem({ objectTags: { team: "<web>", a: "b" } }), `\`objectTags.team\` ${rule}`);
  t.is(problem({ renditions: [rendition] }), `\`renditions[0].objectTags.team\` ${rule}`);
  t.is(problem({ web: { objectTags: { team: 7 } } }), `\`web.objectTags.team\` ${rule}`);
});

test("tags that other resources give must fit into the environment", (t) => {
  const outputPrefix = "p".repeat(4000);

  const own = problem({ objectTags: { team: "web" }, outputPrefix });
  const others = problem({ objectTags: {}, outputPrefix, web: { objectTags: { team: "web" } } });

  t.regex(own ?? "", /^`objectTags` must be shorter: .* holds 4096 bytes; received 4\d{3}$/);
  t.regex(others ?? "", /^`web.objectTags` must be shorter: /);
});

test("with a queue the longest address of a dead-letter queue is counted", (t) => {
  const bytes = (ingestion: string) => environmentBytes(knownSettings(withDefaults({ ingestion })));

  t.true(bytes("queue") - bytes("direct") > 150);
});

test("the function marks sources only where a lifecycle rule filters by the mark", (t) => {
  const isTold = (options: Record<string, unknown>) => knownSettings(withDefaults(options)).markSources;

  t.is(isTold({}), undefined);
  t.is(isTold({ expireNoncurrentAfterDays: 7 }), undefined);
  t.true(isTold({ archiveOriginalsAfterDays: 30 }));
  t.true(isTold({ expireOriginalsAfterDays: 30 }));
  t.true(isTold({ expireRejectedAfterDays: 30 }));
  t.true(marksSources(withDefaults({ expireOriginalsAfterDays: 30 })));
});
