-- Fills an empty store with ${messages} messages, 20 to a conversation, a hundred conversations at a time, as if two seconds lay between
-- one message and the next. The last hundred conversations are with agents or wait in the queue. Straight into the tables: through the
-- ledger ten million would take an hour.
alter table event drop constraint event_pkey;
drop index event_by_seq;
drop index event_by_dedup;
create temporary table conv as
select k, overlay(overlay(h placing '3' from 13) placing translate(substr(h, 17, 1), '0123456789abcdef', '89ab89ab89ab89ab') from 17)::uuid as id
from (select k, md5(E'web\nmain\ncustomer' || k) as h from generate_series(0, greatest(1, ${messages} / 20) - 1) as k) as numbers;
insert into conversation (id, channel, account, platform_user, name, attributes, reply, owner, agent, skill, since, fence, last_seq,
    inbound_seq, handled_seq, agent_seq, misses, memory, last_agent, preview, updated, offered_until)
select id, 'web', 'main', 'customer' || k, '顾客' || k, '{}', '{}',
    case when top < 10 then 'agent' when top < 100 then 'queue' when k % 3 = 0 then 'bot' else 'closed' end,
    case when top < 10 then 'agent' || (top % 2 + 1) end, case when top < 100 then 'general' end,
    said, 3, 20, 19, 19, 18, 0, '{}', 'agent' || (k % 2 + 1), '这件衣服可以退货吗', said, null
from (select k, id, ${messages} / 20 - 1 - k as top, current_timestamp - (${messages} / 20 - k) * interval '40 s' as said from conv) as c;
create temporary table phrase as
select n - 1 as n, p from unnest(array['你好，我想问一下', '这件衣服可以退货吗', '什么时候发货', '快递到哪里了', '可以开发票吗', '尺码偏大还是偏小',
    '颜色和图片不一样', '收到的商品有破损', '怎么申请退款', '优惠券用不了', '地址写错了能改吗', '能不能便宜一点', '还有货吗', '请帮我查一下订单',
    '换货要自己付运费吗', '客服在吗', '谢谢你的帮助', '我要投诉', '会员积分怎么用', '支付失败了', '赠品没有收到', '可以指定快递公司吗',
    '预售什么时候到', '保修期多长时间', 'where is my parcel', 'how do I return it', 'the zipper is broken', 'please change my address',
    '这款手机支持快充吗', '面料是纯棉的吗', '可以货到付款吗', '今天下单明天能到吗']) with ordinality as list (p, n);
create unique index on phrase (n) include (p);
create unique index on conv (k) include (id);
analyze conv;
analyze phrase;
insert into event (id, type, source, conversation, seq, time, dedup, status, body)
select (lpad(to_hex((extract(epoch from said) * 1000)::bigint), 12, '0') || '7' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid,
    case when seq % 2 = 1 then 'io.serai.message.received' else 'io.serai.message.sent' end, '/channels/web/main', conv.id, seq, said,
    reverse(h)::uuid, case when seq % 2 = 1 then 'delivered' else 'read' end,
    '{"sender":{"kind":"' || case when seq % 2 = 1 then 'customer","id":"customer' || conv.k else 'agent","id":"agent1","name":"小美' end
        || '"},"content":{"type":"text","text":"' || a.p || '，' || b.p || case when seq = 1 then ' E2026' || lpad(conv.k::text, 10, '0') else '' end || '"}}'
from (select i, i / 2000 * 100 + i % 100 as k, i % 2000 / 100 + 1 as seq, md5('m' || i) as h,
        current_timestamp - (${messages} - i) * interval '2 s' as said
    from generate_series(0::bigint, ${messages} - 1) as i) as m
join conv on conv.k = m.k join phrase a on a.n = i * 7919 % 31 join phrase b on b.n = i * 104729 / 31 % 32
order by i;
alter table event add primary key (tx, position);
create unique index event_by_seq on event (conversation, seq);
create unique index event_by_dedup on event (dedup);
insert into agent (login, presence) values ('agent1', 'online'), ('agent2', 'online');
drop table conv;
drop table phrase;
