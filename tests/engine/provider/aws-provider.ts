import { isDeepStrictEqual } from "node:util";
import { type Account, accountId, type ResourceType, type Stored } from "./account.ts";
import { autonames } from "./autonames.ts";
import { cloudFrontTypes } from "./cloudfront.ts";
import { eventsTypes } from "./events.ts";
import { iamTypes } from "./iam.ts";
import { kmsTypes } from "./kms.ts";
import { lambdaTypes } from "./lambda.ts";
import { operationsTypes } from "./operations.ts";
import type { Checked, Properties, Provider } from "./protocol.ts";
import { replaceOnChange } from "./replacements.ts";
import { s3Types } from "./s3.ts";
import { snsTypes } from "./sns.ts";
import { sqsTypes } from "./sqs.ts";

const types: Record<string, ResourceType> = {
  ...s3Types,
  ...cloudFrontTypes,
  ...snsTypes,
  ...sqsTypes,
  ...eventsTypes,
  ...lambdaTypes,
  ...iamTypes,
  ...kmsTypes,
  ...operationsTypes,
};

/** These types change slowly, so a resource with a missing dependency on one fails. */
const slow = new Set([
  "aws:iam/rolePolicy:RolePolicy",
  "aws:lambda/permission:Permission",
  "aws:sqs/queuePolicy:QueuePolicy",
]);

/**
 * A stand-in for the AWS provider over an account in memory. It knows the types that the component registers, and refuses
 * every other one by name.
 */
export class AwsProvider implements Provider {
  readonly #account: Account;
  readonly #regions = new Map<string, string>();

  constructor(account: Account) {
    this.#account = account;
  }

  configure(connection: string, { region }: Properties): void {
    if (typeof region !== "string" || region === "") {
      throw new Error("Missing region information: set it with `pulumi config set aws:region us-east-1`");
    }
    this.#regions.set(connection, region);
  }

  check(connection: string, { type, name, olds, news, seed }: Checked): Properties {
    typeNamed(type);
    const regional = replaceOnChange[type]?.properties.includes("region") ?? false;
    const inputs = regional ? { region: this.#regionOf(connection), ...news } : news;
    const autoname = autonames[type];
    if (autoname === undefined || news[autoname.property] !== undefined) return inputs;
    const { property, maxLength, lowercase = false } = autoname;
    const generated =
      olds[property] ?? withSuffix(type, lowercase ? name.toLowerCase() : name, maxLength, seed);
    return { ...inputs, [property]: generated };
  }

  diff(type: string, olds: Properties, news: Properties): { changed: string[]; replaces: string[] } {
    const properties = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
    const changed = properties.filter((property) => !same(olds[property], news[property]));
    const replacing = replaceOnChange[type]?.properties ?? [];
    return { changed, replaces: changed.filter((property) => replacing.includes(property)) };
  }

  async create(connection: string, type: string, inputs: Properties) {
    const region = this.#regionOf(connection);
    if (slow.has(type)) await this.#account.takeTime(type, 500);
    await this.#accept(type, inputs, undefined);
    const { id, ...computed } = typeNamed(type).identify(inputs, { account: this.#account, region });
    const stored = { type, id, region, inputs, outputs: { ...inputs, ...allTags(inputs), ...computed } };
    this.#account.put(stored);
    return stored;
  }

  read(type: string, id: string) {
    return this.#account.find(type, id);
  }

  async update(type: string, id: string, inputs: Properties): Promise<Properties> {
    const existing = this.#account.find(type, id);
    if (existing === undefined) throw new Error(`updating ${type} (${id}): it does not exist`);
    await this.#accept(type, inputs, existing);
    const computed = Object.entries(existing.outputs).filter(
      ([property]) => !(property in existing.inputs) && property !== "tagsAll",
    );
    const outputs = { ...Object.fromEntries(computed), ...inputs, ...allTags(inputs) };
    this.#account.put({ ...existing, inputs, outputs });
    return outputs;
  }

  async #accept(type: string, inputs: Properties, existing: Stored | undefined): Promise<void> {
    try {
      await typeNamed(type).accept?.(inputs, this.#account, existing);
    } catch (error) {
      this.#account.refused();
      throw error;
    }
  }

  async delete(type: string, id: string): Promise<void> {
    const existing = this.#account.find(type, id);
    if (existing === undefined) return;
    typeNamed(type).release?.(existing, this.#account);
    this.#account.remove(type, id);
  }

  invoke(connection: string, token: string): Properties {
    switch (token) {
      case "aws:index/getCallerIdentity:getCallerIdentity":
        return { id: accountId, accountId, arn: `arn:aws:iam::${accountId}:root`, userId: accountId };
      case "aws:index/getRegion:getRegion":
        return { id: this.#regionOf(connection), region: this.#regionOf(connection) };
      default:
        throw new Error(`The stand-in for AWS does not know the call ${token}`);
    }
  }

  #regionOf(connection: string): string {
    return this.#regions.get(connection) ?? "us-east-1";
  }
}

/** The real provider gives the tags back once more, with its own default tags. */
function allTags({ tags }: Properties): Properties {
  return tags === undefined ? {} : { tagsAll: tags };
}

function typeNamed(type: string): ResourceType {
  const found = types[type];
  if (found === undefined) throw new Error(`The stand-in for AWS does not know resources of type ${type}`);
  return found;
}

/** Names as Pulumi's bridge does: a dash and seven hexadecimal digits of the engine's random seed. */
function withSuffix(type: string, name: string, maxLength: number, seed: Buffer): string {
  const generated = `${name}-${seed.toString("hex").slice(0, 7)}`;
  if (generated.length > maxLength) {
    throw new Error(
      `could not make instance of '${type}': name '${name}-' plus 7 random chars is longer than maximum length ${maxLength}`,
    );
  }
  return generated;
}

/** Compares archives by content, regardless of their paths. */
function same(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(withoutPaths(one), withoutPaths(other));
}

function withoutPaths(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const isAsset = "hash" in value && "4dabf18193072939515e22adb298388d" in value;
  return isAsset ? value.hash : value;
}
