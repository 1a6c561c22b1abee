import { renameSync } from "node:fs";
import { join } from "node:path";
import { noise } from "../../helpers/images/images.ts";
import { accessibilityProblems, testInBrowser } from "../../helpers/local/browser.ts";
import { cardOf, drop, holdBack, sharedPage } from "../../helpers/local/page.ts";

const photo = noise(400, 300).png({ compressionLevel: 0 }).toBuffer();
const { dataFolder, sendDeadLetter, untilShown, open } = sharedPage({
  images: 10_000,
  compressed: { name: "there.png", bytes: photo },
});
const watchFewestCards = `
  var fewest = 30;
  const count = () => { fewest = Math.min(fewest, document.querySelectorAll("#gallery > li").length); };
  new MutationObserver(count).observe(document.getElementById("gallery"), { childList: true })`;
const textFile = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("milk, bread") };

testInBrowser("a photo that is dropped appears beside its output, and the metrics move", async (t) => {
  const { page, problems } = await open(t);
  const compressed = page.locator(".graph", { hasText: "Compressed" }).locator(".value").first();
  await compressed.getByText("–").waitFor();

  await drop(page, "dropped.png", await photo);
  const card = cardOf(page, "uploads/dropped.png");
  await card.getByText("400 × 300 → 400 × 300 pixels").waitFor();
  await compressed.getByText("2", { exact: true }).waitFor();

  t.is(await page.locator("#upload-result").textContent(), "1 of 1 uploaded");
  t.regex((await card.textContent()) ?? "", /\d% smaller.*JPEG · quality 80 · in [\d.]+ (?:ms|sec)/);
  t.deepEqual(problems, []);
});

testInBrowser(
  "a slider moves by keyboard, and keeps place and focus when the next image comes",
  async (t) => {
    const { page, problems } = await open(t);
    const slider = page.getByLabel("Compare uploads/there.png with its output");
    await slider.waitFor();

    while (!(await slider.evaluate((node) => node.matches(":focus")))) await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    await drop(page, "next.png", await photo);
    await cardOf(page, "uploads/next.png").waitFor();

    t.true(await slider.evaluate((node) => node.matches(":focus")));
    t.is(await slider.inputValue(), "51");
    t.is(await slider.evaluate((node) => node.parentElement?.style.getPropertyValue("--at")), "51%");
    t.deepEqual(problems, []);
  },
);

testInBrowser("of several outputs another one can be compared", async (t) => {
  const { page, problems } = await open(t);
  const card = cardOf(page, "uploads/there.png");

  await card.getByLabel("thumbnail").check();
  await card.getByText("400 × 300 → 64 × 48 pixels").waitFor();

  t.regex((await card.getByRole("link", { name: "Output file" }).getAttribute("href")) ?? "", /thumbnail/);
  t.deepEqual(problems, []);
});

testInBrowser("a text file that is chosen becomes a rejection with its reason", async (t) => {
  const { page, problems } = await open(t);

  await page.getByLabel("Choose files").setInputFiles(textFile);
  await page.locator("#rejected li", { hasText: "uploads/notes.txt" }).getByText("not-an-image").waitFor();

  t.is(await page.locator("#upload-problems li").count(), 0);
  t.deepEqual(problems, []);
});

testInBrowser("a key that looks like markup is text wherever it is shown", async (t) => {
  const { page, problems } = await open(t);
  const hostile = `<img src=x onerror="document.title='taken'">`;

  await drop(page, `${hostile}.png`, await photo);
  await page.getByLabel("Choose files").setInputFiles({ ...textFile, name: `${hostile}.txt` });
  await cardOf(page, `uploads/${hostile}.png`).waitFor();
  await page.locator("#rejected li", { hasText: `uploads/${hostile}.txt` }).waitFor();

  t.is(await page.locator("img[src=x]").count(), 0);
  t.is(await page.title(), "Image compression pipeline");
  t.deepEqual(problems, []);
});

testInBrowser("dead letters raise an alarm, and end it when they are sent again", async (t) => {
  const { page, problems } = await open(t);
  const alarm = page.locator("#alarm-list li", {
    has: page.locator(".name").getByText("images-dead-letters-alarm", { exact: true }),
  });
  await sendDeadLetter("uploads/there.png");

  await page.locator("#dead-letters li", { hasText: "uploads/there.png" }).waitFor();
  await untilShown(() => alarm.getByText("In alarm", { exact: true }).isVisible());
  t.not(await page.locator("#health").textContent(), "No alarm");
  t.deepEqual(await accessibilityProblems(page), []);
  await page.getByRole("button", { name: "Send all again" }).click();
  await page.getByText("1 dead letter sent again.").waitFor();
  await untilShown(() => alarm.getByText("OK", { exact: true }).isVisible());
  await page.locator("#dead-letters-part").waitFor({ state: "hidden" });

  t.deepEqual(problems, []);
});

