import test, { type ExecutionContext } from "ava";
import sharp from "sharp";
import { openHeic } from "../../../../handler/image/formats/heic.ts";
import { alike } from "../../../helpers/images/compressed.ts";
import { converted, heic, quarterColours } from "../../../helpers/images/heic.ts";
import { blue, type Colour, green, red, white } from "../../../helpers/images/images.ts";

function allAlike(t: ExecutionContext, actual: Colour[], expected: Colour[]) {
  t.is(actual.length, expected.length);
  for (const [index, colour] of expected.entries()) alike(t, actual[index] ?? [], colour);
}

const images: [name: string, size: [width: number, height: number], colours: Colour[]][] = [
  ["plain", [96, 64], [red, green, blue, white]],
  ["orientation-2", [96, 64], [green, red, white, blue]],
  ["orientation-3", [96, 64], [white, blue, green, red]],
  ["orientation-4", [96, 64], [blue, white, red, green]],
  ["orientation-5", [64, 96], [red, blue, green, white]],
  ["orientation-6", [64, 96], [blue, red, white, green]],
  ["orientation-7", [64, 96], [white, green, blue, red]],
  ["orientation-8", [64, 96], [green, white, red, blue]],
  ["grid", [150, 200], [blue, red, white, green]],
  ["ten-bit", [96, 64], [red, green, blue, white]],
  ["second-is-primary", [64, 64], [green, green, green, green]],
  [
    "alpha",
    [64, 64],
    [
      [...red, 255],
      [...green, 128],
      [...blue, 0],
      [...white, 255],
    ],
  ],
  [
    "premultiplied",
    [64, 64],
    [
      [...red, 255],
      [...green, 128],
      [0, 0, 0, 0],
      [...white, 255],
    ],
  ],
];

for (const [name, size, colours] of images) {
  test(`The HEIC ${name} has its size and its colours, upright and in place`, async (t) => {
    const { announced, tiff } = await converted(heic(name));

    const { autoOrient } = await sharp(tiff).metadata();
    t.deepEqual(announced, size);
    t.deepEqual(autoOrient, { width: size[0], height: size[1] });
    allAlike(t, await quarterColours(tiff), colours);
  });
}

for (const [name, hasAlpha] of [
  ["plain", false],
  ["alpha", true],
] as const) {
  test(`The HEIC ${name} is announced ${hasAlpha ? "with" : "without"} alpha`, async (t) => {
    t.like(await openHeic(heic(name)), { hasAlpha, channels: hasAlpha ? 4 : 3 });
  });
}

// 200, 50, 50 of Display P3, by the matrices of CSS Color 4.
for (const name of ["p3-profile", "p3-numbers"]) {
  test(`The HEIC ${name} comes with the profile of its colours`, async (t) => {
    const { tiff } = await converted(heic(name));

    t.true((await sharp(tiff).metadata()).hasProfile);
    alike(t, (await quarterColours(tiff))[0] ?? [], [218, 24, 41]);
  });
}

for (const name of ["plain", "grid"]) {
  test(`The HEIC ${name} cannot be read if it ends early, wherever that is`, async (t) => {
    const whole = heic(name);
    const lengths = [20, 100, 200, whole.length - 60, whole.length - 1];

    for (const length of lengths)
      await t.throwsAsync(converted(whole.subarray(0, length)), { instanceOf: Error });
  });
}

test("A HEIC with another size inside than in its header cannot be read", async (t) => {
  const bytes = heic("plain");
  bytes.writeUInt32BE(8, bytes.indexOf("ispe") + 8);

  await t.throwsAsync(converted(bytes), { message: /does not have the size signaled/ });
});
