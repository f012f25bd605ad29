import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { overhear } from './traffic.mjs';

const PATIENCE = 20_000;
const PHONES = ['web', 'app', 'wechat', 'douyin'];
const WIDE = { width: 1440, height: 860 };
const PHONE = { width: 360, height: 740 };

/** What a browser has to complain about is a fault, but for the answers that say "not logged in yet". */
function listen(page, faults) {
  page.on('pageerror', (e) => faults.push(`${page.url()}: ${e.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 401/.test(message.text())) {
      faults.push(`${page.url()}: ${message.text()} ${message.location().url}`);
    }
  });
  overhear(page);
}

async function login(page, url, user) {
  await page.goto(`${url}/`);
  await page.fill('input[autocomplete=username]', user);
  await page.fill('input[type=password]', 'sandbox');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.top-bar');
  await page.waitForSelector('.presence:not([disabled])');
}

/** What people asked their system for: with the real hub no motion, with its stand-in as it comes. Menus must open in both. */
let reducedMotion = 'no-preference';

/** Menus that stand still: one grows as it opens, and under a pointer that found its item then is another by the time of the click. */
const MENU = '.ant-dropdown:not([class*="ant-slide"]) .ant-dropdown-menu-item';
const OPTION = '.ant-select-dropdown:not([class*="ant-slide"]) .ant-select-item-option';

/** A browser of somebody's own. */
async function someone(browser, options) {
  const context = await browser.newContext({ reducedMotion, ...options });
  context.setDefaultTimeout(PATIENCE);
  return context;
}

const phone = (page, name) => page.locator(`[data-phone=${name}]`);

async function type(customers, name, text) {
  const composer = phone(customers, name).locator('.phone-composer input');
  await composer.fill(text);
  await phone(customers, name).locator('.phone-composer button').click();
  await phone(customers, name).locator('.mine.here', { hasText: text }).last().waitFor();
}

/** The customer asks for a human; the agent takes the offer, answers, and the answer is on the phone. */
async function talk(desk, customers, name) {
  await type(customers, name, '转人工');
  await desk.locator('.offer-card').getByRole('button', { name: '接入' }).first().click();
  await desk.locator('.composer textarea').waitFor();

  const question = `我是 ${name} 的客户，请问发票怎么开？`;
  await type(customers, name, question);
  await desk.locator('.theirs .bubble', { hasText: question }).waitFor();

  const answer = `您好，${name} 的客户，发票在订单页申请。`;
  await desk.fill('.composer textarea', answer);
  await desk.keyboard.press('Enter');
  await desk.locator('.ours:not(.pending) .bubble', { hasText: answer }).waitFor();
  await phone(customers, name).locator('.theirs', { hasText: answer }).waitFor();
  assert.equal(await desk.locator('.bubble', { hasText: answer }).count(), 1, 'the answer stands on the desk once');
  assert.equal(await phone(customers, name).locator('.phone-bubble', { hasText: answer }).count(), 1, 'and once on the phone');
}

/** Escape while an input method composes: it gives up the word that was begun. */
function composedAway(field) {
  return field.dispatchEvent('keydown', { key: 'Escape', keyCode: 229, isComposing: true, bubbles: true, composed: true });
}

/** The shop on another origin, in GBK and from right to left, whose policy allows the hub's script and nothing else: its page shows the widget. */
async function foreignShop(browser, url, screenshots, faults) {
  const shop = createServer((req, res) => {
    res.setHeader('content-type', 'text/html; charset=gbk');
    res.setHeader(
      'content-security-policy',
      `default-src 'none'; img-src data:; style-src 'nonce-shop'; script-src ${url}; connect-src ${url} ${url.replace('http', 'ws')}`,
    );
    res.end(`<!doctype html><html lang="zh" dir="rtl"><link rel="icon" href="data:,"><title>Shop</title><h1>Shop</h1>
      <style nonce="shop">* { letter-spacing: 4px; text-transform: uppercase } body > div { opacity: .1 }</style>
      <script src="${url}/widget.js" data-account="main" async></script></html>`);
  });
  await new Promise((ready) => shop.listen(0, '127.0.0.1', ready));
  const context = await someone(browser, { viewport: PHONE, locale: 'zh-CN' });
  try {
    const page = await context.newPage();
    listen(page, faults);
    await page.goto(`http://127.0.0.1:${shop.address().port}/`);
    await page.locator('button.bubble').click();
    const look = await page.locator('.panel header b').evaluate((title) => {
      const { letterSpacing, textTransform, direction } = getComputedStyle(title);
      return [title.textContent, letterSpacing, textTransform, direction, getComputedStyle(title.getRootNode().host).opacity].join(' ');
    });
    assert.equal(look, '在线客服 normal none ltr 1', 'neither the shop’s styles nor its encoding reach the widget');
    await composedAway(page.locator('.panel textarea'));
    assert.ok(await page.locator('.panel').isVisible(), 'the input method’s Escape leaves the panel open');
    await page.locator('.panel textarea').fill('怎么退货');
    await page.keyboard.press('Enter');
    await page.locator('.line.mine:not(.going)', { hasText: '怎么退货' }).waitFor();
    await page.locator('.line:not(.mine)').first().waitFor();
    await page.screenshot({ path: `${screenshots}/foreign-shop.png` });
  } finally {
    await context.close();
    shop.close();
  }
}

/** A ticket is opened, stands beside the customer and in the history, and is brought on. */
async function ticket(desk, screenshots) {
  const subject = '杯盖漏水，要求换货';
  await desk.getByRole('button', { name: '新建工单' }).click();
  await desk.fill('#subject', subject);
  await desk.fill('#text', '等仓库确认库存');
  await desk.locator('.ant-modal-footer .ant-btn-primary').click();
  await desk.locator('.business-note.ticket', { hasText: subject }).first().waitFor();
  const one = '**/api/v1/tickets/*';
  await desk.route(one, (route) => route.fulfill({ contentType: 'text/html', body: 'a proxy’s page' }));
  await desk.locator('button.ticket-line', { hasText: subject }).click();
  const again = desk.locator('.ant-modal .ant-alert', { hasText: '工单加载失败' }).getByRole('button');
  await again.waitFor();
  await desk.unroute(one);
  await again.click();
  await desk.locator('.ticket-comments', { hasText: '等仓库确认库存' }).waitFor();
  await desk.locator('.ticket-choices .ant-select').first().click();
  await desk.locator(OPTION, { hasText: '等待中' }).click();
  await desk.locator('.ticket-line .tag', { hasText: '等待中' }).waitFor();
  await desk.screenshot({ path: `${screenshots}/ticket.png` });
  await desk.locator('.ant-modal-close').click();
  await desk.locator('.ticket-dialog').waitFor({ state: 'detached' });
}

/** What was said is found by its words, and opens where it was said. */
async function searched(desk, screenshots) {
  await desk.keyboard.press('Control+k');
  await desk.keyboard.type('douyin 发票');
  const hit = desk.locator('.list .row', { hasText: '我是 douyin 的客户' });
  await hit.first().waitFor();
  assert.ok((await hit.first().locator('mark').count()) >= 2, 'the words looked for are marked');
  await hit.first().click();
  await desk.locator('.found .bubble', { hasText: '我是 douyin 的客户' }).waitFor();
  await desk.screenshot({ path: `${screenshots}/search.png` });
  await desk.locator('.list-search input').press('Escape');
  await desk.locator('.list-tabs').waitFor();
}

/** The same person's conversation on another channel stands beside this one, with why, and opens. */
async function otherChannel(desk, screenshots) {
  const other = desk.locator('.links .linked', { hasText: '微信' });
  await other.waitFor();
  assert.match(await other.innerText(), /CRM C000123/, 'it says why it is theirs');
  await other.scrollIntoViewIfNeeded();
  await desk.screenshot({ path: `${screenshots}/whole-customer.png` });
  const here = desk.url();
  await other.locator('.linked-open').click();
  await desk.locator('.thread-who', { hasText: '微信' }).waitFor();
  await desk.locator('.bubble', { hasText: '我是 wechat 的客户' }).waitFor();
  await desk.goto(here);
  await desk.locator('.thread-who', { hasText: '网页' }).waitFor();
}

async function session(url, username) {
  const response = await fetch(`${url}/api/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: 'sandbox' }),
  });
  assert.equal(response.status, 200, `${username} logs in`);
  return (await response.json()).token;
}

/** A return is asked for from an order, stands beside the customer and in the history, and is there after a reload. */
async function returned(desk, panel, screenshots) {
  await panel.getByRole('button', { name: '为订单 E20251111000123 申请退货' }).click();
  await desk.locator('.return-choices input').first().waitFor();
  await desk.locator('.ant-modal-footer .ant-btn-primary').click();
  const line = panel.locator('.return-line', { hasText: 'E20251111000123' });
  await line.waitFor();
  await desk.locator('.history .business-note', { hasText: '已申请退货' }).waitFor();
  await desk.reload();
  await desk.locator('.history .business-note', { hasText: '已申请退货' }).waitFor();
  await desk.locator('.history .business-note', { hasText: '订单已付款' }).waitFor();
  await line.waitFor();
  await desk.screenshot({ path: `${screenshots}/return.png` });
}

/** A customer known to the merchant: their records stand beside them, a payment shows live, a colleague takes over. */
async function knownCustomer(browser, desk, customers, url, screenshots, faults) {
  await phone(customers, 'web').locator('..').getByRole('button', { name: '登录为 C000123' }).click();
  await type(customers, 'web', '转人工');
  await desk.locator('.offer-card').getByRole('button', { name: '接入' }).first().click();
  const panel = desk.locator('.panels');
  await panel.getByText('C000123').first().waitFor();
  await panel.getByText('E20251111000123').first().waitFor();
  assert.ok((await panel.locator('.panel-section .freshness').count()) >= 3, 'record, orders and shipments each say how fresh they are');

  const reported = await fetch(`${url}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json', authorization: `Bearer ${await session(url, 'integrator')}` },
    body: JSON.stringify({
      specversion: '1.0',
      id: 'browser-paid-1',
      source: '/orders',
      type: 'order.paid',
      subject: 'E20251111000123',
      time: new Date().toISOString(),
      data: { orderNo: 'E20251111000123', customerCode: 'C000123', amount: { amount: '199.00', currency: 'CNY' } },
    }),
  });
  assert.ok(reported.ok, `the report of a payment is taken: ${reported.status} ${await reported.text()}`);
  await panel.locator('[aria-live=polite]').waitFor();
  await desk.screenshot({ path: `${screenshots}/known-customer.png` });
  await panel.getByText('浏览记录').waitFor();
  await returned(desk, panel, screenshots);
  await otherChannel(desk, screenshots);

  const context = await someone(browser, { viewport: WIDE, locale: 'zh-CN' });
  const other = await context.newPage();
  listen(other, faults);
  const breakOff = await breakable(other);
  await login(other, url, 'agent2');
  await desk.locator('.ant-btn', { hasText: '转接' }).first().click();
  await desk.locator('.transfer-choice').click();
  await desk.locator('.ant-select-dropdown .colleague', { hasText: 'agent2' }).click();
  await desk.screenshot({ path: `${screenshots}/transfer.png` });
  const read = [];
  desk.on('request', (request) => /\/(messages|notes)\?/.test(request.url()) && read.push(request.url()));
  await desk.locator('.ant-modal-footer .ant-btn-primary').click();
  await desk.locator('.thread.vacant').waitFor();
  assert.deepEqual(read, [], 'what is given away is not read along: the colleague may have it, and the hub would refuse');
  await other.locator('.row, .offer-card').first().waitFor();
  const offer = other.locator('.offer-card').getByRole('button', { name: '接入' });
  await ((await offer.count()) > 0 ? offer.first() : other.locator('.row').first()).click();
  await other.locator('.composer textarea').waitFor();
  const ended = other.url();
  await other.locator('.ant-btn', { hasText: '结束会话' }).first().click();
  await other.locator('.ant-popover .ant-btn-primary').click();
  await other.locator('.composer textarea').waitFor({ state: 'detached' });
  await other.waitForFunction(() => document.activeElement?.matches('.list-scroll')); // where one goes on
  await endedIsThere(other, ended, breakOff);
  await context.close();
}

