import test, { type ExecutionContext } from "ava";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { type LocalRun, startLocalRun } from "../../local/run.ts";
import { launchBrowser } from "./browser.ts";
import { fillWithImages } from "./many-images.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface SharedPage {
  run(): LocalRun;
  dataFolder(): string;
  /** Moves the clock of metrics and alarms on. */
  passMinutes(count: number): void;
  /** The page in a tab of its own, and what it complained of or asked others for. */
  open(t: ExecutionContext, options?: BrowserContextOptions): Promise<{ page: Page; problems: string[] }>;
}

const config = ["renditions[0].name=thumbnail", "renditions[0].maxDimension=64"];

/** One run in this process and one browser for all tests of a file; `images` are there already. */
export function sharedPage({ images }: { images: number }): SharedPage {
  const endings: (() => unknown)[] = [];
  const dataFolder = temporaryFolder({ teardown: (work) => endings.push(work) });
  let aheadMs = 0;
  let run: LocalRun;
  let browser: Browser | undefined;
  test.before(async () => {
    fillWithImages(dataFolder, images);
    const options = { port: 0, pagePort: 0, dataFolder, config, json: true, retryDelaySeconds: 0 };
    run = await startLocalRun(options, { now: () => Date.now() + aheadMs, log: () => {} });
    browser = await launchBrowser();
  });
  test.after.always(async () => {
    await browser?.close();
    await run?.close();
    for (const end of endings) end();
  });
  return {
    run: () => run,
    dataFolder: () => dataFolder,
    passMinutes: (count) => {
      aheadMs += count * 60_000;
    },
    open: async (t, options = {}) => {
      if (browser === undefined) throw new Error("There is no browser");
      const context = await browser.newContext({ reducedMotion: "reduce", ...options });
      t.teardown(() => context.close());
      const page = await context.newPage();
      const problems = watch(page, run);
      await page.goto(run.description.page);
      return { page, problems };
    },
  };
}

function watch(page: Page, { description }: LocalRun): string[] {
  const problems: string[] = [];
  const ours = [description.page, description.endpoint].map((address) => new URL(address).origin);
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => problems.push(message.text()));
  page.on("request", (request) => {
    if (!ours.includes(new URL(request.url()).origin)) problems.push(request.url());
  });
  return problems;
}

/** Drops a file as a person would. */
export async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(`
    const transfer = new DataTransfer();
    const bytes = Uint8Array.from(atob("${bytes.toString("base64")}"), (character) => character.charCodeAt(0));
    transfer.items.add(new File([bytes], ${JSON.stringify(name)}));
    transfer`);
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}
