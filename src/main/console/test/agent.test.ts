import type { Message } from '@serai/sdk';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AgentClient } from '../src/agent/client';
import type { BusinessEvent, Conversation } from '../src/agent/protocol';
import { FakeHub } from './wire';

const conversation = (more: Partial<Conversation> = {}): Conversation => ({
  id: 'c1',
  channel: 'wechat',
  account: 'main',
  user: 'o1',
  name: '张三',
  owner: { kind: 'agent', agent: 'agent1' },
  fence: 4,
  lastSeq: 3,
  readSeq: 3,
  unread: 0,
  preview: '',
  updated: '2026-11-21T08:00:00Z',
  ...more,
});
const message = (seq: number, more: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  conversation: 'c1',
  seq,
  sender: { kind: 'customer', id: 'o1' },
  content: { type: 'text', text: `text ${seq}` },
  time: '2026-11-21T08:00:00Z',
  status: 'sent',
  ...more,
});
const agent = { login: 'agent1', name: '小美', roles: ['agent'], skills: [], capacity: 5 };
const welcome = (conversations: Conversation[] = [conversation()]) => ({
  type: 'welcome',
  agent,
  conversations,
  queue: [],
  heartbeat: 30,
});

describe('an agent’s client', () => {
  let hub: FakeHub;
  let client: AgentClient;
  let kept: string | null;
  let presence: string | null;
  let business: BusinessEvent[];
  let lost: string[];
  const begin = () =>
    new AgentClient({
      base: 'https://hub.example/',
      login: 'agent1',
      keep: { get: () => kept, set: (value) => void (kept = value) },
      presence: { get: () => presence, set: (value) => void (presence = value) },
      onBusiness: (_, event) => business.push(event),
      onLost: (_, said) => lost.push(said),
      connect: hub.connect,
    });
  const thread = () => client.state.threads.get('c1');
  const seqs = () => thread()?.messages.map((each) => each.seq);
  const reconnect = () => {
    hub.wire.breaks();
    vi.advanceTimersByTime(1_000);
    hub.wire.opens();
  };

  beforeEach(() => {
    vi.useFakeTimers();
    hub = new FakeHub();
    kept = null;
    presence = null;
    business = [];
    lost = [];
    client = begin();
    client.start();
    hub.wire.opens().says(welcome());
  });
  afterEach(() => {
    client.stop();
    vi.useRealTimers();
  });

  test('loads what came before a message that arrived before the conversation was opened', () => {
    hub.wire.says({ type: 'message', message: message(4) });

    client.open('c1');
    hub.wire.says({ type: 'history', conversation: 'c1', messages: [message(1), message(2), message(3), message(4)] });

    expect(hub.wire.sentOf('history')).toMatchObject([{ conversation: 'c1', before: 5 }]);
    expect(seqs()).toEqual([1, 2, 3, 4]);
    expect(thread()?.loaded).toBe(true);
  });

  test('shows the presence that was said on another desk', () => {
    hub.wire.says({ type: 'presence', state: 'away' });

    expect(client.state.presence).toBe('away');
    expect(presence).toBe('away');
    expect(hub.wire.sentOf('presence')).toEqual([]);
  });

  test('loads the end of a conversation when it is opened', () => {
    client.open('c1');

    expect(hub.wire.sentOf('history')).toMatchObject([{ type: 'history', conversation: 'c1', before: 4, limit: 50 }]);
    hub.wire.says({ type: 'history', conversation: 'c1', messages: [message(1), message(2), message(3)] });
    expect(seqs()).toEqual([1, 2, 3]);
    expect(thread()?.hasEarlier).toBe(false);
  });

  test('asks after a reconnect for exactly what it missed of a conversation that is not its own', () => {
    const theirs = { owner: { kind: 'agent' as const, agent: 'agent2' } };
    hub.wire.says({ type: 'conversation', conversation: conversation(theirs) });
    client.open('c1');
    hub.wire.says({ type: 'history', conversation: 'c1', messages: [message(1), message(2), message(3)] });

    reconnect();
    expect(hub.wire.sentOf('hello')[0]?.after).toEqual({});
    hub.wire.says(welcome([conversation({ ...theirs, lastSeq: 5 })]));

    expect(hub.wire.sentOf('history')).toMatchObject([{ type: 'history', conversation: 'c1', after: 3, limit: 200 }]);
    hub.wire.says({ type: 'history', conversation: 'c1', messages: [message(4), message(5)] });
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  });

  test('asks for what is missing when a message arrives out of turn', () => {
    client.open('c1');
    hub.wire.says({ type: 'history', conversation: 'c1', messages: [message(1), message(2), message(3)] });

    hub.wire.says({ type: 'message', message: message(5) });

    expect(seqs()).toEqual([1, 2, 3]);
    expect(hub.wire.sentOf('history').at(-1)).toMatchObject({ type: 'history', conversation: 'c1', after: 3, limit: 200 });
    hub.wire.says({ type: 'history', conversation: 'c1', messages: [message(4), message(5)] });
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  });

  test('sends an unanswered reply again after a reconnect under the same id, and shows it once', () => {
    client.open('c1');
    hub.wire.says({ type: 'history', conversation: 'c1', messages: [message(1), message(2), message(3)] });
    client.reply('c1', { type: 'text', text: '您好' });
    const id = hub.wire.sentOf('reply')[0]?.id;

    reconnect();
    hub.wire.says(welcome([conversation({ lastSeq: 4 })]));

    expect(hub.wire.sentOf('reply').map((frame) => frame.id)).toEqual([id]);
    const echo = message(4, { sender: { kind: 'agent', id: 'agent1' }, clientId: String(id) });
    hub.wire.says({ type: 'history', conversation: 'c1', messages: [echo] });
    hub.wire.says({ type: 'result', re: id, ok: true });
    hub.wire.says({ type: 'message', message: echo });
    expect(seqs()).toEqual([1, 2, 3, 4]);
    expect(thread()?.pending).toEqual([]);
    expect(kept).toBeNull();
  });

  test('lets no reply overtake one that the hub could not store, though the store is back before that comes again', () => {
    client.reply('c1', { type: 'text', text: 'first' });
    const re = hub.wire.sentOf('reply')[0]?.id;
    hub.wire.says({ type: 'result', re, ok: false, code: 'unavailable' });
    vi.advanceTimersByTime(2_000);
    client.reply('c1', { type: 'text', text: 'second' });
    expect(hub.wire.sentOf('reply')).toHaveLength(1);

    vi.advanceTimersByTime(1_000);
    client.reply('c1', { type: 'text', text: 'third' });
    vi.advanceTimersByTime(9_000);

    expect(hub.wire.sentOf('reply').map(({ content }) => (content as { text: string }).text)).toEqual([
      'first',
      'first',
      'second',
      'third',
    ]);
  });

  test('keeps an unanswered reply over a reload of the page', () => {
    client.reply('c1', { type: 'text', text: '您好' });
    const id = hub.wire.sentOf('reply')[0]?.id;
    client.stop();

    client = begin();
    client.start();
    hub.wire.opens().says(welcome());

    expect(hub.wire.sentOf('reply').map((frame) => frame.id)).toEqual([id]);
  });

  test('says nothing as somebody else who has logged in in this browser meanwhile', () => {
    hub.wire.breaks();
    client.reply('c1', { type: 'text', text: 'of agent1' });
    vi.advanceTimersByTime(1_000);

    hub.wire.opens().says({ ...welcome([]), agent: { ...agent, login: 'agent2' } });

    expect(hub.wire.sentOf('reply')).toEqual([]);
    expect(client.state.phase.name).toBe('stopped');
    expect(client.state.agent?.login).toBe('agent1');
  });

  test('stays away over a reload of the page, and begins anew after a sign-out', () => {
    client.setPresence('away');

    client = begin();
    client.start();
    hub.wire.opens();
    expect(hub.wire.sentOf('hello')[0]?.presence).toBe('away');
    client.stop();

    client = begin();
    client.start();
    hub.wire.opens();
    expect(hub.wire.sentOf('hello')[0]?.presence).toBeUndefined(); // the hub says what holds
  });

  test('shows why a reply was refused and lets go of it when discarded', () => {
    client.reply('c1', { type: 'text', text: '您好' });
    const id = String(hub.wire.sentOf('reply')[0]?.id);

    hub.wire.says({ type: 'result', re: id, ok: false, code: 'not-yours', message: 'It is agent2’s now.' });

    expect(thread()?.pending[0]?.refused).toBe('not-yours');
    client.discard('c1', id);
    expect(thread()?.pending).toEqual([]);
  });

  test('tells of a reply that came too late, since its conversation is on no list any more', () => {
    hub.wire.breaks();
    client.reply('c1', { type: 'text', text: 'on its way' });
    vi.advanceTimersByTime(1_000);
    hub.wire.opens().says(welcome([]));

    hub.wire.says({ type: 'result', re: hub.wire.sentOf('reply')[0]?.id, ok: false, code: 'not-yours' });

    expect(lost).toEqual(['on its way']);
  });

  test('shows in the list what people said, and not the hub’s own notices', () => {
    hub.wire.says({ type: 'message', message: message(4) });
    hub.wire.says({ type: 'message', message: message(5, { sender: { kind: 'system', id: 'serai' } }) });

    expect(client.state.conversations.get('c1')).toMatchObject({ lastSeq: 5, preview: 'text 4' });
  });

  test('counts unread messages, and a conversation that is someone else’s is no longer among its own', () => {
    hub.wire.says({ type: 'message', message: message(4) });
    expect(client.state.conversations.get('c1')).toMatchObject({ unread: 1, lastSeq: 4, preview: 'text 4' });
    hub.wire.says({ type: 'message', message: message(5, { sender: { kind: 'system', id: 'serai' } }) });
    hub.wire.says({ type: 'message', message: message(6) });
    expect(client.state.conversations.get('c1')).toMatchObject({ unread: 3 }); // as the next welcome counts it

    hub.wire.says({ type: 'conversation', conversation: conversation({ owner: { kind: 'agent', agent: 'agent2' } }) });

    const known = client.state.conversations.get('c1');
    expect(known !== undefined && client.isMine(known)).toBe(false);
  });

  test('closes what was seen, and says so when the customer has written again', async () => {
    hub.wire.says({ type: 'message', message: message(4) });
    const closed = client.close('c1');
    const sent = hub.wire.sentOf('close')[0];
    expect(sent).toMatchObject({ conversation: 'c1', seq: 4 });

    hub.wire.says({ type: 'result', re: sent?.re, ok: false, code: 'unread', message: 'The customer has written since' });

    expect(await closed).toMatchObject({ ok: false, code: 'unread' });
  });

  test('knows which one it is giving away until that is answered', async () => {
    const given = client.transfer('c1', { agent: 'agent2' });
    hub.wire.says({ type: 'conversation', conversation: conversation({ owner: { kind: 'offer', agent: 'agent2' } }) });
    expect(client.isParting('c1')).toBe(true); // a colleague may have it before the answer is here

    hub.wire.says({ type: 'result', re: hub.wire.sentOf('transfer')[0]?.re, ok: true });

    expect(await given).toMatchObject({ ok: true });
    expect(client.isParting('c1')).toBe(false);
  });

  test('answers an offer with its fence and drops it when someone else was faster', async () => {
    const offered = conversation({ id: 'c2', owner: { kind: 'offer', agent: 'agent1' } });
    hub.wire.says({ type: 'offer', conversation: offered, fence: 7, expires: '2026-11-21T08:00:30Z' });
    const [offer] = client.state.offers;

    const answer = offer === undefined ? null : client.accept(offer);
    const sent = hub.wire.sentOf('accept')[0];
    hub.wire.says({ type: 'result', re: sent?.re, ok: false, code: 'stale' });

    expect(sent).toMatchObject({ conversation: 'c2', fence: 7 });
    await expect(answer).resolves.toMatchObject({ ok: false, code: 'stale' });
    expect(client.state.offers).toEqual([]);
  });

  test('finds an offer again that was made while it was away', () => {
    reconnect();
    const owner = { kind: 'offer' as const, agent: 'agent1', until: '2026-11-21T08:00:30Z' };
    hub.wire.says(welcome([conversation({ id: 'c2', fence: 9, owner })]));

    expect(client.state.offers).toMatchObject([{ fence: 9, expires: '2026-11-21T08:00:30Z' }]);
  });

  test('tells of a business event once, however often it is reported', () => {
    const event = { id: 'e1', type: 'io.serai.order.paid', time: '2026-11-21T08:00:00Z', data: { orderNo: 'E1' } };

    hub.wire.says({ type: 'business', conversation: 'c1', event });
    hub.wire.says({ type: 'business', conversation: 'c1', event });

    expect(business).toHaveLength(1);
    expect(thread()?.business).toHaveLength(1);
  });

  test('says at once that a request cannot be made without a connection', async () => {
    hub.wire.breaks();

    await expect(client.claim('c1')).resolves.toEqual({ ok: false, code: 'offline' });
  });

  test('keeps what it asks while the hub changes over, and asks it of the next one', async () => {
    hub.wire.opens().says(welcome());
    const before = client.claim('c2');
    hub.wire.says({ type: 'reconnect', after: 0 });
    const meanwhile = client.claim('c3');
    hub.wire.breaks(1012);
    vi.advanceTimersByTime(1_000);
    hub.wire.opens().says(welcome());

    const claims = hub.wire.sentOf('claim');
    expect(claims.map(({ conversation: id }) => id)).toEqual(['c2', 'c3']);
    claims.forEach(({ re }) => hub.wire.says({ type: 'result', re, ok: true }));

    await expect(before).resolves.toMatchObject({ ok: true });
    await expect(meanwhile).resolves.toMatchObject({ ok: true });
  });

  test('says after a break how far it holds its own, and lets the hub send the rest', () => {
    client.open('c1');
    hub.wire.says({ type: 'history', conversation: 'c1', messages: [message(1), message(2), message(3)] });

    reconnect();

    expect(hub.wire.sentOf('hello')[0]?.after).toEqual({ c1: 3 });
    hub.wire.says(welcome([conversation({ lastSeq: 6 })])).says({ type: 'message', message: message(4) });
    expect(hub.wire.sentOf('history')).toEqual([]);
    hub.wire.says({ type: 'message', message: message(5) }).says({ type: 'message', message: message(6) });
    vi.advanceTimersByTime(5_000);
    expect(seqs()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(hub.wire.sentOf('history')).toEqual([]);
  });

  test('asks after what the hub does not send in time', () => {
    client.open('c1');
    hub.wire.says({ type: 'history', conversation: 'c1', messages: [message(1), message(2), message(3)] });
    reconnect();
    hub.wire.says(welcome([conversation({ lastSeq: 6 })]));

    vi.advanceTimersByTime(5_000);

    expect(hub.wire.sentOf('history')).toMatchObject([{ type: 'history', conversation: 'c1', after: 3, limit: 200 }]);
  });

  test('asks again for a history that could not be had while the store was away', () => {
    client.open('c1');
    const re = hub.wire.sentOf('history')[0]?.re;
    hub.wire.says({ type: 'result', re, ok: false, code: 'unavailable' });

    vi.advanceTimersByTime(4_000);

    expect(hub.wire.sentOf('history')).toHaveLength(2);
    expect(hub.wire.sentOf('history')[1]).toMatchObject({ before: 4, limit: 50 });
  });

  test('asks for a conversation anew that it was refused while somebody else had it', () => {
    client.open('c1');
    const re = hub.wire.sentOf('history')[0]?.re;
    hub.wire.says({ type: 'result', re, ok: false, code: 'gone' });

    client.open('c1');

    expect(hub.wire.sentOf('history')).toHaveLength(2);
  });

  test('loads a conversation anew when the hub says so', () => {
    client.open('c1');
    hub.wire.says({ type: 'history', conversation: 'c1', messages: [message(1), message(2), message(3)] });
    reconnect();

    hub.wire.says(welcome([conversation({ lastSeq: 2 })])).says({ type: 'reload', conversation: 'c1', lastSeq: 2 });

    expect(hub.wire.sentOf('history')).toMatchObject([{ type: 'history', conversation: 'c1', before: 3, limit: 50 }]);
    hub.wire.says({ type: 'history', conversation: 'c1', messages: [message(1), message(2)] });
    expect(seqs()).toEqual([1, 2]);
  });
});
