// What the stand-in hub begins with: one of every kind of thing the desk has to show.
const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();

export function seed({ messages, conversation, agent }) {
  let n = 0;
  const add = (c, minutes, kind, content, extra = {}) => {
    const list = messages.get(c.id);
    const sender = { customer: { kind, id: c.user, name: c.name }, bot: { kind, id: 'order-status', name: null }, agent: { kind, id: agent, name: '小美' }, system: { kind, id: 'serai' } }[kind];
    list.push({ id: `m${++n}`, conversation: c.id, seq: list.length + 1, sender, content: typeof content === 'string' ? { type: 'text', text: content } : content, time: ago(minutes), clientId: null, status: kind === 'customer' ? 'sent' : 'read', reason: null, ...extra });
    Object.assign(c, { lastSeq: list.length, updated: ago(minutes), preview: typeof content === 'string' ? content : `[${content.type}]` });
  };

  const zhang = conversation('wechat', 'main', 'oZhangSanFromShanghai000000001', '张三');
  zhang.attributes = { phone: '138****0000', unionid: 'o6_bmasdasdsad6_2sgVt7hMZOPfL' };
  for (let i = 0; i < 70; i++) add(zhang, 60 * 24 * 2 + 200 - i, i % 2 ? 'agent' : 'customer', i % 2 ? `好的，第 ${i} 条已经记录。` : `之前的第 ${i} 个问题，关于保温杯的颜色和容量。`);
  add(zhang, 60 * 26, 'customer', { type: 'signal', name: 'subscribe', fields: {} });
  add(zhang, 60 * 25, 'customer', '你好，我想问一下杯子什么时候能到？');
  add(zhang, 60 * 25 - 1, 'bot', '订单 E20251111000123 已发货，顺丰速运 SF1234567890123，预计明天送达。');
  add(zhang, 34, 'customer', '收到了，但是红色的那个杯盖裂了😭');
  add(zhang, 33, 'customer', { type: 'image', url: '/icon.svg', width: 400, height: 300 });
  add(zhang, 33, 'customer', { type: 'voice', media: 'mid-42', format: 'amr', transcript: '就是这个角，一拧就漏水' });
  add(zhang, 30, 'agent', '非常抱歉给您带来不便！我这边马上为您处理，麻烦您确认一下收货地址是否还是人民大道 1 号？\n如果方便的话，请再拍一张外包装的照片。');
  add(zhang, 29, 'customer', { type: 'location', latitude: 31.23037, longitude: 121.4737, label: '上海市黄浦区人民大道 1 号' });
  add(zhang, 28, 'customer', { type: 'unsupported', original: 'shortvideo_v2', raw: '{"MsgType":"shortvideo_v2","MediaId":"x"}' });
  add(zhang, 26, 'agent', '已经为您登记换货，链接在这里： https://shop.example.cn/returns/R-88213 ，请查收。', { status: 'failed', reason: '客户超过 48 小时未发消息，微信不允许发送' });
  add(zhang, 25, 'agent', '换货单号 R-88213，预计后天送达。', { status: 'unknown' });
  add(zhang, 3, 'customer', { type: 'card', kind: 'order', title: '保温杯 500ml 中国红', fields: { orderNo: 'E20251111000123', amount: '¥199.00', status: '已发货' } });
  add(zhang, 2, 'customer', '好的，谢谢！那旧的要寄回去吗？');
  zhang.unread = 2;
  zhang.readSeq = zhang.lastSeq - 2;

  const emma = conversation('web', 'main', 'visitor-9f31', 'Emma Clarke');
  add(emma, 12, 'customer', 'Hi! Do you ship to Singapore?');
  add(emma, 11, 'agent', 'Hello Emma, we do. Standard shipping takes 5–7 working days.');
  add(emma, 9, 'customer', 'Great, thanks');
  const wang = conversation('app', 'main', 'C000456', '王五');
  add(wang, 61, 'customer', '我要开增值税专用发票');
  add(wang, 60, 'agent', '请提供一下公司抬头和税号。', { status: 'delivered' });
  const nameless = conversation('web', 'main', 'visitor-77ac02', null);
  add(nameless, 60 * 27, 'customer', { type: 'file', name: '发票抬头.pdf', size: 183_400 });
  const li = conversation('douyin', 'main', '_000LiSi', '李四');
  add(li, 1, 'customer', '转人工');
  li.owner = { kind: 'offer', agent, since: ago(0) };
  const q1 = conversation('douyin', 'main', '_000ZhaoLiu', '赵六');
  add(q1, 6, 'customer', '直播间说的赠品怎么没有？');
  q1.owner = { kind: 'queue', skill: 'returns', since: ago(6) };
  const q2 = conversation('wechat', 'main', 'oSunQi0000000000000000000009', '孙七');
  add(q2, 2, 'customer', { type: 'image', url: '', media: 'm1' });
  q2.owner = { kind: 'queue', since: ago(2) };
  const done = conversation('app', 'main', 'C000999', 'Ahmed');
  add(done, 60 * 30, 'customer', 'All good now, bye');
  done.owner = { kind: 'closed' };
  const bot = conversation('web', 'main', 'visitor-b07', null);
  add(bot, 4, 'customer', '怎么退货');
  bot.owner = { kind: 'bot' };
  return { offers: [li.id] };
}

