const mostDigits = 20;

/**
 * Formats a sum of money wherever one is shown: to the cent, and below ten cents to two significant digits, never with an exponent.
 * `local/page/client/format.js` does the same in the browser.
 */
export function dollars(amount: number): string {
  const digits = amount === 0 ? 2 : 1 - Math.floor(Math.log10(Math.abs(amount)));
  return written(amount, Math.min(Math.max(2, digits), mostDigits));
}

/** Formats a price in the same way, but to its last digit. */
export function price(amount: number): string {
  return written(amount, mostDigits);
}

function written(amount: number, maximumFractionDigits: number): string {
  return amount.toLocaleString("en-US", { style: "currency", currency: "USD", maximumFractionDigits });
}
