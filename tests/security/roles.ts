import test from "ava";
import { account, type Graph, json } from "../helpers/graph/graph.ts";
import { settingsOf } from "../helpers/graph/settings.ts";
import { decide } from "../helpers/graph/simulator.ts";
import { startRecordedEndpoint } from "../helpers/store/recorded-endpoint.ts";
import { type Configuration, graphOf, keyArn, names } from "./configurations.ts";
import { runThrough, setEnvironment } from "./function-run.ts";
import { type Permission, permissionsFor, permissionsOfLambda } from "./permissions.ts";

/** A configuration's role, and the permissions observed in runs of its function. */
export interface Role {
  /** Permissions for the function's recorded calls. */
  recorded: Permission[];
  /** Permissions for Lambda's own work with the role, which no test here can see. */
  lambda: Permission[];
  /** Returns the simulator's decision by the role's policy. */
  decide(permission: Permission): Promise<string>;
}

/** They begin with every configuration's `uploadPrefix`, in which the last one's extension begins. */
const keys = ["in/v1.a.png", "in/v1.é + %2F/../😀.PNG", "in/v1.x"];

/** Runs every configuration's function before the file's tests. */
export function recordedRoles(): (name: Configuration) => Role {
  const roles = new Map<Configuration, Role>();
  const endings: (() => void)[] = [];
  test.before(async () => {
    const graphs: [Configuration, Graph][] = [];
    for (const name of names) graphs.push([name, await graphOf(name)]);
    const owner = { teardown: (work: () => void) => void endings.unshift(work) };
    const sources = graphs.map(([name, graph]) => settingsOf(graph, name).sourceBucket);
    const endpoint = await startRecordedEndpoint(owner, bucketsOf(graphs), sources);
    setEnvironment(endpoint);

    for (const [name, graph] of graphs) {
      endpoint.calls.length = 0;
      await runThrough(settingsOf(graph, name), keys, endpoint);
      const key = name === "key" ? keyArn : undefined;
      const recorded = distinct(endpoint.calls.flatMap((call) => permissionsFor(call, key)));
      roles.set(name, { recorded, lambda: permissionsOfLambda(graph, name), decide: decider(graph, name) });
    }
  });
  test.after.always(() => {
    for (const end of endings) end();
  });

  return (name) => {
    const role = roles.get(name);
    if (role === undefined) throw new Error(`No run of ${name}`);
    return role;
  };
}

function bucketsOf(graphs: [Configuration, Graph][]): string[] {
  const settings = graphs.map(([name, graph]) => settingsOf(graph, name));
  const buckets = settings.flatMap(({ sourceBucket, renditions }) => [
    sourceBucket,
    ...renditions.map(({ bucket }) => bucket),
  ]);
  return [...new Set(buckets)];
}

function distinct(permissions: Permission[]): Permission[] {
  return [...new Map(permissions.map((each) => [`${each.action} ${each.resource}`, each])).values()];
}

function decider(graph: Graph, name: Configuration): Role["decide"] {
  const identityPolicy = json(graph, `${name}-compressor-role-policy`, "policy");
  const principal = `arn:aws:iam::${account}:role/${name}-compressor-role`;
  return ({ action, resource }) =>
    decide({
      principal,
      action,
      resource,
      identityPolicy,
      ...(action.startsWith("kms:") && { resourcePolicy: keyPolicy }),
    });
}

/** A customer's key with KMS's default policy, under which the account's own policies decide. */
const keyPolicy = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" },
  ],
};
