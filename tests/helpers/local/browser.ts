import { existsSync } from "node:fs";
import test, { type ExecutionContext } from "ava";
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const executablePath = "/usr/bin/chromium";
const isMissing = !existsSync(executablePath);

/** A test that needs the browser, and is skipped where there is none, which its title says. */
export function testInBrowser(title: string, work: (t: ExecutionContext) => Promise<void>): void {
  if (isMissing) test.skip(`${title} (skipped: ${executablePath} is not installed)`, work);
  else test.serial(title, work);
}

/** `undefined` where there is no browser. */
export async function launchBrowser(): Promise<Browser | undefined> {
  return isMissing ? undefined : chromium.launch({ executablePath, timeout: 0 });
}

/** Opens a tab in which nothing is bound in time, as Playwright by itself does after 30 seconds. */
export async function newPage(t: ExecutionContext, browser: Browser, options?: BrowserContextOptions) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  t.teardown(() => context.close());
  context.setDefaultTimeout(0);
  return context.newPage();
}

/** What the accessibility checker axe finds, each with the elements that it is about. */
export async function accessibilityProblems(page: Page): Promise<string[][]> {
  // Through the debugger, since a page's own policy may not let a script in.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>("axe.run()");
  return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
}
