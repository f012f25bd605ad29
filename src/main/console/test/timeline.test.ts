import { Timeline, type Message } from '@serai/sdk';
import { describe, expect, test } from 'vitest';

const message = (seq: number, more: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  conversation: 'c',
  seq,
  sender: { kind: 'customer', id: 'u' },
  content: { type: 'text', text: `text ${seq}` },
  time: '2026-11-21T08:00:00Z',
  status: 'sent',
  ...more,
});
const seqs = (timeline: Timeline) => timeline.messages.map((each) => each.seq);

describe('a timeline', () => {
  test('holds each message once and in the order of seq, however they arrive', () => {
    const timeline = new Timeline();

    timeline.add([message(1), message(2)]);
    timeline.add([message(2), message(4), message(3)]);

    expect(seqs(timeline)).toEqual([1, 2, 3, 4]);
    expect(timeline.gap).toBe(false);
  });

  test('holds back what comes beyond a gap until the gap is filled', () => {
    const timeline = new Timeline();
    timeline.add([message(1)]);

    timeline.add([message(4), message(5)]);

    expect(seqs(timeline)).toEqual([1]);
    expect(timeline.gap).toBe(true);
    expect(timeline.resumes).toBe(4);

    timeline.add([message(2), message(3)]);

    expect(seqs(timeline)).toEqual([1, 2, 3, 4, 5]);
    expect(timeline.gap).toBe(false);
  });

  test('takes earlier pages in front', () => {
    const timeline = new Timeline();
    timeline.reach(6);
    timeline.add([message(5), message(6)]);

    timeline.add([message(1), message(2), message(3), message(4)]);

    expect(seqs(timeline)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(timeline.hasEarlier).toBe(false);
  });

  test('never takes a status back, whatever order the receipts come in', () => {
    const timeline = new Timeline();
    timeline.add([message(1, { status: 'sent' })]);

    timeline.status(1, 'read');
    timeline.status(1, 'delivered');
    timeline.add([message(1, { status: 'sent' })]);

    expect(timeline.messages[0]?.status).toBe('read');
  });

  test('takes a receipt for all up to a message as one for each before it of that side', () => {
    const timeline = new Timeline();
    const ours = { sender: { kind: 'agent' as const, id: 'agent1' } };
    timeline.add([message(1, ours), message(2), message(3, ours), message(4, ours)]);

    timeline.status(3, 'read', null, true);

    expect(timeline.messages.map((each) => each.status)).toEqual(['read', 'sent', 'read', 'sent']);
  });

  test('forgets what was pending once it comes back as a message', () => {
    const timeline = new Timeline();
    timeline.expect({ id: 'mine', content: { type: 'text', text: 'hello' }, at: 0, refused: null });

    timeline.add([message(1, { clientId: 'mine' })]);

    expect(timeline.pending).toEqual([]);
  });

  test('keeps what is unsent when everything else is dropped', () => {
    const timeline = new Timeline();
    timeline.add([message(1)]);
    timeline.expect({ id: 'mine', content: { type: 'text', text: 'hello' }, at: 0, refused: null });

    timeline.clear();

    expect(timeline.last).toBe(0);
    expect(timeline.pending).toHaveLength(1);
  });
});
