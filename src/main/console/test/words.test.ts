import { describe, expect, test, vi } from 'vitest';
import { hubTime } from '../src/agent/clock';
import { rest } from '../src/agent/rest';
import { timelineItems } from '../src/desk/timelineItems';
import { displayName, initial, previewText } from '../src/desk/format';
import { browserLanguage, WORDS } from '../src/words';
import { en } from '../src/words/en';
import { zh } from '../src/words/zh';
import { wordsFor } from '../../widget/words';

/** The names of all words, down to the last. */
function names(words: object, at = ''): string[] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? names(value, `${at}${name}.`) : [`${at}${name}`],
  );
}

describe('the words', () => {
  test('are there in every language', () => {
    expect(names(zh).sort()).toEqual(names(en).sort());
  });

  test.each(['__proto__', 'constructor', 'toString'])('have none for what strangers call %s', (name) => {
    for (const { content, fields, orderStatus, results } of Object.values(WORDS)) {
      expect([content.cards, content.signals, fields, orderStatus, results].map((words) => words[name])).toEqual(Array(5).fill(undefined));
    }
  });

  test('are those of the first of the browser’s languages that there are words for', () => {
    expect(browserLanguage(['zh-HK', 'en'])).toBe('zh');
    expect(browserLanguage(['fr', 'en-GB', 'zh'])).toBe('en');
    expect(browserLanguage(['fr'])).toBe('en');
  });

  test('give the place in the queue as the hub counts it: the first has nobody ahead', () => {
    expect(wordsFor('en').queue(1)).toContain('number 1');
    expect(wordsFor('zh').queue(1)).toContain('第 1 位');
    expect([en.sandbox.queue(1), zh.sandbox.queue(1)].join()).not.toMatch(/ahead|前面/);
  });

  test('have one for each reason why a system does not tell what it knows', () => {
    const said = [
      'it failed too often and is left alone for a while',
      'too many calls to it are under way',
      'too many calls for the same customer or login are under way',
      'it cannot be reached',
      'its host is unknown',
      'the connection broke',
      'no answer within 2000 ms',
      'the time of this message was over',
      'its answer has errors (INTERNAL)',
      'its answer is not of the agreed contract',
      'only a part of it answered',
      'it is out of order (HTTP 503)',
      'it is busy',
      'it answers with an error',
      'it answers with a fault',
      'it refuses the request (HTTP 404)',
      'who the customer is could not be found out',
      'the call failed',
    ];

    expect(said.filter((reason) => !Object.keys(zh.reasons).some((known) => reason.includes(known)))).toEqual([]);
  });

  test('name a preview’s kind in the reader’s language and leave what was said alone', () => {
    expect(previewText('[image]', zh)).toBe('[图片]');
    expect(previewText('[sic] he wrote', zh)).toBe('[sic] he wrote');
  });
});

test('the history has a line before each day and business events where they happened', () => {
  const message = (seq: number, time: string) => ({
    id: `m${seq}`,
    conversation: 'c',
    seq,
    sender: { kind: 'customer' as const, id: 'u' },
    content: { type: 'text' as const, text: '' },
    time,
    status: 'sent' as const,
  });

  const items = timelineItems(
    [message(1, '2026-11-20T12:00:00'), message(2, '2026-11-20T12:01:00'), message(3, '2026-11-21T12:00:00')],
    [{ id: 'e', type: 'io.serai.order.paid', time: '2026-11-20T12:30:00' }],
    [],
  );

  expect(items.map((item) => item.kind)).toEqual(['day', 'message', 'message', 'business', 'day', 'message']);
  expect(items.map((item) => item.kind === 'message' && item.first)).toEqual([false, true, false, false, false, true]);
});

test('a name that shows nothing is no name, and every circle shows something', () => {
  expect([initial('li'), initial('张三'), initial('#o_1'), initial(' \u200bx')]).toEqual(['L', '张', 'O', 'X']);
  expect([initial('👩‍👧 Mei'), initial('🇨🇳')]).toEqual(['👩‍👧', '🇨🇳']);
  expect([initial(''), initial('\u0007\u0000'), initial(' \u3164\ufe0f')]).toEqual(['?', '?', '?']);
  expect(displayName({ name: '\u0007 \u200b', user: 'customer-123456' })).toBe('#123456');
  expect(displayName({ name: '🙂', user: 'customer-123456' })).toBe('🙂');
});

test('time is the hub’s, however wrong the agent’s clock is: offers end by it, and what is new is told by it', async () => {
  const answered = (date: string) => vi.stubGlobal('fetch', async () => new Response('{}', { headers: { date } }));
  vi.useFakeTimers({ now: Date.parse('2026-11-21T08:00:00Z') });
  try {
    answered('Sat, 21 Nov 2026 08:03:00 GMT');
    await rest.me();
    expect(new Date(hubTime()).toISOString()).toBe('2026-11-21T08:03:00.000Z');

    // Whole seconds are all that an answer tells: a clock that is right is not bent by them.
    answered('Sat, 21 Nov 2026 07:59:59 GMT');
    await rest.me();
    expect(new Date(hubTime()).toISOString()).toBe('2026-11-21T08:00:00.000Z');
  } finally {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  }
});
