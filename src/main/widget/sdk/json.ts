const LONG = /\d{16}/;
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/**
 * As `JSON.parse`, but a whole number too long for JavaScript is the text of its digits: an order's or a parcel's
 * number is shown and not calculated with, and would end in other digits than it has.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(LONG.test(text) ? text.replace(STRING_OR_NUMBER, kept) : text);
}

function kept(part: string): string {
  return /^-?\d+$/.test(part) && !Number.isSafeInteger(Number(part)) ? `"${part}"` : part;
}
