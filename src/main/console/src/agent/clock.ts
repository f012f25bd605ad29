/** Milliseconds: an answer tells whole seconds, and was a moment under way. */
const EXACT = 2_000;
let ahead = 0;

/** Now, in milliseconds since 1970, by the hub's clock: what it dates is told by it, and this machine's may be wrong. */
export function hubTime(): number {
  return Date.now() + ahead;
}

/** @param date of an answer that has just come */
export function heardAt(date: string | null): void {
  const apart = Date.parse(date ?? '') - Date.now();
  if (!Number.isNaN(apart)) {
    ahead = Math.abs(apart) > EXACT ? apart : 0;
  }
}
