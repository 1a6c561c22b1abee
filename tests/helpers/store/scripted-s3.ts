import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { ObjectStore } from "../../../handler/reconcile/object-store.ts";
import { createObjectStore } from "../../../handler/reconcile/s3-store.ts";

interface Request {
  method: string | undefined;
  path: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

/** S3's answer: a status with S3's error code, or with headers and a body; or a closed connection. */
export type Answer =
  | { status: number; code?: string; headers?: Record<string, string>; body?: string }
  | "no answer";

export interface ScriptedS3 {
  store: ObjectStore;
  /** Every request so far. */
  requests: Request[];
  /** The answer to all further requests, but those of a method in `answers`. */
  answer: Answer;
  answers: Record<string, Answer>;
  stop(): void;
}

/** Starts an S3 with scripted answers for the real object store, which finds it in the environment, as in Lambda. */
export async function startScriptedS3(): Promise<ScriptedS3> {
  const server = createServer((request, response) => {
    const { method, url: path, headers } = request;
    const received: Request = { method, path, headers, body: "" };
    s3.requests.push(received);
    request.setEncoding("utf8").on("data", (text: string) => {
      received.body += text;
    });
    request.on("end", () => {
      const answer = s3.answers[method ?? ""] ?? s3.answer;
      if (answer === "no answer") return request.socket.destroy();
      const { status, code, headers, body } = answer;
      return response.writeHead(status, headers).end(code ? `<Error><Code>${code}</Code></Error>` : body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "key",
    AWS_SECRET_ACCESS_KEY: "secret",
  });
  const s3: ScriptedS3 = {
    store: createObjectStore(),
    requests: [],
    answer: { status: 200 },
    answers: {},
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return s3;
}
