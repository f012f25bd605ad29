import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { draftOf, forgetDrafts, keepDraft } from '../src/desk/drafts';

beforeEach(() => vi.stubGlobal('sessionStorage', storage()));
afterAll(() => vi.unstubAllGlobals());

test('a draft is there again after a reload, for its login and conversation alone', () => {
  keepDraft('a', 'b:c', '您好，');

  expect(draftOf('a', 'b:c')).toBe('您好，');
  expect(draftOf('a', 'other')).toBe('');
  expect(draftOf('a:b', 'c')).toBe('');
});

test('a draft that was sent is gone', () => {
  keepDraft('a', 'c1', 'Hello');
  keepDraft('a', 'c1', '');

  expect(draftOf('a', 'c1')).toBe('');
  expect(Object.keys(sessionStorage)).toEqual([]);
});

test('who signs out leaves no draft behind', () => {
  sessionStorage.setItem('serai:theme', 'dark');
  keepDraft('a', 'c1', 'Hello');
  keepDraft('b', 'c1', 'Hi');

  forgetDrafts('a');

  expect(Object.keys(sessionStorage).sort()).toEqual(['serai:draft:b:c1', 'serai:theme']);
});

test('without room the draft stays where it is written', () => {
  sessionStorage.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };

  expect(() => keepDraft('a', 'c1', 'Hello')).not.toThrow();
});

/** Its keys are its properties, as a browser's are. */
function storage(): Storage {
  const methods = {
    getItem(this: Record<string, string>, name: string) {
      return this[name] ?? null;
    },
    setItem(this: Record<string, string>, name: string, value: string) {
      this[name] = value;
    },
    removeItem(this: Record<string, string>, name: string) {
      delete this[name];
    },
  };
  return Object.create(methods, {}) as Storage;
}
