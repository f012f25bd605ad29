import { browserKeep, Customer, memory, type Message } from '@serai/sdk';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeHub } from './wire';

const message = (seq: number, text: string, clientId: string | null = null): Message => ({
  id: `m${seq}`,
  conversation: 'c1',
  seq,
  sender: clientId === null ? { kind: 'agent', id: 'agent1' } : { kind: 'customer', id: 'u1' },
  content: { type: 'text', text },
  time: '2026-11-21T08:00:00Z',
  clientId,
  status: 'sent',
});
const welcome = (lastSeq: number) => ({
  type: 'welcome',
  conversation: 'c1',
  user: 'u1',
  token: 'visitor-token',
  lastSeq,
  heartbeat: 30,
});
const texts = (customer: Customer) =>
  customer.state.messages.map((each) => (each.content.type === 'text' ? each.content.text : ''));

describe('a customer', () => {
  let hub: FakeHub;
  let customer: Customer;
  let keep = memory();
  const begin = (more: { token?: string; renew?: () => Promise<string> } = {}) =>
    new Customer({ base: 'https://hub.example/', channel: 'web', account: 'main', keep, connect: hub.connect, ...more });

  beforeEach(() => {
    vi.useFakeTimers();
    hub = new FakeHub();
    keep = memory();
    customer = begin();
    customer.start();
  });
  afterEach(() => {
    customer.stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test('says hello with the last seq it has after a break, and so misses and repeats nothing', () => {
    hub.wire.opens().says(welcome(2)).says({ type: 'message', message: message(1, 'a') });
    hub.wire.says({ type: 'message', message: message(2, 'b') });

    hub.wire.breaks();
    vi.advanceTimersByTime(1_000);
    hub.wire.opens();

    expect(hub.wires).toHaveLength(2);
    expect(hub.wire.sent[0]).toMatchObject({ type: 'hello', after: 2, token: 'visitor-token' });
    hub.wire.says(welcome(3)).says({ type: 'message', message: message(3, 'c') });
    expect(texts(customer)).toEqual(['a', 'b', 'c']);
  });

  test('leaves what another page of the same visitor has yet to send where the next page finds it', () => {
    hub.wire.opens().says(welcome(0)).breaks();
    const other = begin();
    other.send({ type: 'text', text: 'from the other page' });
    customer.send({ type: 'text', text: 'from this page' });
    other.stop();

    vi.advanceTimersByTime(1_000);
    hub.wire.opens().says(welcome(0));
    const sent = hub.wire.sent.filter((frame) => frame.type === 'message');
    hub.wire.says({ type: 'ack', id: sent[0]?.id, seq: 1 });

    expect(sent).toHaveLength(1);
    expect(customer.state.pending).toEqual([]);
    const next = begin();
    next.start();
    hub.wire.opens().says(welcome(1));
    expect(hub.wire.sent.filter((frame) => frame.type === 'message')).toMatchObject([
      { content: { text: 'from the other page' } },
    ]);
    next.stop();
  });

  test('is one visitor in two pages, also if the second was there before the first said a word', () => {
    const other = begin();
    hub.wire.opens().says(welcome(0));

    other.start();
    hub.wire.opens();

    expect(hub.wire.sent[0]).toMatchObject({ type: 'hello', token: 'visitor-token' });
    other.stop();
  });

  test('leaves the visitor alone whom another page has become since its own token was refused', async () => {
    hub.wire.opens().says(welcome(0));
    keep.set('serai:web:main:token', 'token-of-the-other-page');

    hub.wire.says({ type: 'error', code: 'expired-token', message: 'expired' });
    await vi.advanceTimersByTimeAsync(0);
    hub.wire.opens();

    expect(hub.wire.sent[0]).toMatchObject({ type: 'hello', token: 'token-of-the-other-page' });
  });

  test('sends a message once, and keeps sending, where the browser has no room to keep anything', () => {
    const full = () => {
      throw new Error('QuotaExceededError');
    };
    const storage = { getItem: () => null, setItem: () => undefined as void, removeItem: () => undefined };
    vi.stubGlobal('window', { localStorage: storage });
    customer = new Customer({ base: 'https://hub.example/', channel: 'web', account: 'main', keep: browserKeep(), connect: hub.connect });
    storage.setItem = full;
    customer.start();
    hub.wire.opens().says(welcome(0));

    customer.send({ type: 'text', text: 'hello' });

    expect(hub.wire.sentOf('message')).toHaveLength(1);
    expect(customer.state.pending).toHaveLength(1);
  });

  test('keeps in memory where there is no storage at all, as in an app’s web view that was given none', () => {
    vi.stubGlobal('window', { localStorage: null });

    const keep = browserKeep();
    keep.set('name', 'value');

    expect(keep.get('name')).toBe('value');
  });

  test('says after a break what was read during it', () => {
    hub.wire.opens().says(welcome(1)).says({ type: 'message', message: message(1, 'a') });
    hub.wire.breaks();
    customer.read();
    vi.advanceTimersByTime(1_000);

    hub.wire.opens().says(welcome(1));

    expect(hub.wire.sentOf('read')).toEqual([{ type: 'read', seq: 1 }]);
  });

  test('keeps the order in which messages were written, whichever of them had to be sent again', () => {
    hub.wire.opens().says(welcome(0));
    customer.send({ type: 'text', text: 'first' });
    hub.wire.says({ type: 'error', code: 'unavailable', id: customer.state.pending[0]?.id });
    vi.advanceTimersByTime(2_000);
    customer.send({ type: 'text', text: 'second' });
    vi.advanceTimersByTime(1_000);
    hub.wire.breaks();
    vi.advanceTimersByTime(1_000);

    hub.wire.opens().says(welcome(0));

    expect(hub.wire.sentOf('message').map(({ content }) => content)).toEqual([
      { type: 'text', text: 'first' },
      { type: 'text', text: 'second' },
    ]);
  });

  test('lets nothing overtake what the hub could not store, though the store is back before it comes again', () => {
    hub.wire.opens().says(welcome(0));
    customer.send({ type: 'text', text: 'first' });
    hub.wire.says({ type: 'error', code: 'unavailable', id: customer.state.pending[0]?.id });
    vi.advanceTimersByTime(2_000);
    customer.send({ type: 'text', text: 'second' });
    expect(hub.wire.sentOf('message')).toHaveLength(1);

    vi.advanceTimersByTime(1_000);
    customer.send({ type: 'text', text: 'third' });
    vi.advanceTimersByTime(9_000);

    expect(hub.wire.sentOf('message').map(({ content }) => (content as { text: string }).text)).toEqual([
      'first',
      'first',
      'second',
      'third',
    ]);
  });

  test('sends what was not acknowledged again under the same id, and shows it once', () => {
    hub.wire.opens().says(welcome(0));
    customer.send({ type: 'text', text: 'hello' });
    const first = hub.wire.sentOf('message')[0];

    hub.wire.breaks();
    vi.advanceTimersByTime(1_000);
    hub.wire.opens().says(welcome(1));
    const again = hub.wire.sentOf('message');

    expect(again).toEqual([first]);
    hub.wire.says({ type: 'message', message: message(1, 'hello', String(first?.id)) });
    hub.wire.says({ type: 'ack', id: first?.id, seq: 1, messageId: 'm1', duplicate: true });
    expect(texts(customer)).toEqual(['hello']);
    expect(customer.state.pending).toEqual([]);
  });

  test('keeps what is written without a connection, even over a reload of the page', () => {
    customer.send({ type: 'text', text: 'offline' });
    const id = customer.state.pending[0]?.id;
    customer.stop();

    customer = begin();
    customer.start();
    hub.wire.opens().says(welcome(0));

    expect(hub.wire.sentOf('message')).toMatchObject([{ id, content: { text: 'offline' } }]);
  });

  test('drops what it holds on reload and starts from nothing, without losing what is unsent', () => {
    hub.wire.opens().says(welcome(1)).says({ type: 'message', message: message(1, 'of another time') });
    customer.send({ type: 'text', text: 'unsent' });

    hub.wire.says({ type: 'reload', reason: 'cursor' });
    hub.wire.opens();

    expect(hub.wire.sent[0]).toMatchObject({ type: 'hello', after: 0 });
    expect(customer.state.messages).toEqual([]);
    expect(customer.state.pending).toHaveLength(1);
  });

  test('asks for what is missing when a gap does not close by itself', () => {
    hub.wire.opens().says(welcome(1)).says({ type: 'message', message: message(1, 'a') });

    hub.wire.says({ type: 'message', message: message(4, 'd') });
    vi.advanceTimersByTime(1_500);

    expect(hub.wire.sentOf('history')).toEqual([{ type: 'history', before: 4, limit: 2 }]);
    hub.wire.says({ type: 'history', messages: [message(2, 'b'), message(3, 'c')] });
    expect(texts(customer)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('asks again for what is missing where the store was away', () => {
    hub.wire.opens().says(welcome(1)).says({ type: 'message', message: message(1, 'a') });
    hub.wire.says({ type: 'message', message: message(3, 'c') });
    vi.advanceTimersByTime(1_500);
    hub.wire.says({ type: 'error', code: 'unavailable', message: 'The store is away; ask again later' });

    vi.advanceTimersByTime(5_000);

    expect(hub.wire.sentOf('history')).toHaveLength(2);
  });

  test('gives up a connection that is silent for twice the heartbeat', () => {
    hub.wire.opens().says(welcome(0));
    const silent = hub.wire;

    vi.advanceTimersByTime(76_000);

    expect(silent.closed).toBe(true);
    expect(silent.sentOf('ping').length).toBeGreaterThan(2);
    expect(hub.wires.length).toBeGreaterThan(1);
  });

  test('starts over as a new visitor when its token is no longer good', async () => {
    hub.wire.opens().says(welcome(0));
    hub.wire.says({ type: 'error', code: 'bad-token', message: 'unknown' });
    await vi.advanceTimersByTimeAsync(0);
    hub.wire.opens();

    expect(hub.wires).toHaveLength(2);
    expect(hub.wire.sent[0]).not.toHaveProperty('token');
  });

  test('has a user’s expired token renewed by the merchant', async () => {
    customer.stop();
    customer = begin({ token: 'old', renew: () => Promise.resolve('fresh') });
    customer.start();
    hub.wire.opens().says({ type: 'error', code: 'expired-token', message: 'expired' });
    hub.wire.breaks(1008);
    await vi.advanceTimersByTimeAsync(0);
    hub.wire.opens();

    expect(hub.wire.sent[0]).toMatchObject({ type: 'hello', token: 'fresh' });
  });

  test('stays away if it was stopped while the merchant renewed its token: somebody else is there by now', async () => {
    customer.stop();
    let renewed: (token: string) => void = () => undefined;
    customer = begin({ token: 'old', renew: () => new Promise((resolve) => (renewed = resolve)) });
    customer.start();
    hub.wire.opens().says({ type: 'error', code: 'expired-token', message: 'expired' });
    hub.wire.breaks(1008);
    const before = hub.wires.length;

    customer.stop();
    renewed('fresh');
    await vi.advanceTimersByTimeAsync(60_000);

    expect(hub.wires).toHaveLength(before);
  });

  test('does not hammer a hub that refuses it', () => {
    customer.stop();
    customer = begin({ token: 'forged' });
    customer.start();
    const before = hub.wires.length;
    hub.wire.opens().says({ type: 'error', code: 'bad-token', message: 'forged' });
    hub.wire.breaks(1008);

    vi.advanceTimersByTime(300_000);

    expect(hub.wires).toHaveLength(before);
    expect(customer.state.phase).toEqual({ name: 'stopped', code: 'bad-token' });
  });

  test('sends again by itself what the hub could not store just now', () => {
    hub.wire.opens().says(welcome(0));
    customer.send({ type: 'text', text: 'hello' });
    const id = customer.state.pending[0]?.id;

    hub.wire.says({ type: 'error', code: 'unavailable', message: 'busy', id });
    vi.advanceTimersByTime(3_000);

    expect(hub.wire.sentOf('message').map((frame) => frame.id)).toEqual([id, id]);
  });

  test('says that something is being written also after the clock was set back', () => {
    hub.wire.opens().says(welcome(0));
    customer.typing();
    customer.typing();
    vi.setSystemTime(Date.now() - 3_600_000);
    vi.advanceTimersByTime(3_001);

    customer.typing();

    expect(hub.wire.sentOf('typing')).toHaveLength(2);
  });

  test('shows a refused message as refused, and sends it again under the same id when asked', () => {
    hub.wire.opens().says(welcome(0));
    customer.send({ type: 'text', text: 'too much' });
    const id = customer.state.pending[0]?.id ?? '';

    hub.wire.says({ type: 'error', code: 'rate-limited', message: 'slow down', id });

    expect(customer.state.pending[0]?.refused).toBe('slow down');
    customer.retry(id);
    expect(hub.wire.sentOf('message').map((frame) => frame.id)).toEqual([id, id]);
  });

  test('goes over to another node without a word to the customer, and sends what was not acknowledged again', () => {
    hub.wire.opens().says(welcome(0));
    customer.send({ type: 'text', text: 'first' });
    hub.wire.says({ type: 'ack', id: hub.wire.sentOf('message')[0]?.id, seq: 1 });
    customer.send({ type: 'text', text: 'second' });
    const [, second] = hub.wire.sentOf('message');
    const phases = new Set<string>();
    customer.subscribe(() => phases.add(customer.state.phase.name));

    hub.wire.says({ type: 'reconnect', after: 500, resume: 'r1' }).breaks(1012);
    customer.send({ type: 'text', text: 'third' });
    vi.advanceTimersByTime(1_000);
    hub.wire.opens().says(welcome(1));

    expect(hub.wire.sent[0]).toMatchObject({ type: 'hello', token: 'visitor-token', after: 1, resume: 'r1' });
    expect(hub.wire.sentOf('message').map(({ content }) => content)).toEqual([
      { type: 'text', text: 'second' },
      { type: 'text', text: 'third' },
    ]);
    expect(hub.wire.sentOf('message')[0]?.id).toBe(second?.id);
    expect([...phases]).toEqual(['connecting', 'open']);
  });
});
