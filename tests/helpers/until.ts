import { setTimeout as delay } from "node:timers/promises";

/** Asks again until `wanted` holds, without a limit. */
export async function until<Value>(
  read: () => Promise<Value>,
  wanted: (value: Value) => boolean,
): Promise<Value> {
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    await delay(20);
  }
}
