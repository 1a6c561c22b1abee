import { once } from "node:events";
import { get } from "node:http";
import test from "ava";
import type { PageUpload } from "../../../local/page/uploads.ts";
import { noise } from "../../helpers/images/images.ts";
import { sharedStack } from "../../helpers/local/run.ts";
import { read } from "../../helpers/local/uploads.ts";

const stack = sharedStack("--config", "uploadSuffixes[0]=.png");
const page = () => stack().description.page;

const paths: [path: string, status: number][] = [
  ["", 200],
  ["page.js", 200],
  ["uplot.js", 200],
  ["status.json", 200],
  ["images.json", 200],
  ["dashboard.json?range=10800", 200],
  ["uploads.json", 404],
  ["objects/source/absent", 404],
  ["objects/source/%ff", 404],
  ["objects/elsewhere/a", 404],
  ["../package.json", 404],
  ["server.ts", 404],
];

for (const [path, status] of paths) {
  test(`GET /${path} answers ${status} with a policy that loads nothing from elsewhere`, async (t) => {
    const response = await fetch(page() + path);

    t.is(response.status, status);
    t.regex(response.headers.get("content-security-policy") ?? "", /^default-src 'none'/);
  });
}

test("the page may talk to itself and to the endpoint, and load and run nothing but what is its own", async (t) => {
  const policy = (await fetch(page())).headers.get("content-security-policy") ?? "";

  const sources = policy.split("; ").filter((rule) => rule.includes("-src"));

  t.deepEqual(sources, [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${stack().description.endpoint}`,
  ]);
});

test("a page of another name cannot read this one", async (t) => {
  const request = get(`${page()}status.json`, { headers: { host: "evil.example" } });

  const [response] = await once(request, "response");

  t.is(response.statusCode, 403);
});

for (const headers of [{}, { origin: "http://127.0.0.1:1" }, { origin: "null" }]) {
  for (const path of ["uploads.json", "redrive.json"]) {
    test(`POST /${path} with the headers ${JSON.stringify(headers)} is refused`, async (t) => {
      const answer = await post(path, "{}", headers);

      t.is(answer.status, 403);
    });
  }
}

test("a presigned request takes a file from the page's origin, and the pipeline compresses it", async (t) => {
  const started = await post("uploads.json", '{"name":"a b.png"}');
  const { url, ...upload } = (await started.json()) as PageUpload;
  const headers = { origin: new URL(page()).origin };

  const stored = await fetch(url, { method: "PUT", headers, body: await noise().png().toBuffer() });

  t.deepEqual(upload, { key: "uploads/a b.png", matchesFilter: true });
  t.is(stored.headers.get("access-control-allow-origin"), headers.origin);
  t.true((await read(stack(), "uploads/a b.jpg")).bytes.length > 0);
});

test("the page is told of a key that the pipeline does not look at", async (t) => {
  const answer = await post("uploads.json", '{"name":"notes.txt"}');

  t.like(await answer.json(), { key: "uploads/notes.txt", matchesFilter: false });
});

const refused: [title: string, body: string, status: number][] = [
  ["no JSON", "x", 400],
  ["no object", "null", 400],
  ["no name", "{}", 400],
  ["a name longer than a key", JSON.stringify({ name: "n".repeat(1100) }), 400],
  ["a body longer than any name", JSON.stringify({ name: "n".repeat(20_000) }), 413],
];

for (const [title, body, status] of refused) {
  test(`an upload with ${title} is refused with ${status}`, async (t) => {
    t.is((await post("uploads.json", body)).status, status);
  });
}

function post(
  path: string,
  body: string,
  headers: Record<string, string> = { origin: new URL(page()).origin },
) {
  return fetch(page() + path, { method: "POST", body, headers });
}
