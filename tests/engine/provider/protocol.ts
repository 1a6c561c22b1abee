// The provider protocol of the Pulumi engine, over gRPC with the SDK's own stubs.
import * as grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import rpc, { type IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";

export type Properties = Record<string, unknown>;

/** A provider's work for the engine. `connection` distinguishes the providers that a program configures. */
export interface Provider {
  configure(connection: string, config: Properties): void;
  check(connection: string, checked: Checked): Properties;
  diff(type: string, olds: Properties, news: Properties): { changed: string[]; replaces: string[] };
  create(connection: string, type: string, inputs: Properties): Promise<State>;
  read(type: string, id: string): State | undefined;
  update(type: string, id: string, inputs: Properties): Promise<Properties>;
  delete(type: string, id: string): Promise<void>;
  invoke(connection: string, token: string): Properties;
}

/** A program's new inputs beside those in the state; `seed` gives preview and update the same names. */
export interface Checked {
  type: string;
  name: string;
  olds: Properties;
  news: Properties;
  seed: Buffer;
}

export interface State {
  id: string;
  inputs: Properties;
  outputs: Properties;
}

export interface Served {
  port: number;
  close(): void;
}

/** Serves a provider on a free port of 127.0.0.1; `version` is the version of the SDK it stands for. */
export async function serve(provider: Provider, version: string): Promise<Served> {
  const server = new grpc.Server();
  const implementation = {
    ...lifecycle(provider, version),
    ...planning(provider),
    ...changes(provider),
  };
  server.addService(rpc.ResourceProviderService, implementation as grpc.UntypedServiceImplementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { port, close: () => server.forceShutdown() };
}

function lifecycle(provider: Provider, version: string): Partial<IResourceProviderServer> {
  return {
    attach: unary(() => new empty.Empty()),
    cancel: unary(() => new empty.Empty()),
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(version)),
    checkConfig: unary((request) => new messages.CheckResponse().setInputs(request.getNews())),
    diffConfig: unary(() => new messages.DiffResponse()),
    configure: unary((request, connection) => {
      provider.configure(connection, plain(request.getArgs()));
      return new messages.ConfigureResponse().setSupportspreview(true).setAcceptresources(true);
    }),
  };
}

function planning(provider: Provider): Partial<IResourceProviderServer> {
  return {
    check: unary((request, connection) => {
      const inputs = provider.check(connection, {
        type: request.getType(),
        name: request.getName(),
        olds: plain(request.getOlds()),
        news: plain(request.getNews()),
        seed: Buffer.from(request.getRandomseed_asU8()),
      });
      return new messages.CheckResponse().setInputs(struct(inputs));
    }),
    diff: unary((request) => {
      const olds = plain(request.getOldInputs());
      return diffResponse(provider.diff(request.getType(), olds, plain(request.getNews())));
    }),
    read: unary((request) => {
      const state = provider.read(request.getType(), request.getId());
      if (state === undefined) return new messages.ReadResponse();
      const response = new messages.ReadResponse().setId(state.id).setInputs(struct(state.inputs));
      return response.setProperties(struct(state.outputs));
    }),
    invoke: unary((request, connection) =>
      new messages.InvokeResponse().setReturn(struct(provider.invoke(connection, request.getTok()))),
    ),
  };
}

function changes(provider: Provider): Partial<IResourceProviderServer> {
  return {
    create: unary(async (request, connection) => {
      const inputs = plain(request.getProperties());
      if (request.getPreview()) return new messages.CreateResponse().setProperties(struct(inputs));
      const { id, outputs } = await provider.create(connection, request.getType(), inputs);
      return new messages.CreateResponse().setId(id).setProperties(struct(outputs));
    }),
    update: unary(async (request) => {
      const inputs = plain(request.getNews());
      const outputs = request.getPreview()
        ? { ...plain(request.getOlds()), ...inputs }
        : await provider.update(request.getType(), request.getId(), inputs);
      return new messages.UpdateResponse().setProperties(struct(outputs));
    }),
    delete: unary(async (request) => {
      await provider.delete(request.getType(), request.getId());
      return new empty.Empty();
    }),
  };
}

function diffResponse({ changed, replaces }: ReturnType<Provider["diff"]>) {
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse();
  response.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
  return response.setDiffsList(changed).setReplacesList(replaces);
}

type Answer<Request, Response> = (request: Request, connection: string) => Response | Promise<Response>;

function unary<Request, Response>(
  answer: Answer<Request, Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => answer(call.request, call.getPeer()))
      .then(
        (response) => callback(null, response),
        (error: Error) => callback({ code: grpc.status.UNKNOWN, details: error.message }),
      );
  };
}

function plain(value: structs.Struct | undefined): Properties {
  return (value?.toJavaScript() ?? {}) as Properties;
}

function struct(value: Properties): structs.Struct {
  // A Struct cannot hold undefined, which JSON leaves out.
  return structs.Struct.fromJavaScript(JSON.parse(JSON.stringify(value)));
}
