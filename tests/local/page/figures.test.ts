import { noise } from "../../helpers/images/images.ts";
import { testInBrowser } from "../../helpers/local/browser.ts";
import { drop, sharedPage } from "../../helpers/local/page.ts";

const photo = noise(400, 300).png().toBuffer();
const { untilShown, open } = sharedPage({ images: 1, compressed: { name: "there.png", bytes: photo } });
const textFile = { mimeType: "text/plain", buffer: Buffer.from("milk, bread") };

testInBrowser("the tiles add up, and the legends of counts to the sum of the time shown", async (t) => {
  const { page, problems } = await open(t);
  const rejected = page.locator(".graph li", { hasText: "Rejected" }).first().locator(".value");
  const drawn = () =>
    page.waitForResponse(/dashboard\.json/).then(() => page.waitForResponse(/dashboard\.json/));
  await drawn();
  const before = Number((await rejected.textContent())?.replace("–", "0"));

  for (const name of ["first.txt", "second.txt"]) {
    await page.getByLabel("Choose files").setInputFiles({ ...textFile, name });
    const row = page.locator("#rejected li", { hasText: `uploads/${name}` });
    await untilShown(() => row.isVisible());
  }
  await drawn();

  t.is(await rejected.textContent(), `${before + 2}`);
  const tiles = await page.locator("#status dd").allTextContents();
  const [looked, ...results] = tiles.map((text) => Number(text.replaceAll(",", "")));
  t.is(
    looked,
    results.slice(0, 5).reduce((sum, result) => sum + result, 0),
  );
  t.true(Number(looked) >= 2);
  t.deepEqual(problems, []);
});

testInBrowser("a number stands on one line, however small", async (t) => {
  const { page, problems } = await open(t);
  const numbers = page.locator(".numbers dd");
  await drop(page, "cheap.png", await photo);

  await numbers
    .getByText(/^\$0\.0000\d+$/)
    .first()
    .waitFor();

  const shown = await numbers.evaluateAll((all) =>
    all.map((node) => {
      const text = node.ownerDocument.createRange();
      text.selectNodeContents(node);
      return { lines: text.getClientRects().length, fits: node.scrollWidth <= node.clientWidth };
    }),
  );
  t.deepEqual(shown, Array(shown.length).fill({ lines: 1, fits: true }));
  t.deepEqual(problems, []);
});

testInBrowser("values have the units of their metrics, memory MiB as Lambda counts it", async (t) => {
  const { page } = await open(t);
  const shownAt = async (label: string) => {
    const entry = page.locator(".legend li", { hasText: label }).first();
    await entry.getByText(/\d/).waitFor();
    return entry.locator(".value").textContent();
  };
  await drop(page, "measured.png", await photo);

  t.regex((await shownAt("most")) ?? "", /^[\d,.]+ MiB$/);
  t.regex((await shownAt("age of the oldest")) ?? "", /^[\d,.]+ sec$/);
});