/** One that has ended is found by its address, and outlives a break with what is being written beside it. */
async function endedIsThere(other, ended, breakOff) {
  await other.goto(ended);
  await other.reload();
  await other.locator('.read-only').waitFor();
  await other.getByRole('button', { name: '新建工单' }).click();
  await other.fill('#subject', '写到一半的工单');
  const again = other.waitForEvent('response', (response) => ended.endsWith(response.url().split('/').pop()));
  const beside = ['customer', 'returns', 'tickets'].map((what) => other.waitForEvent('request', (request) => request.url().includes(what)));
  await breakOff();
  await again;
  await Promise.all(beside); // What could not be loaded in the break is there after it, and what became of it meanwhile.
  await other.locator('.presence:not([disabled])').waitFor();
  assert.equal(await other.locator('#subject').inputValue(), '写到一半的工单', 'a ticket that is being written outlives a break');
}

/** A page whose connection can be cut. */
async function breakable(page) {
  let cut;
  await page.routeWebSocket('**/ws/agent', (socket) => {
    const server = socket.connectToServer();
    cut = () => Promise.all([server.close(), socket.close({ code: 4001 })]);
  });
  return () => cut();
}

/** Who has no mouse is asked before a conversation ends, says no with Escape, and is where they were. */
async function byKeyboard(desk) {
  const focused = (selector) => desk.waitForFunction((it) => document.activeElement?.closest(it) != null, selector);
  const end = desk.locator('.thread-tools button', { hasText: '结束会话' });
  await end.focus();
  await desk.keyboard.press('Enter');
  await focused('.ant-popover');
  await desk.keyboard.press('Escape');
  await desk.locator('.ant-popover').waitFor({ state: 'detached' });
  await focused('.thread-tools button');

  await desk.locator('.presence').focus();
  await desk.keyboard.press('Enter');
  await desk.locator(MENU, { hasText: '在线' }).waitFor();
  await desk.keyboard.press('Tab');
  await focused('.ant-dropdown');
  await desk.keyboard.press('Enter');
  await focused('.presence');
}

