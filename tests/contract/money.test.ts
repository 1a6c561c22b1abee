import test from "ava";
import { dollars, price } from "../../contract/money.ts";

/** A script of the page has no types. */
const script: string = "../../local/page/client/format.js";
const { dollars: onThePage } = await import(script);

for (const [amount, text] of [
  [0, "$0.00"],
  [12.4, "$12.40"],
  [1234.567, "$1,234.57"],
  [0.1, "$0.10"],
  [0.0996, "$0.10"],
  [0.023, "$0.023"],
  [0.00074, "$0.00074"],
  [0.0000000074, "$0.0000000074"],
  [-0.00074, "-$0.00074"],
  [-3, "-$3.00"],
] as const) {
  test(`${amount} dollars are ${text}, for the commands and on the page`, (t) => {
    t.is(dollars(amount), text);
    t.is(onThePage(amount), text);
  });
}

for (const [amount, text] of [
  [0.09, "$0.09"],
  [0.125, "$0.125"],
  [1e-7, "$0.0000001"],
  [5, "$5.00"],
  [1_000_000, "$1,000,000.00"],
] as const) {
  test(`a price of ${amount} keeps all its digits: ${text}`, (t) => {
    t.is(price(amount), text);
  });
}
