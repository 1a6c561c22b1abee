import test from "ava";
import { everyAction } from "../helpers/graph/simulator.ts";
import { type Configuration, names } from "./configurations.ts";
import type { Permission } from "./permissions.ts";
import { type Role, recordedRoles } from "./roles.ts";

/** The simulator tries every action of these services: those of the role, and those that could extend its power. */
const services = ["s3", "sqs", "kms", "lambda", "logs", "xray", "iam", "sts"];

const roleOf = recordedRoles();

for (const name of names) {
  test(`${name}: the role allows every call of the function, and Lambda's own calls`, async (t) => {
    const role = roleOf(name);

    const needed = [...role.recorded, ...role.lambda];

    t.true(role.recorded.length > 10);
    t.deepEqual(await refused(role, needed), []);
  });

  test(`${name}: the role may make none of these calls on other buckets, queues and keys`, async (t) => {
    const role = roleOf(name);

    const named = [...role.recorded, ...role.lambda].filter(({ resource }) => resource !== "*");

    const elsewhere = named.flatMap(onAnother);

    t.true(elsewhere.length > 20);
    t.is(elsewhere.length, 2 * named.length);
    t.deepEqual(await allowed(role, elsewhere), []);
  });

  test(`${name}: rights on one bucket's objects are not rights on another's`, async (t) => {
    const role = roleOf(name);

    const exchanged = exchangedBuckets(role.recorded);

    t.true(exchanged.length > 0);
    t.deepEqual(await allowed(role, exchanged), []);
  });

  test(`${name}: the role may do nothing else, on any resource`, async (t) => {
    const role = roleOf(name);
    const actions = (await Promise.all(services.map(everyAction))).flat();

    const anywhere = actions.map((action) => ({ action, resource: "*" }));

    // STS tells everyone who they are, whatever policies say.
    const needed = [...actionsOf([...role.recorded, ...role.lambda]), "sts:GetCallerIdentity"];
    t.deepEqual(actionsOf(await allowed(role, anywhere)), needed.sort());
  });
}

for (const name of ["prefixes", "mirrored", "expiring"] as const satisfies Configuration[]) {
  test(`${name}: the role may make none of these calls under other prefixes, ListBucket aside`, async (t) => {
    const role = roleOf(name);

    const elsewhere = role.recorded.flatMap(underOtherPrefixes);

    t.true(elsewhere.length > 10);
    t.deepEqual(await allowed(role, elsewhere), []);
  });
}

async function decided(
  role: Role,
  permissions: Permission[],
): Promise<(Permission & { isAllowed: boolean })[]> {
  return Promise.all(
    permissions.map(async (permission) => ({
      ...permission,
      isAllowed: (await role.decide(permission)) === "Allowed",
    })),
  );
}

async function allowed(role: Role, permissions: Permission[]) {
  return (await decided(role, permissions)).filter(({ isAllowed }) => isAllowed);
}

async function refused(role: Role, permissions: Permission[]) {
  return (await decided(role, permissions)).filter(({ isAllowed }) => !isAllowed);
}

function actionsOf(permissions: Permission[]): string[] {
  return [...new Set(permissions.map(({ action }) => action))].sort();
}

/** Moves the permission to resources with a few more letters in front or behind; X-Ray's actions have no resource. */
function onAnother({ action, resource }: Permission): Permission[] {
  const [, beginning = "", name = "", rest = ""] =
    /^(arn:aws:(?:s3:::|(?:sqs|kms|logs):[^:]+:[^:]+:(?:key\/|log-group:)?))([^/:]+)(.*)$/.exec(resource) ??
    [];
  if (name === "") return [];
  return [`other-${name}`, `${name}-other`].map((other) => ({ action, resource: beginning + other + rest }));
}

/** Lists every action on the objects of each bucket for which no call was recorded. */
function exchangedBuckets(recorded: Permission[]): Permission[] {
  const onObjects = recorded.flatMap(({ action, resource }) => {
    const [, bucket] = /^arn:aws:s3:::([^/]+)\//.exec(resource) ?? [];
    return bucket === undefined ? [] : { action, resource, bucket };
  });
  const known = new Set(onObjects.map(({ action, bucket }) => `${action} ${bucket}`));
  return actionsOf(onObjects).flatMap((action) =>
    onObjects
      .filter(({ bucket }) => !known.has(`${action} ${bucket}`))
      .map(({ resource }) => ({ action, resource })),
  );
}

/** Moves the permission to a key with another output or upload prefix. */
function underOtherPrefixes({ action, resource }: Permission): Permission[] {
  const [, bucket, key = ""] = /^(arn:aws:s3:::[^/]+)\/(.*)$/s.exec(resource) ?? [];
  if (bucket === undefined) return [];
  return [`other/${key}`, key.replace("in/", "other/")].map((other) => ({
    action,
    resource: `${bucket}/${other}`,
  }));
}