/** Whose system has colours of its own sees by a line what is chosen: backgrounds are all one there. */
async function ownColours(desk) {
  await desk.emulateMedia({ forcedColors: 'active' });
  const line = await desk.locator('.ant-segmented-item-selected').evaluate((tab) => getComputedStyle(tab).outlineStyle);
  assert.equal(line, 'solid', 'the chosen tab is told from the others');
  await desk.emulateMedia({ forcedColors: 'none' });
}

/** Paper has no scroll bar. */
async function printed(desk) {
  await desk.setViewportSize({ ...WIDE, height: 400 });
  await desk.emulateMedia({ media: 'print' });
  const hidden = await desk.locator('.history').evaluate((history) => history.scrollHeight - history.clientHeight);
  assert.equal(hidden, 0, 'a thread is printed whole');
  await desk.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await desk.waitForSelector('[data-theme=dark]', { state: 'attached' });
  const ink = await desk.evaluate(() => getComputedStyle(document.body).getPropertyValue('--text'));
  assert.equal(ink.trim(), '#1d2329', 'paper is white, whatever the screen is');
  await desk.emulateMedia({ media: 'screen', colorScheme: 'light' });
  await desk.setViewportSize(WIDE);
}

async function noSidewaysScroll(page, what) {
  // What a frame cuts off makes the page no wider, but nobody can reach it either.
  const over = await page.evaluate(() =>
    Math.max(
      document.documentElement.scrollWidth - window.innerWidth,
      ...[...document.querySelectorAll('.desk-columns, .history')].map((frame) => frame.scrollWidth - frame.clientWidth),
    ),
  );
  assert.ok(over <= 0, `${what} is ${over} px wider than the screen`);
}

