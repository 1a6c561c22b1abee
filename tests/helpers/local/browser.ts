import { existsSync } from "node:fs";
import test, { type ExecutionContext } from "ava";
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const executablePath = "/usr/bin/chromium";
const isMissing = !existsSync(executablePath);

/** Registers a test in the browser. Without a browser it is skipped, and its title says so. */
export function testInBrowser(title: string, work: (t: ExecutionContext) => Promise<void>): void {
  if (isMissing) test.skip(`${title} (skipped: ${executablePath} is not installed)`, work);
  else test.serial(title, work);
}

/** Returns `undefined` if no browser is installed. */
export async function launchBrowser(): Promise<Browser | undefined> {
  return isMissing ? undefined : chromium.launch({ executablePath, timeout: 0 });
}

/** Opens a tab without Playwright's time limit, which is 30 seconds by default. */
export async function newPage(t: ExecutionContext, browser: Browser, options?: BrowserContextOptions) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  t.teardown(() => context.close());
  context.setDefaultTimeout(0);
  return context.newPage();
}

/** Returns the problems found by the accessibility checker axe, each with its elements. */
export async function accessibilityProblems(page: Page): Promise<string[][]> {
  // Evaluated through the debugger, since the page's policy may block an added script.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>("axe.run()");
  return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
}
