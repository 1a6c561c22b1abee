import test from "ava";
import { startS3 } from "../../../helpers/aws/s3.ts";

const page = "http://127.0.0.1:4567";
const ask = { "access-control-request-method": "PUT", "access-control-request-headers": "content-type" };

test("a browser may upload from the page's origin", async (t) => {
  const { endpoint } = await startS3(t, { uploadOrigins: () => [page] });

  const answer = await fetch(`${endpoint}/uploads/a`, {
    method: "OPTIONS",
    headers: { ...ask, origin: page },
  });

  t.is(answer.status, 200);
  t.is(answer.headers.get("access-control-allow-origin"), page);
  t.is(answer.headers.get("access-control-allow-methods"), "PUT");
});

const others: Record<string, Record<string, string>> = {
  "from another origin": { ...ask, origin: "http://evil.example" },
  "to delete": { ...ask, origin: page, "access-control-request-method": "DELETE" },
  "without an origin": ask,
};

for (const [title, headers] of Object.entries(others)) {
  test(`what a browser asks ${title} is refused`, async (t) => {
    const { endpoint } = await startS3(t, { uploadOrigins: () => [page] });

    const answer = await fetch(`${endpoint}/uploads/a`, { method: "OPTIONS", headers });

    t.is(answer.status, 403);
    t.false(answer.headers.has("access-control-allow-methods"));
  });
}

test("an error is told to the page as well, and to no other", async (t) => {
  const { endpoint } = await startS3(t, { uploadOrigins: () => [page] });
  const put = (origin: string) => fetch(`${endpoint}/uploads/a`, { method: "PUT", headers: { origin } });

  const [ours, other] = await Promise.all([put(page), put("http://evil.example")]);

  t.is(ours.headers.get("access-control-allow-origin"), page);
  t.is(other.headers.get("access-control-allow-origin"), null);
});