/** Each width, each appearance, each language. */
const LOOKS = [
  ['wide', 'light', 'zh-CN'],
  ['wide', 'dark', 'en-GB'],
  ['phone', 'light', 'en-GB'],
  ['phone', 'dark', 'zh-CN'],
];

/** The pages' looks, each without sideways scrolling. */
async function looks(browser, url, screenshots, faults) {
  for (const [size, colorScheme, locale] of LOOKS) {
    const name = `${screenshots}/${size}-${colorScheme}-${locale.slice(0, 2)}`;
    const context = await someone(browser, { viewport: size === 'wide' ? WIDE : PHONE, colorScheme, locale });
    const page = await context.newPage();
    listen(page, faults);
    await page.goto(`${url}/`);
    await page.waitForSelector('.login-card');
    await page.screenshot({ path: `${name}-login.png` });
    await login(page, url, 'agent1');
    await page.locator('.row').first().waitFor();
    await page.screenshot({ path: `${name}-list.png` });
    await noSidewaysScroll(page, 'the list');
    await page.locator('.row').first().click();
    await page.locator('.bubble').first().waitFor();
    await page.screenshot({ path: `${name}-conversation.png` });
    assert.equal(await page.locator('h1').count(), 1, `the conversation’s page has a heading (${size})`);
    await noSidewaysScroll(page, 'the conversation');
    await page.goto(`${url}/sandbox`);
    await page.locator('[data-phone=app] .phone-bubble').first().waitFor();
    await page.screenshot({ path: `${name}-sandbox.png`, fullPage: true });
    await noSidewaysScroll(page, 'the sandbox');
    await context.close();
  }
}

