import { expect, test } from 'vitest';
import { backoff } from '@serai/sdk';

test('the wait before a reconnect doubles up to half a minute and is spread', () => {
  expect(backoff(0, () => 0)).toBe(250);
  expect(backoff(0, () => 1)).toBe(500);
  expect(backoff(3, () => 1)).toBe(4_000);
  expect(backoff(30, () => 1)).toBe(30_000);
  expect(backoff(30, () => 0)).toBe(15_000);
});
