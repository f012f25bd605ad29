import { afterEach, expect, test, vi } from 'vitest';
import { rest } from '../src/agent/rest';

afterEach(() => vi.unstubAllGlobals());

const answering = (status: number, body: string) => vi.stubGlobal('fetch', async () => new Response(body, { status }));

test('takes a page that somebody between answers with, such as a proxy’s login, for none of the hub’s answers', async () => {
  answering(200, '<html>Sign in to the network</html>');

  await expect(rest.me()).rejects.toThrow();
  await expect(rest.conversations('queue')).rejects.toThrow();
});

test('knows a refusal by its status though it is no JSON', async () => {
  answering(502, '<html>Bad gateway</html>');

  await expect(rest.conversations('queue')).rejects.toMatchObject({ status: 502 });
});