/**
 * A page of another make loads the widget: a visitor writes, and what he wrote is there after a reload. What comes while he looks
 * elsewhere is read when he is back.
 */
async function widget(browser, url, screenshots, faults) {
  const context = await someone(browser, { viewport: PHONE, locale: 'zh-CN' });
  const page = await context.newPage();
  listen(page, faults);
  const shop = `<!doctype html><html lang="zh"><title>Shop</title><body><h1>Shop</h1>
    <script src="/widget.js" data-account="main" async></script></body></html>`;
  await page.route(`${url}/shop`, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: shop }));

  let socket;
  page.on('websocket', (opened) => (socket = opened));
  await page.goto(`${url}/shop`);
  await page.locator('button.bubble').click();
  const story = '很长'.repeat(1_100);
  await page.locator('.panel textarea').fill(story);
  await page.keyboard.press('Enter');
  await page.locator('.note', { hasText: '超出 200 字' }).waitFor();
  assert.equal(await page.locator('.panel textarea').inputValue(), story, 'what is too long is neither sent nor cut off');
  await page.locator('.panel textarea').fill('你好，有人吗？');
  await page.keyboard.press('Enter');
  await page.locator('.line.mine:not(.going)', { hasText: '你好，有人吗？' }).waitFor();
  await page.screenshot({ path: `${screenshots}/widget.png` });

  await page.locator('.panel textarea').fill('写到一半');
  await page.reload();
  await page.locator('button.bubble').click();
  assert.equal(await page.locator('.panel textarea').inputValue(), '写到一半', 'what was begun outlives a change of the page');
  await page.locator('.line.mine', { hasText: '你好，有人吗？' }).waitFor();
  assert.equal(await page.locator('.line.mine').count(), 1, 'the message is there once');

  await lookAway(page, true);
  await page.locator('.panel textarea').fill('怎么退货');
  await page.keyboard.press('Enter');
  await page.locator('.line.mine:not(.going)', { hasText: '怎么退货' }).waitFor();
  const read = socket.waitForEvent('framesent', ({ payload }) => JSON.parse(payload).type === 'read');
  await lookAway(page, false);
  await read;

  await page.evaluate(() => {
    localStorage.clear();
    window.Serai.boot({ account: 'main', token: null });
  });
  await page.locator('.panel textarea').fill('还在吗？');
  await page.keyboard.press('Enter');
  await page.locator('.line.mine:not(.going)', { hasText: '还在吗？' }).waitFor();
  assert.equal(await page.locator('.line.mine').count(), 1, 'whoever signed out with the panel open is a visitor who can write');
  await context.close();
}

