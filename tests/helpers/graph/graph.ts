import * as pulumi from "@pulumi/pulumi";

/** A resource as a program registered it, with its parent and dependencies. */
export interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  parent: string | undefined;
  dependsOn: string[];
}

export interface Graph {
  resources: Registered[];
  outputs: Record<string, unknown>;
}

type Place = Pick<Registered, "parent" | "dependsOn">;
type Program = (opts: pulumi.ComponentResourceOptions) => object | Promise<object>;

export const account = "123456789012";
export const region = "eu-central-1";

const calls: Record<string, Record<string, string>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": { accountId: account },
  "aws:index/getRegion:getRegion": { region },
};

/** Finds the only resource of this name. */
export function find({ resources }: Graph, name: string): Registered {
  const [resource, ...others] = resources.filter((candidate) => candidate.name === name);
  if (resource === undefined || others.length > 0) throw new Error(`Not one resource named ${name}`);
  return resource;
}

/** Parses a policy document, or other JSON, in an input of this resource. */
export function json(graph: Graph, name: string, input: string): unknown {
  return JSON.parse(String(find(graph, name).inputs[input]));
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a program against mocks and returns the registered resources. `program` passes `opts` to its components, so parents
 * and dependencies of their children are recorded. Runs follow each other, since Pulumi's runtime is global.
 */
export function evaluate(program: Program, config: Record<string, string> = {}): Promise<Graph> {
  const result = last.then(() => evaluateAlone(program, config));
  last = result.catch(() => {});
  return result;
}

async function evaluateAlone(program: Program, config: Record<string, string>): Promise<Graph> {
  const registered: Omit<Registered, keyof Place>[] = [];
  const unknown = Promise.withResolvers<never>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom }) => {
        if (custom) registered.push({ type, name, inputs: plain(inputs) });
        return { id: `${name}-id`, state: { ...inputs, ...computed(type, name) } };
      },
      call: ({ token }) => {
        const answer = calls[token];
        if (answer !== undefined) return answer;
        // Throwing here would end in hundreds of unhandled rejections.
        unknown.reject(new Error(`The program calls ${token}, which the mocks do not know`));
        return new Promise<never>(() => {});
      },
    },
    "image-compression-pipeline",
    "test",
    false,
  );
  pulumi.runtime.setAllConfig(config);

  const places = new Map<string, Place>();
  const outputs = await Promise.race([resolvedOutputs(program, places), unknown.promise]);
  const unplaced: Place = { parent: undefined, dependsOn: [] };
  const resources = registered.map((resource) => ({
    ...resource,
    ...(places.get(resource.name) ?? unplaced),
  }));
  return { resources, outputs };
}

async function resolvedOutputs(
  program: Program,
  places: Map<string, Place>,
): Promise<Record<string, unknown>> {
  try {
    const result = await program({ transformations: [recordPlaces(places)] });
    const outputs = Object.entries(result).filter(([, value]) => pulumi.Output.isInstance(value));
    return await new Promise((resolve) => {
      pulumi.output(Object.fromEntries(outputs)).apply(resolve);
    });
  } finally {
    await pulumi.runtime.disconnect();
  }
}

/** Mocks receive no parents and dependencies; this transformation, which changes nothing, does. */
function recordPlaces(places: Map<string, Place>): pulumi.ResourceTransformation {
  const names = new Map<unknown, string>();
  return ({ resource, name, opts }) => {
    names.set(resource, name);
    const dependsOn = [opts.dependsOn ?? []].flat().map((other) => names.get(other) ?? "?");
    places.set(name, { parent: names.get(opts.parent), dependsOn });
    return undefined;
  };
}

/** Properties of AWS's answer besides the inputs. */
function computed(type: string, name: string): Record<string, string> {
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
  switch (type) {
    case "aws:s3/bucket:Bucket":
      return s3Bucket(name.toLowerCase());
    case "aws:sqs/queue:Queue":
      return { name, url: `https://sqs.${region}.amazonaws.com/${account}/${name}`, arn: arn("sqs", name) };
    case "aws:cloudwatch/eventRule:EventRule":
      return { name, arn: arn("events", `rule/${name}`) };
    case "aws:lambda/function:Function":
      return { name, arn: arn("lambda", `function:${name}`) };
    case "aws:lambda/layerVersion:LayerVersion":
      return { arn: arn("lambda", `layer:${name}:1`) };
    case "aws:cloudwatch/logGroup:LogGroup":
      return { name, arn: arn("logs", `log-group:${name}`) };
    case "aws:cloudwatch/metricAlarm:MetricAlarm":
      return { name, arn: arn("cloudwatch", `alarm:${name}`) };
    case "aws:cloudwatch/compositeAlarm:CompositeAlarm":
      return { arn: arn("cloudwatch", `alarm:${name}`) };
    case "aws:sns/topic:Topic":
      return { name, arn: arn("sns", name) };
    case "aws:kms/key:Key":
      return { keyId: name, arn: arn("kms", `key/${name}`) };
    case "aws:iam/role:Role":
      return { name, arn: `arn:aws:iam::${account}:role/${name}` };
    default:
      return {};
  }
}

function s3Bucket(bucket: string) {
  const bucketRegionalDomainName = `${bucket}.s3.${region}.amazonaws.com`;
  return { bucket, arn: `arn:aws:s3:::${bucket}`, bucketRegionalDomainName };
}

/** Unwraps secrets in the inputs. */
function plain(inputs: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, unwrapped(value)]));
}

function unwrapped(value: unknown): unknown {
  if (pulumi.runtime.isRpcSecret(value)) return unwrapped(pulumi.runtime.unwrapRpcSecret(value));
  if (Array.isArray(value)) return value.map(unwrapped);
  const isMap = typeof value === "object" && value !== null && !pulumi.asset.Archive.isInstance(value);
  return isMap ? plain(value) : value;
}
