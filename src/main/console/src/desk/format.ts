import type { Language, Words } from '../words';

const LOCALES: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' };
const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language}${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(LOCALES[language], options);
    formats.set(key, made);
  }
  return made;
}

/** 14:05 */
export function clock(iso: string | number, language: Language): string {
  return format(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(iso));
}

export function dayKey(iso: string): string {
  const date = new Date(iso);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

/** Today, Yesterday, or the date. @param now milliseconds since 1970, by the hub's clock */
export function day(iso: string, words: Words, language: Language, now: number): string {
  const start = new Date(now);
  start.setHours(0, 0, 0, 0);
  const time = new Date(iso).getTime();
  if (time >= start.getTime()) {
    return words.thread.today;
  }
  const sameYear = new Date(iso).getFullYear() === start.getFullYear();
  start.setDate(start.getDate() - 1); // Not 24 hours: a day has 23 or 25 where clocks are put forward or back.
  if (time >= start.getTime()) {
    return words.thread.yesterday;
  }
  return format(language, {
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(new Date(iso));
}

/** For a list: how long ago within the hour, the time within the day, else the date. */
export function ago(iso: string, words: Words, language: Language, now: number): string {
  const minutes = Math.floor((now - new Date(iso).getTime()) / 60_000);
  if (minutes < 1) {
    return words.time.justNow;
  }
  if (minutes < 60) {
    return words.time.minutes(minutes);
  }
  if (dayKey(iso) === dayKey(new Date(now).toISOString())) {
    return clock(iso, language);
  }
  return format(language, { month: 'numeric', day: 'numeric' }).format(new Date(iso));
}

/** How old something is: exact while that matters, else since when. */
export function age(iso: string, words: Words, language: Language, now: number): string {
  const seconds = Math.max(0, Math.floor((now - new Date(iso).getTime()) / 1_000));
  if (seconds < 60) {
    return words.time.secondsOld(seconds);
  }
  return seconds < 3_600 ? words.time.minutesOld(Math.floor(seconds / 60)) : words.panel.asOf(moment(iso, language));
}

/** Date and time, for what is not of today. */
export function moment(iso: string, language: Language): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) {
    return iso;
  }
  const sameYear = date.getFullYear() === new Date().getFullYear();
  return format(language, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date);
}

/** 1.2 MB */
export function fileSize(bytes: number): string {
  if (bytes < 1024) {
    return `${bytes} B`;
  }
  const units = ['KB', 'MB', 'GB'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** Whatever draws something: no control, no blank, no mark or joiner that goes with another character. */
const VISIBLE = /[^\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]/u;

const SEGMENTS = new Intl.Segmenter();

/** What stands for somebody in a circle: the first character of the name that can be seen, an emoji whole. */
export function initial(name: string): string {
  for (const { segment } of SEGMENTS.segment(name.replace(/^#/, ''))) {
    if (VISIBLE.test(segment)) {
      return segment.toUpperCase();
    }
  }
  return '?';
}

/** What to call a customer of whom perhaps nothing is known but the platform's id. */
export function displayName(conversation: { name?: string | null; user: string }): string {
  const name = conversation.name ?? '';
  return VISIBLE.test(name) ? name : `#${conversation.user.slice(-6)}`;
}

/** A preview as the hub made it, with its bracketed kinds in the reader's language. */
export function previewText(preview: string | null | undefined, words: Words): string {
  const kind = /^\[(image|voice|video|file|location|link|card|signal|unsupported)\]$/.exec(preview ?? '')?.[1];
  if (kind === undefined) {
    return preview ?? '';
  }
  const named = (words.content as unknown as Record<string, unknown>)[kind];
  return `[${typeof named === 'string' ? named : kind}]`;
}