/** A shop of one page: it boots the widget from its head, puts one body in place of another, has shortcuts, closes what may be open. */
async function shopOfOnePage(browser, url, faults) {
  const context = await someone(browser, { viewport: WIDE, locale: 'zh-CN' });
  const page = await context.newPage();
  listen(page, faults);
  const shop = `<!doctype html><html lang="zh"><head><title>Shop</title><script src="/widget.js"></script>
    <script>Serai.boot({ account: 'main' })</script></head><body><h1>Shop</h1></body></html>`;
  await page.route(`${url}/shop`, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: shop }));
  await page.goto(`${url}/shop`);
  await page.locator('button.bubble').waitFor();
  await page.evaluate(() => {
    const next = document.createElement('body');
    next.innerHTML = '<label>Search <input></label>';
    document.body.replaceWith(next);
    window.Serai.boot({ account: 'main' });
    document.addEventListener('keydown', (event) => event.target.matches('input, textarea') || event.preventDefault());
  });
  await page.locator('button.bubble').click();
  await page.keyboard.type('size s');
  assert.equal(await page.locator('.panel textarea').inputValue(), 'size s', 'the shop’s shortcuts take no key from who writes');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.matches('.bubble'));
  await page.locator('label input').focus();
  await page.evaluate(() => window.Serai.close());
  await page.keyboard.type('shoes');
  assert.equal(await page.locator('label input').inputValue(), 'shoes', 'nor does the widget, when the shop closes it');
  await page.evaluate(() => window.Serai.open());
  await page.evaluate(() => window.Serai.boot({ account: 'main', language: 'en' }));
  assert.equal(await page.locator('.panel textarea').getAttribute('placeholder'), 'Write a message', 'it speaks the language the shop changes to');
  assert.equal(await page.locator('.panel textarea').inputValue(), 'size s', 'and keeps what was begun');
  assert.equal(await page.locator('button.bubble').count(), 1);
  await nextPerson(page);
  await context.close();
}

/** Who signs in goes on with what they began as a visitor; who signs in after them finds none of it. */
async function nextPerson(page) {
  const box = page.locator('.panel textarea');
  const is = async (sub) => {
    const token = sub === null ? null : `e30.${Buffer.from(JSON.stringify({ sub })).toString('base64url')}.`;
    await page.evaluate((it) => window.Serai.boot({ account: 'main', token: it }), token);
    return box.inputValue();
  };
  assert.equal(await is('first'), 'size s', 'a visitor who signs in goes on with what they began');
  assert.equal(await is(null), '', 'and takes it along when they leave');
  assert.equal(await is('second'), '', 'the next person does not see it');
  assert.equal(await is('first'), 'size s', 'they themselves find it again');
}

/** Pictures come later than their messages, and what is written takes room: who reads the end of it all still does then. */
async function pictures(browser, url, faults) {
  const context = await someone(browser, { viewport: PHONE, locale: 'zh-CN' });
  const page = await context.newPage();
  listen(page, faults);
  const shop = '<!doctype html><html lang="zh"><title>Shop</title><body><script src="/widget.js" data-account="main"></script></body></html>';
  await page.route(`${url}/shop`, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: shop }));
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="800"></svg>';
  const asked = [];
  await page.route(`${url}/shop.svg*`, (route) => asked.push(() => route.fulfill({ contentType: 'image/svg+xml', body: svg })));
  await page.routeWebSocket('**/ws/customer', (customer) => {
    customer.connectToServer().onMessage((text) => {
      const frame = JSON.parse(text);
      if (frame.type === 'message' && frame.message.sender.kind !== 'customer') {
        frame.message.content = { type: 'image', url: `/shop.svg?${frame.message.seq}` };
      }
      customer.send(JSON.stringify(frame));
    });
  });
  await page.goto(`${url}/shop`);
  await page.locator('button.bubble').click();
  const atEnd = () => page.waitForFunction(() => {
    const lines = document.querySelector('body > div').shadowRoot.querySelector('.lines');
    return lines.scrollHeight > lines.clientHeight && lines.scrollHeight - lines.scrollTop - lines.clientHeight < 2;
  });
  for (let said = 0; said < 4; said++) {
    await page.locator('.panel textarea').fill('怎么退货');
    await page.keyboard.press('Enter');
    await page.locator('.said img').nth(said).waitFor({ state: 'attached' });
  }
  while (asked.length > 0) {
    await asked.shift()();
  }
  await page.waitForFunction(() =>
    [...document.querySelector('body > div').shadowRoot.querySelectorAll('.said img')].every((image) => image.complete),
  );
  await atEnd();
  await page.locator('.panel textarea').fill('一行\n'.repeat(8));
  await atEnd();
  await context.close();
}

