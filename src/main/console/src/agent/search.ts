import { call } from './rest';
import type { Hits } from './protocol';

/** docs/search.md. */
export function search(words: string, before?: string): Promise<Hits> {
  const query = new URLSearchParams({ q: words, limit: '30', ...(before === undefined ? {} : { before }) });
  return call(`/api/v1/search?${query}`);
}
