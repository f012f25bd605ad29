import { describe, expect, test } from 'vitest';
import { day } from '../src/desk/format';
import { en } from '../src/words/en';

const at = (days: number, hours: number, minutes: number) => new Date(2026, 0, 1 + days, hours, minutes);
const said = (time: Date, now: Date) => day(time.toISOString(), en, 'en', now.getTime());

describe('the line before each day', () => {
  test('the zone of these tests puts its clocks forward and back', () => {
    expect(at(0, 12, 0).getTimezoneOffset()).not.toBe(at(180, 12, 0).getTimezoneOffset());
  });

  test('names today and yesterday also where a day has 23 or 25 hours', () => {
    for (let days = 0; days < 365; days++) {
      const now = at(days, 12, 0);

      expect(said(at(days, 0, 0), now)).toBe(en.thread.today);
      expect(said(at(days - 1, 23, 59), now)).toBe(en.thread.yesterday);
      expect(said(at(days - 1, 0, 0), now)).toBe(en.thread.yesterday);
      expect(said(at(days - 2, 23, 59), now)).not.toBe(en.thread.yesterday);
    }
  });
});