/** Who comes back to a page that waits for the hub need not wait on: both try at once. */
async function backAgain(browser, url) {
  const context = await someone(browser, { viewport: WIDE, locale: 'zh-CN' });
  for (const who of ['customer', 'agent']) {
    const page = await context.newPage(); // Not listened to: the browser complains of the lines cut here.
    await page.clock.install();
    let tried = () => undefined;
    const next = () => new Promise((resolve) => (tried = resolve));
    await page.routeWebSocket(`**/ws/${who}`, (line) => {
      tried(line);
      line.connectToServer();
    });
    await page.route(`${url}/shop`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Shop</title><body><script src="/widget.js" data-account="main"></script></body>' }),
    );
    const first = next();
    if (who === 'agent') {
      await login(page, url, 'agent1');
    } else {
      await page.goto(`${url}/shop`);
      await page.locator('button.bubble').click();
      await page.locator('.notice').waitFor({ state: 'hidden' });
    }
    await page.clock.pauseAt(Date.now() + 60_000); // From here on no wait ends by itself.
    await (await first).close({ code: 4000 });
    const told = page.locator(who === 'agent' ? '.connection-bar' : '.notice');
    while (!(await told.isVisible())) {
      await page.clock.runFor(20); // Pictures are drawn by this clock, too.
    }
    const again = next();
    await lookAway(page, false);
    await Promise.race([again, new Promise((_, fail) => setTimeout(() => fail(new Error(`the ${who}'s page waits on`)), PATIENCE))]);
  }
  await context.close();
}

/** A long story comes message by message; were all of it drawn at each, the shop's page would stand still for as long. */
async function longStory(browser, url, faults) {
  const said = 400;
  const context = await someone(browser, { viewport: PHONE, locale: 'zh-CN' });
  const page = await context.newPage();
  listen(page, faults);
  const shop = '<!doctype html><html lang="zh"><title>Shop</title><body><script src="/widget.js" data-account="main"></script></body></html>';
  await page.route(`${url}/shop`, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: shop }));
  let line;
  const heard = new Promise((resolve) => {
    void page.routeWebSocket('**/ws/customer', (wire) => {
      line = wire;
      wire.onMessage((text) => JSON.parse(text).type === 'hello' && resolve());
    });
  });
  await page.goto(`${url}/shop`);
  await page.locator('button.bubble').click();
  await heard;
  await page.evaluate(() => {
    window.drawn = 0;
    const lines = document.querySelector('body > div').shadowRoot.querySelector('.lines');
    new MutationObserver(() => window.drawn++).observe(lines, { childList: true });
  });
  line.send(JSON.stringify({ type: 'welcome', conversation: 'c', user: 'u', token: 't', lastSeq: said, heartbeat: 3_000 }));
  for (let seq = 1; seq <= said; seq++) {
    const message = { id: `m${seq}`, conversation: 'c', seq, sender: { kind: 'agent', id: 'a' }, content: { type: 'text', text: `${seq}` }, time: new Date().toISOString() };
    line.send(JSON.stringify({ type: 'message', message }));
  }
  await page.locator('.line').nth(said - 1).waitFor();
  const drawn = await page.evaluate(() => window.drawn);
  assert.ok(drawn < said / 2, `${said} messages are drawn together, not ${drawn} times`);
  await context.close();
}

/** Another tab stands before this one, or no longer. */
function lookAway(page, away) {
  return page.evaluate((visibility) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: visibility });
    document.dispatchEvent(new Event('visibilitychange'));
  }, away ? 'hidden' : 'visible');
}

/** Who cannot reach the hub is told that the session goes on, instead of being shown a login over an open one. */
async function logoutWithoutHub(browser, url) {
  const context = await someone(browser, { viewport: WIDE, locale: 'zh-CN' });
  const page = await context.newPage(); // Not listened to: the browser complains of the refusal made up here.
  const logout = '**/api/v1/logout';
  const signOut = async () => {
    await page.locator('.top-bar-user').click();
    await page.locator(MENU, { hasText: '退出登录' }).click();
  };
  await login(page, url, 'agent1');
  await page.route(logout, (route) => route.fulfill({ status: 503 }));
  await signOut();
  await page.locator('.ant-message', { hasText: '您仍处于登录状态' }).waitFor();
  await page.unroute(logout);
  await signOut();
  await page.locator('.login-card').waitFor();
  await context.close();
}

