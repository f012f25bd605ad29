import { describe, expect, test, vi } from 'vitest';
import { Notes } from '../src/agent/notes';
import type { BusinessEvent, ReturnRequest } from '../src/agent/protocol';
import { businessLine, isOfReturn } from '../src/desk/business';
import { ordersOf } from '../src/desk/orders';
import { returnState } from '../src/desk/Returns';
import { timelineItems } from '../src/desk/timelineItems';
import { WORDS } from '../src/words';

const event = (id: string, time: string, more: Partial<BusinessEvent> = {}): BusinessEvent => ({ id, type: 'io.serai.order.paid', time, ...more });
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('notes', () => {
  test('are what the hub keeps and what it tells, each once and in their order', async () => {
    const changed = vi.fn();
    const notes = new Notes(() => Promise.resolve([event('a', '2026-11-20T08:00:00Z'), event('b', '2026-11-21T08:00:00Z')]), changed);

    expect(notes.add('c1', event('b', '2026-11-21T08:00:00Z'))).toBe(true);
    await notes.recall('c1');
    await notes.recall('c1');

    expect(notes.add('c1', event('a', '2026-11-20T08:00:00Z'))).toBe(false);
    expect(notes.of('c1').map(({ id }) => id)).toEqual(['a', 'b']);
    expect(notes.live('c1').map(({ id }) => id)).toEqual(['b']);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  test('are asked for again after a break, and when it failed', async () => {
    let fails = true;
    const fetch = vi.fn((_conversation: string) => (fails ? Promise.reject(new Error('away')) : Promise.resolve([event('a', '2026-11-20T08:00:00Z')])));
    const notes = new Notes(fetch, () => undefined);

    await notes.recall('c1');
    fails = false;
    await notes.recall('c1');
    await notes.recall('c2');
    notes.recallAll((conversation) => conversation === 'c1');
    await settled();

    expect(fetch.mock.calls.map(([conversation]) => conversation)).toEqual(['c1', 'c1', 'c2', 'c1']); // c2 is a colleague's by now
    expect(notes.of('c1')).toHaveLength(1);
  });

  test('older than the messages at hand wait until those before them are fetched', () => {
    const message = {
      id: 'm9',
      conversation: 'c1',
      seq: 9,
      sender: { kind: 'customer' as const, id: 'u' },
      content: { type: 'text' as const, text: 'hi' },
      time: '2026-11-21T08:00:00Z',
      status: 'sent' as const,
    };
    const business = [event('old', '2026-11-19T08:00:00Z'), event('new', '2026-11-21T09:00:00Z')];
    const drawn = (hasEarlier: boolean) =>
      timelineItems([message], business, [], hasEarlier).flatMap((item) => (item.kind === 'business' ? [item.event.id] : []));

    expect(drawn(true)).toEqual(['new']);
    expect(drawn(false)).toEqual(['old', 'new']);
  });
});

describe('a return request', () => {
  const request = (more: Partial<ReturnRequest>): ReturnRequest => ({
    id: 'r1',
    conversation: 'c1',
    subject: 'E1',
    payload: {},
    by: 'mei',
    state: 'waiting',
    attempts: 0,
    needsDecision: false,
    created: '2026-11-21T08:00:00Z',
    updated: '2026-11-21T08:00:00Z',
    ...more,
  });

  test('is shown as far as it is', () => {
    expect(returnState(request({}))).toBe('requested');
    expect(returnState(request({ attempts: 1 }))).toBe('sent');
    expect(returnState(request({ state: 'unknown', attempts: 2 }))).toBe('unknown');
    expect(returnState(request({ state: 'accepted' }))).toBe('done');
    expect(returnState(request({ state: 'refused' }))).toBe('failed');
  });

  test('is one of the hub, and tells its number', () => {
    const told = event('a', '2026-11-21T08:00:00Z', { type: 'io.serai.return.accepted', source: '/hub', data: { orderNo: 'E1', reference: 'R7' } });

    expect(isOfReturn(told)).toBe(true);
    expect(isOfReturn({ ...told, source: '/systems/erp' })).toBe(false);
    expect(businessLine(told, WORDS.en)).toBe('E1 · R7');
    const lost = { ...told, data: { orderNo: 'E1', reason: 'It did not say whether it has it' } };
    expect(businessLine(lost, WORDS.zh)).toBe('E1 · 业务系统没有回应');
  });

  test('is of lines by their own numbers, or by their places', () => {
    const orders = ordersOf({ orders: [{ orderNo: 'E1', lines: [{ lineNo: 7, sku: 'S', name: 'Cup', quantity: 2 }, { sku: 'T' }] }] });

    expect(orders[0]?.number).toBe('E1');
    expect(orders[0]?.lines).toEqual([
      { number: 7, name: 'Cup', quantity: '2' },
      { number: 2, name: 'T', quantity: '1' },
    ]);
  });
});
