import { describe, expect, test } from 'vitest';
import { panelOf } from '../src/agent/profile';
import { businessLine } from '../src/desk/business';
import { excerpt } from '../src/desk/excerpt';
import { age } from '../src/desk/format';
import { placeIn } from '../src/desk/useSelected';
import { en } from '../src/words/en';
import { zh } from '../src/words/zh';

describe('the profile', () => {
  const line = (field: string, state: 'cached' | 'stale' | 'unavailable', more = {}) => ({
    path: ['customers', field],
    system: 'browsing',
    state,
    ...more,
  });

  test('is as well known as the worst known of its customers', () => {
    const answer = {
      data: { customers: [{ browsingHistory: [{ sku: 'a' }] }, { browsingHistory: [{ sku: 'b' }] }] },
      extensions: { provenance: [line('browsingHistory', 'cached'), line('browsingHistory', 'stale', { error: 'no answer in time' })] },
    };

    expect(panelOf(answer, 'browsingHistory')).toMatchObject({
      state: 'stale',
      error: 'no answer in time',
      data: [{ sku: 'a' }, { sku: 'b' }],
    });
  });

  test('loses one field to a dead system, not the others', () => {
    const answer = {
      data: { customers: [{ browsingHistory: null, serviceTickets: [{ id: 'T-1' }] }] },
      errors: [{ message: 'browsing: it cannot be reached', path: ['customers', 0, 'browsingHistory'] }],
    };

    expect(panelOf(answer, 'browsingHistory')).toMatchObject({ state: 'unavailable', data: null });
    expect(panelOf(answer, 'serviceTickets')).toMatchObject({ state: 'fresh', data: [{ id: 'T-1' }], error: null });
  });
});

test('an excerpt begins near the first word found and marks every one, whatever signs they have', () => {
  expect(excerpt('这个 C++ 杯子，c++ 的', 'c++').filter((part) => part.hit)).toHaveLength(2);
  expect(excerpt(`${'很久以前的话，'.repeat(10)}退货怎么办`, '退货')[0]?.text).toMatch(/^….{12}$/);
  expect(excerpt('一句话', '没有')).toEqual([{ text: '一句话', hit: false }]);
});

test('an address names a conversation and perhaps a message in it', () => {
  expect(placeIn('#/c/web-1/7')).toEqual({ selected: 'web-1', focus: 7 });
  expect(placeIn('#/c/web-1')).toEqual({ selected: 'web-1', focus: null });
  expect(placeIn('#/c/web-1/nonsense').focus).toBeNull();
  expect(placeIn('#/c/web-%E4%B8')).toEqual({ selected: null, focus: null });
});

test('an age is exact while that matters', () => {
  const at = '2026-11-21T12:00:00Z';
  expect(age(at, en, 'en', Date.parse(at) + 12_400)).toBe('12 s old');
  expect(age(at, zh, 'zh', Date.parse(at) + 125_000)).toBe('2 分钟前');
  expect(age(at, en, 'en', Date.parse(at) - 5_000)).toBe('0 s old');
});

test('a ticket’s event is told by number, subject and status', () => {
  const event = { id: 'e', type: 'io.serai.ticket.updated', time: '', data: { number: 12, subject: '换货', status: 'pending' } };
  expect(businessLine(event, zh)).toBe('#12 · 换货 · 等待中');
});
