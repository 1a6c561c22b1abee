import test from "ava";
import { deltaE, deltaE2000 } from "../helpers/images/delta-e.ts";

// Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula", 2005, table 1.
for (const [pair, one, other, difference] of [
  [1, [50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [7, [50, 0, 0], [50, -1, 2], 2.3669],
  [9, [50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
  [14, [50, -0.001, 2.49], [50, 0.0011, -2.49], 4.7461],
  [17, [50, 2.5, 0], [73, 25, -18], 27.1492],
  [28, [36.4612, 47.858, 18.3852], [36.2715, 50.5065, 21.2231], 1.4146],
  [33, [6.7747, -0.2908, -2.4247], [5.8714, -0.0985, -2.2286], 0.6377],
] as [number, [number, number, number], [number, number, number], number][]) {
  test(`ΔE2000 of the published pair ${pair} is ${difference}`, (t) => {
    const found = deltaE2000(one, other);

    t.true(Math.abs(found - difference) < 0.0001, `${found}`);
  });
}

test("Black and white are 100 apart, and a colour is not apart from itself", (t) => {
  t.true(Math.abs(deltaE([0, 0, 0], [255, 255, 255]) - 100) < 0.01);
  t.is(deltaE([12, 200, 77], [12, 200, 77]), 0);
});