testInBrowser("10,000 images make no larger a page than ten, until more are asked for", async (t) => {
  const { page, problems } = await open(t);
  const cards = page.locator("#gallery li");
  await cards.first().waitFor();
  const before = await cards.count();

  await page.getByRole("button", { name: "Show more" }).click();
  await cards.nth(before).waitFor();

  t.is(before, 6);
  t.is(await cards.count(), 30);
  t.deepEqual(problems, []);
});

testInBrowser("an answer that comes late is not drawn over a newer one", async (t) => {
  const { page } = await open(t);
  const cards = page.locator("#gallery li");
  await cards.first().waitFor();
  const { release } = await holdBack(page, /limit=6$/);

  await page.getByRole("button", { name: "Show more" }).click();
  await cards.nth(29).waitFor();
  await page.evaluate(watchFewestCards);
  await release();
  await page.waitForResponse(/limit=30$/);

  t.is(await page.evaluate("fewest"), 30);
});

testInBrowser("the dashboard's range and the values of its graphs are reached by keyboard", async (t) => {
  const { page, problems } = await open(t);
  const threeHours = page.waitForResponse(/dashboard\.json\?range=10800/);
  await page.locator(".plot canvas").last().waitFor();

  await page.getByLabel("1 h").focus();
  await page.keyboard.press("ArrowRight");
  await threeHours;
  await page.locator(".plot").first().focus();
  await page.keyboard.press("ArrowLeft");

  t.regex((await page.locator(".at").first().textContent()) ?? "", /^\d\d:\d\d$/);
  const twoWeeks = page.locator(".graph", { hasText: "in two weeks" }).first();
  await twoWeeks.locator(".plot").focus();
  await page.keyboard.press("ArrowLeft");
  t.regex((await twoWeeks.locator(".at").textContent()) ?? "", /^[A-Z][a-z]+ \d+, \d\d:00$/);
  t.deepEqual(problems, []);
});

testInBrowser("a graph's note of its time covers no title", async (t) => {
  const { page } = await open(t, { viewport: { width: 1280, height: 900 } });
  const graphs = page.locator(".graph", { hasText: "Counts are of the time shown" });
  await graphs.first().waitFor();

  const covered = await graphs.evaluateAll((all) =>
    all.filter((node) => {
      const [title, note] = ["h4", ".at"].map((part) => node.querySelector(part)?.getBoundingClientRect());
      return !title || !note || note.top < title.bottom;
    }),
  );

  t.is(covered.length, 0);
});

testInBrowser("a run that no longer answers is told of, until it does", async (t) => {
  const { page } = await open(t);
  const notice = page.getByText("The run does not answer.");

  await page.context().setOffline(true);
  await notice.waitFor();
  const told = await notice.isVisible();
  await page.context().setOffline(false);
  await notice.waitFor({ state: "hidden" });

  t.deepEqual([told, await notice.isVisible()], [true, false]);
});

testInBrowser("at the width of a phone nothing scrolls sideways", async (t) => {
  const { page } = await open(t, { viewport: { width: 375, height: 800 } });

  await page.locator(".plot canvas").last().waitFor();

  t.is(await page.evaluate("document.documentElement.scrollWidth"), 375);
});

for (const colorScheme of ["light", "dark"] as const) {
  testInBrowser(`axe finds nothing that shuts anyone out, in ${colorScheme} colours`, async (t) => {
    const { page } = await open(t, { colorScheme });
    await page.locator(".plot canvas").last().waitFor();

    t.deepEqual(await accessibilityProblems(page), []);
  });
}

testInBrowser("an upload that fails says why, in the words of the page or of S3", async (t) => {
  const { page } = await open(t);
  const told = page.locator("#upload-problems");
  const objects = join(dataFolder(), "objects");

  await drop(page, `${"n".repeat(1100)}.png`, await photo);
  await told.getByText("give the file a shorter name").waitFor();
  renameSync(objects, `${objects}-gone`);
  t.teardown(() => renameSync(`${objects}-gone`, objects));
  await drop(page, "lost.png", await photo);
  await told.getByText("lost.png").waitFor();

  const words = "lost.png: We encountered an internal error. Please try again.";
  t.deepEqual(await told.getByRole("listitem").allTextContents(), [words]);
});