/** A supervisor finds what could not be handled, with its reason, and puts it through again; an agent is not led there. */
async function deadLetters(browser, url, screenshots, faults) {
  const context = await someone(browser, { viewport: PHONE, locale: 'zh-CN' });
  const page = await context.newPage();
  listen(page, faults);
  const letter = { id: 'l1', conversation: 'c1', seq: 3, message: 'm1', route: 'flow-bot', reason: 'IllegalStateException', time: new Date().toISOString() };
  const event = { id: 'e1', door: 'redis', entry: 'orders/1-0', body: '{"type":', reason: 'no JSON', time: new Date().toISOString() };
  await page.route('**/api/v1/dead-letters', (route) => route.fulfill({ json: [letter] }));
  await page.route('**/api/v1/dead-events', (route) => route.fulfill({ json: [event] }));
  await page.route('**/api/v1/dead-letters/l1/replay', (route) => {
    letter.replayed = new Date().toISOString();
    return route.fulfill({ json: { conversation: 'c1', owner: { kind: 'bot' } } });
  });
  await login(page, url, 'supervisor');
  await page.locator('.top-bar-user').click();
  await page.locator(MENU, { hasText: '死信' }).click();
  const messages = page.getByRole('region', { name: '消息' });
  await messages.locator('a[href="#/c/c1/3"]').waitFor();
  await page.getByRole('region', { name: '业务事件' }).getByText('no JSON').waitFor();
  await messages.getByRole('button', { name: '重新处理' }).click();
  await messages.getByText('重新处理').and(messages.locator('p')).waitFor();
  assert.equal(await messages.getByRole('button', { name: '重新处理' }).count(), 0, 'what was put through is not offered again');
  await page.screenshot({ path: `${screenshots}/dead-letters.png` });
  await noSidewaysScroll(page, 'the page of dead letters');
  await page.getByRole('link', { name: '返回工作台' }).click();
  await page.waitForSelector('.list');
  await context.close();

  const other = await someone(browser, { viewport: WIDE, locale: 'zh-CN' });
  const desk = await other.newPage();
  listen(desk, faults);
  await login(desk, url, 'agent1');
  await desk.goto(`${url}/#/dead-letters`);
  await desk.waitForSelector('.list');
  await other.close();
}

/** The main job as people see it: four customers on four channels, one agent at the desk. */
export async function drive(browser, url, screenshots, real) {
  reducedMotion = real ? 'reduce' : 'no-preference';
  const faults = [];
  const at = await someone(browser, { viewport: WIDE, locale: 'zh-CN' });
  const street = await someone(browser, { viewport: WIDE, locale: 'zh-CN' });
  const desk = await at.newPage();
  const customers = await street.newPage();
  listen(desk, faults);
  listen(customers, faults);

  await login(desk, url, 'agent1');
  await customers.goto(`${url}/sandbox`);
  for (const name of PHONES) {
    await phone(customers, name).locator('.phone-composer input').waitFor();
    await talk(desk, customers, name);
  }
  await type(customers, 'app', `${'这句话很长'.repeat(40)}。`);
  await desk.locator('.panel-section .freshness').first().waitFor();
  await desk.screenshot({ path: `${screenshots}/desk.png` });
  await printed(desk);
  await byKeyboard(desk);
  await ownColours(desk);
  await ticket(desk, screenshots);
  await searched(desk, screenshots);
  await customers.screenshot({ path: `${screenshots}/phones.png`, fullPage: true });

  if (real) {
    await knownCustomer(browser, desk, customers, url, screenshots, faults);
    await foreignShop(browser, url, screenshots, faults);
    await pictures(browser, url, faults); // The stand-in has no bot that answers.
  }
  await widget(browser, url, screenshots, faults);
  await shopOfOnePage(browser, url, faults);
  await looks(browser, url, screenshots, faults);
  await deadLetters(browser, url, screenshots, faults);
  await logoutWithoutHub(browser, url);
  await backAgain(browser, url);
  await longStory(browser, url, faults);
  assert.deepEqual(faults, [], 'the browser has nothing to complain about');
}
