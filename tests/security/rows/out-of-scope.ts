import { readProjectFile } from "../../helpers/root.ts";
import { compressor, type Row, type Subject } from "./row.ts";

const limits = readProjectFile("docs/limits.md");
const options = readProjectFile("docs/options.md");

const outOfScope = "Replication, access logs, code signing and a VPC are out of its scope";

/** Rows 14, 15, 20–22 and 32: the resources out of scope, as documented. */
export const outOfScopeRows: Row[] = [
  absent(14, "access logs", "CKV_AWS_18, S3.9", /bucketLogging/i, outOfScope),
  absent(15, "replication", "CKV_AWS_144, S3.7", /replication/i, outOfScope),
  {
    number: 20,
    check: "concurrency is reserved when it is asked for, as docs/options.md says",
    identifiers: "CKV_AWS_115",
    holds: (t, subject) => {
      t.is(compressor(subject).reservedConcurrentExecutions, undefined);
      t.regex(options, /\| `reservedConcurrency` \| [^|]+ \| none \|/);
    },
  },
  withoutInput(21, "the function is in no VPC", "CKV_AWS_117, Lambda.3", "vpcConfig"),
  withoutInput(22, "the function's code is not signed", "CKV_AWS_272", "codeSigningConfigArn"),
  absent(32, "a CDN", "CKV_AWS_34, 174, 305, CKV2_AWS_32, 54", /cloudfront/i, "No CDN is made"),
];

/** Checks for the absence of a kind of resource; once one is made, its row has to say how. */
function absent(number: number, what: string, identifiers: string, type: RegExp, sentence: string): Row {
  return {
    number,
    check: `there is no resource for ${what}, and docs/limits.md says so`,
    identifiers,
    holds: (t, { graph }: Subject) => {
      t.deepEqual(
        graph.resources.filter((resource) => type.test(resource.type)),
        [],
      );
      t.true(limits.includes(sentence), sentence);
    },
  };
}

function withoutInput(number: number, what: string, identifiers: string, input: string): Row {
  return {
    number,
    check: `${what}, and docs/limits.md says so`,
    identifiers,
    holds: (t, subject) => {
      t.is(compressor(subject)[input], undefined);
      t.true(limits.includes(outOfScope), outOfScope);
    },
  };
}
