import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { leave, placeIn, select } from '../src/desk/useSelected';

beforeEach(() => vi.stubGlobal('window', { location: { hash: '' } }));
afterAll(() => vi.unstubAllGlobals());

test('a conversation that was ended or given away is left', () => {
  select('web:main:a/1');

  leave('web:main:a/1');

  expect(placeIn(window.location.hash).selected).toBeNull();
});

test('the one that the agent has gone on to by the time of the answer is not', () => {
  select('a');
  select('b', 12);

  leave('a');

  expect(placeIn(window.location.hash)).toEqual({ selected: 'b', focus: 12 });
});
