import { once } from "node:events";
import { existsSync } from "node:fs";
import { get } from "node:http";
import test from "ava";
import { chromium, type Page } from "playwright-core";
import { noise } from "../helpers/images.ts";
import { sharedStack } from "../helpers/local-run.ts";
import { upload } from "../helpers/uploads.ts";

const stack = sharedStack();
const executablePath = "/usr/bin/chromium";
const missing = existsSync(executablePath) ? "" : ` (skipped: ${executablePath} is not installed)`;
const testInBrowser = missing === "" ? test : test.skip;

testInBrowser(`shows an upload and its output side by side, without reloading${missing}`, async (t) => {
  await withPage(async (page, problems) => {
    await page.getByText("Nothing here yet").waitFor();
    await upload(stack(), "uploads/<b>a</b>.png", await noise(400, 300).png().toBuffer());
    await page.getByText("Output: uploads/<b>a</b>.jpg").waitFor();

    const widths = () =>
      page.locator("img").evaluateAll((images) => images.map((image) => image.naturalWidth));
    await page.waitForFunction("[...document.images].every((image) => image.complete)");

    t.deepEqual(await widths(), [400, 120]);
    t.deepEqual(problems, []);
  });
});

testInBrowser(`shows a rejection with its reason${missing}`, async (t) => {
  await withPage(async (page, problems) => {
    await upload(stack(), "uploads/<img src=x>.png", Buffer.from("no image"));

    await page.getByText("uploads/<img src=x>.png: not-an-image").waitFor();

    t.deepEqual(problems, []);
  });
});

const paths: [path: string, status: number][] = [
  ["status.json", 200],
  ["images.json", 200],
  ["objects/source/absent", 404],
  ["objects/source/%ff", 404],
  ["objects/elsewhere/a", 404],
  ["../package.json", 404],
  ["server.ts", 404],
];

for (const [path, status] of paths) {
  test(`GET ${path} answers ${status} with a policy that loads nothing from elsewhere`, async (t) => {
    const response = await fetch(stack().description.page + path);

    t.is(response.status, status);
    t.regex(response.headers.get("content-security-policy") ?? "", /^default-src 'none'/);
  });
}

test("a page of another name cannot read this one", async (t) => {
  const request = get(`${stack().description.page}status.json`, { headers: { host: "evil.example" } });

  const [response] = await once(request, "response");

  t.is(response.statusCode, 403);
});

/** Runs `work` in a browser, and collects what the page complains of. */
async function withPage(work: (page: Page, problems: string[]) => Promise<void>): Promise<void> {
  const browser = await chromium.launch({ executablePath });
  try {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => problems.push(message.text()));
    await page.goto(stack().description.page);
    await work(page, problems);
  } finally {
    await browser.close();
  }
}