export const PANELS = (conversation, modes) => {
  const now = new Date().toISOString();
  const state = (system) => ({ ok: 'fresh', slow: 'cached', errors: 'stale' })[modes[system]] ?? 'unavailable';
  const panel = (system, data) =>
    state(system) === 'unavailable'
      ? { state: 'unavailable', system, asOf: null, data: null, error: `${system} does not answer (timeout after 2 s); it is tried again in 10 s` }
      : { state: state(system), system, asOf: state(system) === 'stale' ? new Date(Date.now() - 3_900_000).toISOString() : now, data, error: null };
  if (conversation.user.startsWith('visitor')) {
    return { customer: panel('crm', null), orders: panel('orders', { orders: [] }), shipments: panel('erp', { shipments: [] }) };
  }
  return {
    customer: panel('crm', { code: 'C000123', name: '张三', phone: '138****0000', email: 'zh***@example.cn', level: 3, tags: ['老客户', '上海'], city: '上海市', remark: '喜欢红色，优先顺丰', since: '2021-03-08' }),
    orders: panel('orders', { orders: [
      { orderNo: 'E20251111000123', status: 'SHIPPED', customerCode: 'C000123', createdAt: '2025-11-11T00:03:21+08:00', total: { amount: '199.00', currency: 'CNY' }, lines: [{ sku: 'SKU-1001-BLK', name: '保温杯 500ml 磨砂黑', quantity: 1 }, { sku: 'SKU-1002-RED', name: '保温杯 500ml 中国红🧧', quantity: 1 }] },
      { orderNo: 'E20251020000088', status: 'DELIVERED', createdAt: '2025-10-20T11:40:00+08:00', total: { amount: '59.00', currency: 'CNY' }, lines: [{ sku: 'SKU-2001', name: '杯刷两件套', quantity: 2 }] },
    ] }),
    shipments: panel('erp', { shipments: [
      { orderNo: 'E20251111000123', carrier: '顺丰速运', trackingNo: 'SF1234567890123', status: 'IN_TRANSIT', event: [
        { at: '2025-11-11T09:00:00+08:00', location: '杭州', description: '已揽收' },
        { at: '2025-11-11T21:30:00+08:00', location: '杭州转运中心', description: '已发出' },
        { at: '2025-11-12T05:10:00+08:00', location: '上海转运中心', description: '已到达' },
        { at: '2025-11-12T08:20:00+08:00', location: '上海黄浦', description: '派送中，快递员 王师傅' },
      ] },
    ] }),
  };
};

/** An answer of /graphql: the ticket system answers, browsing does as the switch of the CRM says. */
export const PROFILE = (modes) => {
  const asOf = new Date(Date.now() - 12_000).toISOString();
  const dead = modes.crm !== 'ok';
  return {
    data: { customers: [{
      hubTickets: null,
      serviceTickets: [{ id: 'T-2025-0042', subject: '保温杯盖子漏水', status: 'open', priority: 'high', createdAt: '2025-11-12T10:21:00+08:00' }],
      browsingHistory: dead ? null : [{ sku: 'SKU-3001', title: '杯刷套装', at: '2025-11-12T20:28:40+08:00' }],
    }] },
    ...(dead ? { errors: [{ message: 'browsing: it cannot be reached', path: ['customers', 0, 'browsingHistory'] }] } : {}),
    extensions: { provenance: [
      { path: ['customers', 'serviceTickets'], system: 'tickets', state: 'cached', asOf },
      dead
        ? { path: ['customers', 'browsingHistory'], system: 'browsing', state: 'unavailable', error: 'it cannot be reached', of: ['C000123'] }
        : { path: ['customers', 'browsingHistory'], system: 'browsing', state: 'fresh', asOf },
    ] },
  };
};
