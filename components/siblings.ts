import * as pulumi from "@pulumi/pulumi";
import type { Buckets } from "./buckets/buckets.ts";
import { loopProblem, type Sibling, sharingProblem } from "./checks/sibling-problems.ts";
import type { Options } from "./options/rules-and-defaults.ts";

interface Member extends Sibling {
  /** Values for the source bucket in the program: the same value is the same bucket, before it has a name. */
  sources: unknown[];
  buckets?: Buckets;
}

/** Pipelines of each program in this process, by the program's connection to its engine. */
const programs = new WeakMap<object, Member[]>();

/**
 * Adds a pipeline to the others of its program.
 *
 * @returns A function to call with its buckets. The output of the function fails if the names of buckets, which are known
 *   only later, show pipelines in each other's way.
 * @throws {pulumi.ResourceError} If this is known already.
 */
export function joinSiblings(
  name: string,
  options: Options,
  given: pulumi.Input<string> | undefined,
  component: pulumi.Resource,
): (buckets: Buckets) => pulumi.Output<void> {
  const program = pulumi.runtime.getMonitor() ?? component;
  const others = programs.get(program) ?? [];
  const member: Member = { name, options, sources: given === undefined ? [] : [given] };
  for (const other of others.filter(({ sources }) => sources.includes(given))) {
    refuse(sharingProblem(other, member), component);
  }
  programs.set(program, [...others, member]);

  return (buckets) => {
    member.buckets = buckets;
    member.sources.push(buckets.source.bucket);
    return pulumi
      .all([checkSharing(member, others, component), checkLoops(member, others, component)])
      .apply(() => {});
  };
}

/** Checks pairs which may share a source bucket; two pipelines with buckets of their own never do. */
function checkSharing(own: Member, others: Member[], component: pulumi.Resource): pulumi.Output<void> {
  const candidates = others.filter((other) => isAdopting(own) || isAdopting(other));
  const names = pulumi.all([own, ...candidates].map(({ buckets }) => buckets?.source.bucket));
  return names.apply(([source, ...known]) => {
    for (const [index, other] of candidates.entries()) {
      if (known[index] === source) refuse(sharingProblem(other, own), component);
    }
  });
}

function checkLoops(own: Member, others: Member[], component: pulumi.Resource): pulumi.Output<void> {
  const adopting = [own, ...others].filter(isAdopting);
  if (!adopting.includes(own)) return pulumi.output(undefined).apply(() => {});
  const named = adopting.map(({ name, options, buckets }) => ({
    member: { name, options },
    source: buckets?.source.bucket,
    outputs: [buckets?.output.bucket, buckets?.web?.bucket],
  }));
  const names = pulumi.all(named.map(({ source, outputs }) => pulumi.all([source, pulumi.all(outputs)])));
  return names.apply((known) => {
    const [last, ...rest] = known.map(([source = "", outputs], index) => ({
      ...(named[index]?.member ?? own),
      source,
      outputs: outputs.filter((output) => output !== undefined),
    }));
    if (last !== undefined) refuse(loopProblem(last, rest), component);
  });
}

function isAdopting({ options }: Member): boolean {
  return options.sourceBucket !== undefined;
}

function refuse(problem: string | undefined, component: pulumi.Resource): void {
  if (problem !== undefined) throw new pulumi.ResourceError(problem, component, true);
}
