// Writes docs/images/: pictures of the page of a local run after a day of use, with generated photos nobody owns the rights to.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { root } from "../helpers/root.ts";
import { startUsedRun } from "./history.ts";

const folder = join(root, "docs/images");
const desktop = { viewport: { width: 1280, height: 900 } };
const tall = { viewport: { width: 1280, height: 1300 } };

interface Shot {
  name: string;
  context: BrowserContextOptions;
  take(page: Page): Promise<Buffer>;
}

const shots: Shot[] = [
  { name: "page.png", context: desktop, take: (page) => page.screenshot() },
  { name: "dashboard.png", context: tall, take: (page) => takeDay(page, "#dashboard") },
  { name: "savings.png", context: desktop, take: (page) => takeDay(page, "text=What does it save?") },
  {
    name: "phone-dark.png",
    context: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, colorScheme: "dark" },
    take: (page) => page.screenshot(),
  },
];

const dataFolder = mkdtempSync(join(tmpdir(), "screenshots-"));
const run = await startUsedRun(dataFolder);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium" });
try {
  mkdirSync(folder, { recursive: true });
  for (const shot of shots) writeFileSync(join(folder, shot.name), await taken(browser, shot));
} finally {
  await browser.close();
  await run.close();
  rmSync(dataFolder, { recursive: true });
}

/** Takes the dashboard over one day, scrolled to `selector`. */
async function takeDay(page: Page, selector: string): Promise<Buffer> {
  await page.getByText("1 d", { exact: true }).click();
  // The second response guarantees the first one is drawn.
  for (let answers = 0; answers < 2; answers += 1) await page.waitForResponse(/dashboard\.json\?range=86400/);
  await page.locator(selector).evaluate((node) => node.scrollIntoView());
  return page.screenshot();
}

async function taken(browser: Browser, { context, take }: Shot): Promise<Buffer> {
  const page = await (await browser.newContext({ reducedMotion: "reduce", ...context })).newPage();
  await page.goto(run.description.page);
  await page.locator(".plot canvas").last().waitFor();
  await page.waitForFunction("[...document.images].slice(0, 7).every((image) => image.complete)");
  const png = await take(page);
  // A palette of 256 colours keeps each picture below 300 kB.
  return sharp(png).png({ palette: true, effort: 10 }).toBuffer();
}
