/**
 * Order keys: strings between which there is always room for another, as
 * consensus/drafting/order.py makes them. A block's place is its key, then its id.
 */

export const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** Characters; the server refuses longer keys. */
export const LONGEST_KEY = 512;

const BASE = DIGITS.length;
const STEP_DIGITS = 4;

/** Whether a value can be an order key: base 62, not ending in 0, not too long. */
export function isOrderKey(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST_KEY && /^[0-9A-Za-z]*[1-9A-Za-z]$/.test(value);
}

/**
 * A new key that sorts after `before` ("" is the start) and before `after`, if given. Keys
 * that leave no room give a key after `before`.
 */
export function between(before: string, after: string | null): string {
  if (after === null || before >= after) return next(before) + random();
  let key = middle(before, after);
  while (after.startsWith(key)) key = middle(key, after);
  return key + random();
}

/** So many new keys in order; short ones, however many there are. */
export function keysBetween(before: string, after: string | null, count: number): string[] {
  if (count <= 0) return [];
  if (after === null || before >= after) {
    const keys: string[] = [];
    for (let last = before; keys.length < count; keys.push(last)) last = between(last, null);
    return keys;
  }
  const half = (count - 1) >> 1;
  const key = between(before, after);
  return [...keysBetween(before, key, half), key, ...keysBetween(key, after, count - 1 - half)];
}

/** Whether one place (order key, id) comes before another. */
export function comesBefore(one: readonly [string, string], other: readonly [string, string]): boolean {
  return one[0] < other[0] || (one[0] === other[0] && one[1] < other[1]);
}

function next(before: string): string {
  let number = BASE;
  const digits = before.slice(0, STEP_DIGITS).padEnd(STEP_DIGITS, "0");
  for (let i = 0; i < STEP_DIGITS; i += 1) number += DIGITS.indexOf(digits[i]!) * BASE ** (STEP_DIGITS - 1 - i);
  if (number >= BASE ** STEP_DIGITS) return middle(before, null);
  let key = "";
  for (let i = 0; i < STEP_DIGITS; i += 1) {
    key = DIGITS[number % BASE]! + key;
    number = Math.floor(number / BASE);
  }
  return key;
}

/** A string strictly between two, taken as fractions in base 62. */
function middle(low: string, high: string | null): string {
  let key = "";
  for (;;) {
    const first = low ? DIGITS.indexOf(low[0]!) : 0;
    const last = high ? DIGITS.indexOf(high[0]!) : BASE;
    if (last - first > 1) return key + DIGITS[(first + last) >> 1]!;
    if (last !== first && high !== null && high.length > 1) return key + high[0]!;
    key += DIGITS[first]!;
    low = low.slice(1);
    high = last === first ? (high ?? "").slice(1) : null;
  }
}

function random(): string {
  const two = crypto.getRandomValues(new Uint32Array(2));
  return [...two].map((value) => DIGITS[1 + (value % (BASE - 1))]!).join("");
}
