import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import test, { type ExecutionContext } from "ava";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { Status } from "../../../local/page/server.ts";
import { type LocalRun, startLocalRun } from "../../../local/run.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { until } from "../until.ts";
import { launchBrowser, newPage } from "./browser.ts";
import { fillWithImages } from "./many-images.ts";
import { patient } from "./run-process.ts";

export interface SharedPage {
  dataFolder(): string;
  /** Sends an event about a source to the dead-letter queue. */
  sendDeadLetter(key: string): Promise<void>;
  /** Moves the clock of metrics and alarms on by minutes; alarms are evaluated every minute, as in AWS. */
  untilShown(isShown: () => Promise<boolean>): Promise<void>;
  /** Opens the page in a new tab. `problems` collects its errors, console messages and requests to other origins. */
  open(t: ExecutionContext, options?: BrowserContextOptions): Promise<{ page: Page; problems: string[] }>;
}

const config = [patient, "renditions[0].name=thumbnail", "renditions[0].maxDimension=64"];

interface Shown {
  /** The number of images recorded before the start, without their bytes. */
  images: number;
  /** An image compressed three hours ago by the metrics' clock. */
  compressed: { name: string; bytes: Promise<Buffer> };
}

/** Shares one run in this process and one browser among all tests of a file. */
export function sharedPage({ images, compressed }: Shown): SharedPage {
  const endings: (() => unknown)[] = [];
  const dataFolder = temporaryFolder({ teardown: (work) => endings.push(work) });
  let aheadMs = 0;
  let run: LocalRun;
  let browser: Browser | undefined;
  test.before(async () => {
    fillWithImages(dataFolder, images);
    const options = {
      stack: "dev",
      port: 0,
      pagePort: 0,
      dataFolder,
      config,
      json: true,
      retryDelaySeconds: 0,
    };
    run = await startLocalRun(options, { now: () => Date.now() + aheadMs, log: () => {} });
    await upload(run.description.page, compressed.name, await compressed.bytes);
    aheadMs += 3 * 60 * 60_000;
    browser = await launchBrowser();
  });
  test.after.always(async () => {
    await browser?.close();
    await run?.close();
    for (const end of endings) end();
  });
  return {
    dataFolder: () => dataFolder,
    sendDeadLetter: (key) => sendDeadLetter(run, key),
    untilShown: async (isShown) => {
      const isShownNextMinute = async () => {
        aheadMs += 60_000;
        await fetch(`${run.description.page}dashboard.json`);
        return isShown();
      };
      await until(isShownNextMinute, (shown) => shown);
    },
    open: async (t, options = {}) => {
      if (browser === undefined) throw new Error("There is no browser");
      const page = await newPage(t, browser, options);
      const problems = watch(page, run);
      await page.goto(run.description.page);
      return { page, problems };
    },
  };
}

/** Uploads as the page does, and waits until the function has succeeded. */
async function upload(page: string, name: string, body: Buffer): Promise<void> {
  const headers = { origin: new URL(page).origin };
  const started = { method: "POST", headers, body: JSON.stringify({ name }) };
  const { url } = (await (await fetch(`${page}uploads.json`, started)).json()) as { url: string };
  await fetch(url, { method: "PUT", body });
  await until(
    async () => (await (await fetch(`${page}status.json`)).json()) as Status,
    ({ succeeded }) => succeeded === 1,
  );
}

async function sendDeadLetter({ description }: LocalRun, key: string): Promise<void> {
  const { endpoint, region, sourceBucket, ...credentials } = description;
  const sqs = new SQSClient({ endpoint, region, credentials });
  const MessageBody = JSON.stringify({
    Records: [{ s3: { bucket: { name: sourceBucket }, object: { key } } }],
  });
  await sqs.send(
    new SendMessageCommand({ QueueUrl: `${endpoint}/000000000000/images-dead-letters`, MessageBody }),
  );
  sqs.destroy();
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

export function cardOf(page: Page, key: string) {
  return page.locator("#gallery li", { has: page.getByRole("heading", { name: key, exact: true }) });
}

/** Holds back the next response from a matching address until `release` is called. */
export async function holdBack(page: Page, address: RegExp): Promise<{ release(): Promise<unknown> }> {
  const [asked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await page.route(address, async (route) => {
    asked.resolve();
    await held.promise;
    await route.continue();
  });
  await asked.promise;
  return {
    release: () => {
      held.resolve();
      return page.waitForResponse(address);
    },
  };
}

export async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(`
    const transfer = new DataTransfer();
    const bytes = Uint8Array.from(atob("${bytes.toString("base64")}"), (character) => character.charCodeAt(0));
    transfer.items.add(new File([bytes], ${JSON.stringify(name)}));
    transfer`);
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}
