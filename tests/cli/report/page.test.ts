import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import test from "ava";
import type { Page } from "playwright-core";
import { pageOf } from "../../../cli/report/page/page.ts";
import { pipeline, reportOf, week } from "../../helpers/command/reports.ts";
import { accessibilityProblems, launchBrowser, newPage, testInBrowser } from "../../helpers/local/browser.ts";
import { type Owner, temporaryFolder } from "../../helpers/temporary-folder.ts";

const hostile = `"><img src=x onerror=alert(1)>`;
const page = pageOf(
  reportOf({ ...week, [`reason ${hostile}`]: 3 }, { ...pipeline, name: hostile }, [
    `<script>alert(1)</script>`,
  ]),
);

test("The page names no address, no script and no style but its own", (t) => {
  const [, style = ""] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];

  const hash = createHash("sha256").update(style).digest("base64");
  t.is(policy, `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
  t.notRegex(page, /https?:|<script|<link|<img|@import|url\(| style=/);
  t.notRegex(pageOf(reportOf(week)), / src=| href=| on\w+=/);
});

test("Names are text, never markup", (t) => {
  t.is(page.split("<img").length, 1);
  t.is(page.split("&#34;&#62;&#60;img src=x onerror=alert(1)&#62; in eu-central-1").length, 3);
});

for (const [periods, periodSeconds, starts] of [
  ["hours", 3600, ["2026-11-26 00:00", "2026-11-26 01:00"]],
  ["days", 86_400, ["2026-11-26", "2026-11-27"]],
] as const) {
  test(`Rows of ${periods} are told by their start, midnight included`, (t) => {
    const report = reportOf(week);
    const [midnight] = report.periods.filter(({ start }) => start.startsWith("2026-11-26T00:00"));
    const next = new Date(Date.UTC(2026, 10, 26) + periodSeconds * 1000).toISOString();
    if (midnight === undefined) return t.fail();

    const text = pageOf({ ...report, periodSeconds, periods: [midnight, { ...midnight, start: next }] });

    const rows = text.matchAll(/<th scope="row">(2026[^<]*)</g);
    t.deepEqual(
      [...rows].map(([, start]) => start),
      [...starts],
    );
  });
}

testInBrowser("A browser draws the page alone, at phone width and in the dark too", async (t) => {
  const browser = await launchBrowser();
  t.teardown(() => browser?.close());
  if (browser === undefined) return t.fail();
  for (const colorScheme of ["light", "dark"] as const) {
    const opened = await newPage(t, browser, { colorScheme, viewport: { width: 360, height: 640 } });

    const problems = await open(opened, t, page);

    t.deepEqual(problems, []);
    t.is(await opened.evaluate("document.documentElement.scrollWidth"), 360);
    t.deepEqual(await accessibilityProblems(opened), []);
  }
});

/** Returns the page's errors, its messages and its requests for anything but itself. */
async function open(opened: Page, owner: Owner, content: string): Promise<string[]> {
  const file = join(temporaryFolder(owner), "report.html");
  writeFileSync(file, content);
  const address = pathToFileURL(file).href;
  const problems: string[] = [];
  opened.on("pageerror", (error) => problems.push(error.message));
  opened.on("console", (message) => problems.push(message.text()));
  opened.on("request", (request) => request.url() === address || problems.push(request.url()));
  await opened.goto(address);
  return problems;
}
