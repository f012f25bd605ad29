import { isComposing, webAddresses, type Message, type Status } from '@serai/sdk';
import { expect, test } from 'vitest';
import { unseen } from '../../widget/panel';

const message = (seq: number, kind: 'agent' | 'customer', status: Status): Message => ({
  id: `m${seq}`,
  conversation: 'c1',
  seq,
  sender: { kind, id: kind },
  content: { type: 'text', text: '' },
  time: '2026-11-21T08:00:00Z',
  status,
});

test('the badge leaves out what was read before this page was opened', () => {
  const messages = [message(1, 'agent', 'read'), message(2, 'customer', 'sent'), message(3, 'agent', 'delivered')];

  expect(unseen(messages, 0)).toBe(1);
  expect(unseen(messages, 3)).toBe(0);
});

test('a key is the input method’s while it composes, also where the browser says so by the code alone', () => {
  expect(isComposing({ isComposing: true, keyCode: 27 })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 229 })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 27 })).toBe(false);
});

test('a web address ends before what ends its sentence', () => {
  const text = 'See https://a.example/x. Or (https://b.example/?q=1)，https://c.example。';

  expect(webAddresses(text).map(({ address }) => address)).toEqual(['https://a.example/x', 'https://b.example/?q=1', 'https://c.example']);
  expect(webAddresses(text).map(({ at }) => text.slice(at, at + 10))).toEqual(['https://a.', 'https://b.', 'https://c.']);
});
