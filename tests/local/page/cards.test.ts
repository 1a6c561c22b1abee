import test, { type ExecutionContext } from "ava";
import type { Browser } from "playwright-core";
import { noise } from "../../helpers/images/images.ts";
import { accessibilityProblems, launchBrowser, newPage, testInBrowser } from "../../helpers/local/browser.ts";
import { cardOf } from "../../helpers/local/page.ts";
import { type RunningStack, startStack } from "../../helpers/local/run.ts";
import { upload } from "../../helpers/local/uploads.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const photo = noise(400, 300).png({ compressionLevel: 0 }).toBuffer();
const endings: (() => void)[] = [];
const owner = { teardown: (work: () => void) => endings.unshift(work) };
let browser: Browser | undefined;
let stack: RunningStack;

test.before(async () => {
  browser = await launchBrowser();
  const folder = temporaryFolder(owner);
  stack = await startStack(owner, folder, "--config", "quality=40");
  await put("uploads/untouched.png", await photo);
  await put("uploads/again.png", await photo);
  await stack.stop();
  stack = await startStack(owner, folder, "--config", "format=webp", "--config", "quality=90");
});

test.after.always(async () => {
  await browser?.close();
  for (const end of endings) end();
});

async function put(key: string, body: Uint8Array): Promise<void> {
  await upload(stack, key, body);
  await stack.settled();
}

/** Opens the card of a source, once both pictures have been seen. */
async function openCard(t: ExecutionContext, key: string) {
  if (browser === undefined) throw new Error("There is no browser");
  const page = await newPage(t, browser);
  await page.goto(stack.description.page);
  const card = cardOf(page, key);
  await card.getByText(/\d pixels$|not shown/).waitFor();
  return { page, card, text: (await card.textContent()) ?? "" };
}

testInBrowser("an output made before a change of settings is described by itself", async (t) => {
  const { text } = await openCard(t, "uploads/untouched.png");

  t.regex(text, /JPEG · made with earlier settings/);
  t.notRegex(text, /WebP|quality|Left over/);
});

testInBrowser("an output that another one replaced under a new name is left over", async (t) => {
  await put("uploads/again.png", await photo);

  const { page, card, text } = await openCard(t, "uploads/again.png");

  t.regex(text, /WebP · quality 90 · in \d/);
  t.regex(text, /Left over: uploads\/again\.jpg · [\d.]+ kB · JPEG · made with earlier settings$/);
  t.is(await card.locator("[type=radio]").count(), 1);
  t.regex((await card.getByRole("link", { name: "Output file" }).getAttribute("href")) ?? "", /again\.webp/);
  t.deepEqual(await accessibilityProblems(page), []);
});

testInBrowser("a source that is copied as it is has no quality of the pipeline's", async (t) => {
  await put("uploads/small.webp", await noise(64).webp({ quality: 20 }).toBuffer());

  const { text } = await openCard(t, "uploads/small.webp");

  t.regex(text, /WebP · the source as it is/);
  t.notRegex(text, /quality/);
});

testInBrowser("an output whose source was overwritten is not compared with the new one", async (t) => {
  await put("uploads/over.png", await photo);
  await put("uploads/over.png", Buffer.from("milk, bread"));

  const { text } = await openCard(t, "uploads/over.png");

  t.regex(text, /over\.pngmade of an earlier upload11 byte/);
  t.notRegex(text, /smaller|larger/);
});
