export interface Part {
  text: string;
  hit: boolean;
}

/** Characters shown before the first word found. */
const BEFORE = 12;
const LONGEST = 120;

/** The piece of a message around what was looked for, with every word of it marked. */
export function excerpt(text: string, asked: string): Part[] {
  const line = text.replace(/\s+/g, ' ');
  const words = [...new Set(asked.toLowerCase().split(/\s+/).filter(Boolean))].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'gi');
  const first = words.length === 0 ? -1 : line.search(pattern);
  const from = first > BEFORE ? first - BEFORE : 0;
  const shown = `${from > 0 ? '…' : ''}${line.slice(from, from + LONGEST)}${line.length > from + LONGEST ? '…' : ''}`;
  const parts: Part[] = [];
  let at = 0;
  for (const found of first < 0 ? [] : shown.matchAll(pattern)) {
    parts.push({ text: shown.slice(at, found.index), hit: false }, { text: found[0], hit: true });
    at = found.index + found[0].length;
  }
  parts.push({ text: shown.slice(at), hit: false });
  return parts.filter((part) => part.text !== '');
}
