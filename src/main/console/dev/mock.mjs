// A stand-in for the hub that speaks docs/protocol.md from memory, for working on the pages without starting Java.
//   node dev/mock.mjs [port]     then open http://localhost:<port>/ (any user, password "sandbox") and /sandbox
// Nothing in the product uses it.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomUUID } from 'node:crypto';
import { WebSocketServer } from 'ws';
import { PANELS, PROFILE, seed } from './seed.mjs';

const PAGES = fileURLToPath(new URL('../../../../target/classes/static', import.meta.url));
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const CSP =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https: http:; connect-src 'self' ws: wss:; media-src 'self' https: http:";

export function start({ port = 0, agent = 'agent1', seeded = true } = {}) {
  const conversations = new Map();
  const messages = new Map();
  const agents = new Set();
  const customers = new Map();
  const tickets = [];
  /** What happened beside conversations, by conversation, and the returns asked for there. */
  const notes = new Map();
  const returns = new Map();
  const modes = { orders: 'ok', crm: 'ok', erp: 'ok' };
  let dropped = false;

  const view = (c) => ({ ...c });
  const toAgents = (frame) => agents.forEach((ws) => ws.send(JSON.stringify(frame)));
  const toCustomer = (id, frame) => customers.get(id)?.forEach((ws) => ws.send(JSON.stringify(frame)));
  const words = (content) => content.text ?? content.transcript ?? content.title ?? content.label ?? `[${content.type}]`;

  function conversation(channel, account, user, name) {
    const id = `${channel}-${user}`;
    if (!conversations.has(id)) {
      conversations.set(id, {
        id, channel, account, user, name: name ?? null, attributes: {},
        owner: seeded ? { kind: 'agent', agent, skill: null, since: new Date().toISOString() } : { kind: 'bot' },
        fence: 1, lastSeq: 0, readSeq: 0, unread: 0, preview: '', updated: new Date().toISOString(),
      });
      messages.set(id, []);
    }
    return conversations.get(id);
  }

  function say(c, sender, content, clientId, extra = {}) {
    const list = messages.get(c.id);
    const known = clientId && list.find((m) => m.clientId === clientId);
    if (known) return { message: known, duplicate: true };
    const message = {
      id: randomUUID(), conversation: c.id, seq: list.length + 1, sender, content,
      time: new Date().toISOString(), clientId: clientId ?? null, status: 'sent', reason: null, ...extra,
    };
    list.push(message);
    c.lastSeq = message.seq;
    c.preview = words(content);
    c.updated = message.time;
    if (sender.kind === 'customer') c.unread += 1;
    return { message, duplicate: false };
  }

  function publish(c, message) {
    toAgents({ type: 'message', message });
    toAgents({ type: 'conversation', conversation: view(c) });
    toCustomer(c.id, { type: 'message', message });
    if (c.owner.kind === 'bot' && message.content.text === '转人工') {
      c.owner = { kind: 'offer', agent, since: new Date().toISOString() };
      offers.push(c.id);
      toAgents({ type: 'offer', conversation: view(c), fence: 2, expires: expires() });
    }
  }

  const { offers } = seeded ? seed({ conversations, messages, conversation, agent }) : { offers: [] };
  const expires = () => new Date(Date.now() + 25_000).toISOString();

  const json = (res, status, body, headers = {}) => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers });
    res.end(JSON.stringify(body));
  };
  const body = async (req) => {
    let text = '';
    for await (const chunk of req) text += chunk;
    return text ? JSON.parse(text) : {};
  };
  const userOf = (req) => /serai-session=([^;]+)/.exec(req.headers.cookie ?? '')?.[1];
  const person = (login) => ({
    login, name: { agent1: '小美', agent2: 'Wen', supervisor: 'Lin' }[login] ?? login,
    roles: login === 'supervisor' ? ['agent', 'supervisor'] : ['agent'],
  });

  async function ticket(req, url, login) {
    const [, number, comments] = /^\/api\/v1\/tickets(?:\/([^/]+)(\/comments)?)?$/.exec(url.pathname) ?? [];
    if (req.method === 'GET' && number === undefined) {
      return tickets.filter((each) => each.ticket.conversation === url.searchParams.get('conversation')).map((each) => each.ticket);
    }
    const wish = req.method === 'GET' ? {} : await body(req);
    const now = new Date().toISOString();
    let whole = tickets.find(({ ticket: { id, number: n } }) => id === number || String(n) === number);
    if (whole === undefined) {
      whole = { ticket: { status: 'new', number: tickets.length + 1, createdBy: login, created: now, keptIn: 'hub', delivery: 'none' }, comments: [] };
      tickets.unshift(whole);
    }
    const { text, ...rest } = wish;
    Object.assign(whole.ticket, comments ? {} : rest, { updated: now });
    if (text) whole.comments.push({ number: whole.comments.length + 1, author: login, text, time: now });
    if (req.method !== 'GET') {
      const type = wish.subject ? 'io.serai.ticket.created' : 'io.serai.ticket.updated';
      toAgents({ type: 'business', conversation: whole.ticket.conversation, event: { id: randomUUID(), type, time: now, data: { ...whole.ticket, by: login } } });
    }
    return whole;
  }

  async function returned(req, conversation, login) {
    const held = returns.get(conversation) ?? [];
    if (req.method === 'GET') return held;
    const { id, orderNo, ...rest } = await body(req);
    const now = new Date().toISOString();
    const one = { id, conversation, subject: orderNo, payload: { ...rest }, by: login, state: 'waiting', attempts: 0, needsDecision: false, created: now, updated: now };
    returns.set(conversation, [one, ...held]);
    const event = { id: randomUUID(), source: '/hub', type: 'io.serai.return.requested', time: now, data: { ...one, orderNo } };
    notes.set(conversation, [...(notes.get(conversation) ?? []), { id: randomUUID(), event }]);
    toAgents({ type: 'business', conversation, event });
    return one;
  }

  const page = (req, res, url) => {
    const path = url.pathname === '/' ? '/index.html' : url.pathname === '/sandbox' ? '/sandbox.html' : url.pathname;
    const file = normalize(join(PAGES, path));
    if (!file.startsWith(PAGES) || !existsSync(file) || !statSync(file).isFile()) return json(res, 404, { message: 'no such page' });
    res.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': CSP });
    createReadStream(file).pipe(res);
  };

  const server = createServer(async (req, res) => {
    const url = new URL(req.url, 'http://mock');
    const at = `${req.method} ${url.pathname}`;
    const who = userOf(req);
    try {
      if (at === 'POST /api/v1/login') {
        const { username, password } = await body(req);
        if (password !== 'sandbox') return json(res, 401, { message: 'wrong' });
        return json(res, 200, { token: 't', user: person(username), expires: '' }, { 'set-cookie': `serai-session=${username}; Path=/; HttpOnly; SameSite=Strict` });
      }
      if (at === 'POST /api/v1/logout') return json(res, 200, {}, { 'set-cookie': 'serai-session=; Path=/; Max-Age=0' });
      if (at === 'GET /api/v1/me') return who ? json(res, 200, person(who)) : json(res, 401, { message: 'log in' });
      if (at === 'GET /api/v1/agents') {
        return json(res, 200, [
          { login: 'agent1', name: '小美', skills: ['general', 'returns'], presence: 'online', connected: true },
          { login: 'agent2', name: '阿强', skills: ['general'], presence: 'away', connected: true },
        ]);
      }
      if (at === 'POST /mock/drop') {
        dropped = true;
        [...agents].forEach((ws) => ws.terminate());
        customers.forEach((set) => set.forEach((ws) => ws.terminate()));
        return json(res, 200, {});
      }
      if (at === 'POST /mock/heal') { dropped = false; return json(res, 200, {}); }
      if (at === 'POST /mock/say') {
        const { id, content, sender } = await body(req);
        const c = conversations.get(id);
        const { message } = say(c, sender ?? { kind: 'customer', id: c.user, name: c.name }, content);
        publish(c, message);
        return json(res, 200, message);
      }
      if (at === 'POST /mock/frame') { toAgents(await body(req)); return json(res, 200, {}); }
      if (at === 'GET /sandbox/merchant-jwt') return json(res, 200, { token: `jwt:${url.searchParams.get('customer')}` });
      const system = /^POST \/sandbox\/systems\/(orders|crm|erp)$/.exec(at);
      if (system) { modes[system[1]] = (await body(req)).mode; return json(res, 200, { mode: modes[system[1]] }); }
      const phone = /^(GET|POST) \/sandbox\/phones\/(wechat|douyin)\/(send|messages)$/.exec(at);
      if (phone) {
        const { user, content } = phone[1] === 'POST' ? await body(req) : { user: url.searchParams.get('user') };
        const c = conversation(phone[2], 'main', user, phone[2] === 'wechat' ? '张三' : '李四');
        if (phone[1] === 'POST') {
          publish(c, say(c, { kind: 'customer', id: user, name: c.name }, content).message);
          return json(res, 200, {});
        }
        const after = Number(url.searchParams.get('after') ?? 0);
        return json(res, 200, {
          messages: messages.get(c.id).filter((m) => m.seq > after).map((m) => ({ n: m.seq, from: m.sender.kind === 'customer' ? 'user' : 'account', content: m.content, time: m.time })),
        });
      }
      if (at === 'GET /api/v1/conversations') return json(res, 200, [...conversations.values()].map(view));
      if (at === 'GET /api/v1/search') {
        const q = (url.searchParams.get('q') ?? '').toLowerCase().split(/\s+/);
        const hits = [...messages.values()].flat().filter((m) => q.every((word) => (m.content.text ?? '').toLowerCase().includes(word)));
        hits.sort((a, b) => b.time.localeCompare(a.time));
        return json(res, 200, { hits: hits.slice(0, 30).map((message) => ({ message, conversation: view(conversations.get(message.conversation)) })), complete: true });
      }
      if (at === 'GET /api/v1/customers') return json(res, 200, { suggestions: [] });
      if (at === 'POST /graphql') return json(res, 200, PROFILE(modes));
      const beside = /^\/api\/v1\/conversations\/([^/]+)\/(notes|returns)$/.exec(url.pathname);
      if (beside) return json(res, 200, await (beside[2] === 'notes' ? notes.get(beside[1]) ?? [] : returned(req, beside[1], who)));
      if (url.pathname.startsWith('/api/v1/tickets')) return json(res, 200, await ticket(req, url, who));
      const one = /^GET \/api\/v1\/conversations\/([^/]+)\/(messages|customer)$/.exec(at);
      if (one && conversations.has(decodeURIComponent(one[1]))) {
        const id = decodeURIComponent(one[1]);
        if (one[2] === 'customer') return json(res, 200, PANELS(conversations.get(id), modes));
        return json(res, 200, { messages: range(messages.get(id), Object.fromEntries(url.searchParams)) });
      }
      return page(req, res, url);
    } catch (e) {
      return json(res, 500, { message: String(e) });
    }
  });

  const range = (list, { after, before, limit = 50 }) =>
    after !== undefined
      ? list.filter((m) => m.seq > Number(after)).slice(0, Number(limit))
      : list.filter((m) => m.seq < Number(before ?? Infinity)).slice(-Number(limit));

  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (req, socket, head) => {
    if (dropped || (req.url === '/ws/agent' && !userOf(req))) return socket.destroy();
    sockets.handleUpgrade(req, socket, head, (ws) => (req.url === '/ws/agent' ? agentSocket(ws, userOf(req)) : customerSocket(ws)));
  });

  function agentSocket(ws, login) {
    const send = (frame) => ws.send(JSON.stringify(frame));
    ws.on('close', () => agents.delete(ws));
    ws.on('message', (data) => {
      const f = JSON.parse(data);
      const c = conversations.get(f.conversation);
      const done = (extra = { ok: true }) => f.re && send({ type: 'result', re: f.re, ...extra });
      switch (f.type) {
        case 'hello':
          agents.add(ws);
          send({
            type: 'welcome', heartbeat: 30, agent: { ...person(login), skills: [], capacity: 5 },
            conversations: [...conversations.values()].filter((x) => x.owner.kind === 'agent' && x.owner.agent === login).map(view),
            queue: [...conversations.values()].filter((x) => x.owner.kind === 'queue').map(view),
          });
          if (login === agent) offers.forEach((id) => send({ type: 'offer', conversation: conversations.get(id), fence: 2, expires: expires() }));
          return;
        case 'ping': return send({ type: 'pong' });
        case 'history': return send({ type: 'history', conversation: f.conversation, messages: range(messages.get(f.conversation) ?? [], f) });
        case 'read': c.unread = 0; c.readSeq = f.seq; return done();
        case 'accept': case 'claim':
          offers.splice(0, offers.length, ...offers.filter((id) => id !== f.conversation));
          c.owner = { kind: 'agent', agent: login, since: new Date().toISOString() };
          done(); return toAgents({ type: 'conversation', conversation: view(c) });
        case 'decline':
          offers.splice(0, offers.length, ...offers.filter((id) => id !== f.conversation));
          c.owner = { kind: 'queue', since: new Date().toISOString() };
          done(); return toAgents({ type: 'conversation', conversation: view(c) });
        case 'transfer': case 'close':
          if (f.agent && !/^agent\d$/.test(f.agent)) return done({ ok: false, code: 'gone', message: `There is no agent ${f.agent}.` });
          c.owner = f.type === 'close' ? { kind: 'closed' } : f.bot ? { kind: 'bot' } : f.skill ? { kind: 'queue', skill: f.skill } : { kind: 'agent', agent: f.agent };
          done(); return toAgents({ type: 'conversation', conversation: view(c) });
        case 'reply': {
          const { message, duplicate } = say(c, { kind: 'agent', id: login, name: person(login).name }, f.content, f.id);
          done();
          if (!duplicate) publish(c, message);
          setTimeout(() => { message.status = 'delivered'; toAgents({ type: 'status', conversation: c.id, seq: message.seq, status: 'delivered', reason: null }); }, 300);
          return;
        }
        case 'typing': return toCustomer(c.id, { type: 'typing', on: f.on });
        case 'presence': return done();
        default: return send({ type: 'error', code: 'bad-frame', message: f.type });
      }
    });
  }

  function customerSocket(ws) {
    const send = (frame) => ws.send(JSON.stringify(frame));
    let c = null;
    ws.on('close', () => c && customers.get(c.id)?.delete(ws));
    ws.on('message', (data) => {
      const f = JSON.parse(data);
      if (f.type === 'hello') {
        const user = f.token?.replace('jwt:', '') ?? `v${randomUUID().slice(0, 8)}`;
        c = conversation(f.channel, f.account, user, f.token?.startsWith('jwt:') ? (f.channel === 'app' ? '王五' : '张三') : null);
        if (!customers.has(c.id)) customers.set(c.id, new Set());
        customers.get(c.id).add(ws);
        send({ type: 'welcome', conversation: c.id, user, token: f.token ?? user, lastSeq: c.lastSeq, heartbeat: 30 });
        messages.get(c.id).filter((m) => m.seq > (f.after ?? 0)).forEach((message) => send({ type: 'message', message }));
        toAgents({ type: 'conversation', conversation: view(c) });
      } else if (f.type === 'message') {
        const { message, duplicate } = say(c, { kind: 'customer', id: c.user, name: c.name }, f.content, f.id);
        send({ type: 'ack', id: f.id, seq: message.seq, messageId: message.id, time: message.time, duplicate });
        if (!duplicate) publish(c, message);
      } else if (f.type === 'typing') toAgents({ type: 'typing', conversation: c.id, on: f.on });
      else if (f.type === 'read') {
        for (const m of messages.get(c.id)) if (m.seq <= f.seq && m.sender.kind !== 'customer' && m.status !== 'read') {
          m.status = 'read';
          toAgents({ type: 'status', conversation: c.id, seq: m.seq, status: 'read', reason: null });
        }
      } else if (f.type === 'history') send({ type: 'history', messages: range(messages.get(c.id), f) });
      else if (f.type === 'ping') send({ type: 'pong' });
    });
  }

  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () =>
      resolve({
        url: `http://127.0.0.1:${server.address().port}`,
        stop: () => { sockets.clients.forEach((ws) => ws.terminate()); server.closeAllConnections(); server.close(); },
      }),
    );
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const mock = await start({ port: Number(process.argv[2] ?? 8081) });
  console.log(`console ${mock.url}/   sandbox ${mock.url}/sandbox`);
}
