import test from "ava";
import sharp from "sharp";
import { outputPlane, type Plane } from "../../../cli/images/planes.ts";
import { similarity } from "../../../cli/images/similarity.ts";
import { photograph } from "../../helpers/images/photographs.ts";

function plane(width: number, height: number, value: (x: number, y: number) => number): Plane {
  const values = Uint8Array.from({ length: width * height }, (_, at) =>
    value(at % width, Math.floor(at / width)),
  );
  return { width, height, values };
}

/** Computes one window by the paper's formula, as it stands there. */
function ssim(a: Plane, b: Plane): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [[...a.values], [...b.values]];
  const [meanX, meanY] = [mean(x), mean(y)];
  const covariance = (p: number[], q: number[]) =>
    mean(p.map((v, at) => (v - mean(p)) * ((q[at] ?? 0) - mean(q))));
  const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];
  const light = (2 * meanX * meanY + c1) / (meanX ** 2 + meanY ** 2 + c1);
  return (light * (2 * covariance(x, y) + c2)) / (covariance(x, x) + covariance(y, y) + c2);
}

test("A plane is like itself", (t) => {
  const a = plane(50, 30, (x, y) => (x * y) % 256);

  t.is(similarity(a, a), 1);
});

for (const [width, height] of [
  [8, 8],
  [5, 3],
  [1, 1],
] as const) {
  test(`The similarity of ${width} × ${height} pixels is the paper's`, (t) => {
    const a = plane(width, height, (x, y) => 40 + 20 * x + 3 * y);
    const b = plane(width, height, (x, y) => 60 + 15 * x + ((x + y) % 5));

    t.true(Math.abs(similarity(a, b) - ssim(a, b)) < 1e-9);
  });
}

test("Each window counts once: of four, one that is black makes a quarter", (t) => {
  const a = plane(12, 12, () => 200);
  const b = plane(12, 12, (x, y) => (x >= 8 && y >= 8 ? 0 : 200));
  const windows = [0, 4].flatMap((y) => [0, 4].map((x) => [x, y] as const));

  const cut = (from: Plane, [x, y]: readonly [number, number]) =>
    plane(8, 8, (column, row) => from.values[(y + row) * 12 + x + column] ?? 0);
  const expected = windows.map((at) => ssim(cut(a, at), cut(b, at)));
  t.true(Math.abs(similarity(a, b) - expected.reduce((sum, value) => sum + value) / 4) < 1e-9);
});

test("The better the quality, the more alike, whatever the format", async (t) => {
  const png = await photograph(3).png().toBuffer();
  const of = async (output: Buffer) =>
    similarity(await outputPlane(png, "#ffffff"), await outputPlane(output, "#ffffff"));

  const jpeg = await Promise.all(
    [10, 50, 95].map(async (quality) => of(await sharp(png).jpeg({ quality }).toBuffer())),
  );
  t.deepEqual(jpeg, jpeg.toSorted());
  t.true((jpeg[0] ?? 1) < 0.9 && (jpeg[2] ?? 0) > 0.95, String(jpeg));
  t.is(await of(await sharp(png).webp({ lossless: true }).toBuffer()), 1);
});
