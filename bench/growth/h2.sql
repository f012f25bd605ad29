-- What postgresql.sql does, in H2's dialect.
drop index event_by_seq;
drop index event_by_dedup;
create local temporary table conv (k bigint primary key, id uuid not null) as
select k, cast(insert(insert(h, 13, 1, '3'), 17, 1, translate(substring(h, 17, 1), '0123456789abcdef', '89ab89ab89ab89ab')) as uuid)
from (select x as k, lower(rawtohex(hash('MD5', stringtoutf8('web' || char(10) || 'main' || char(10) || 'customer' || x)))) as h
    from system_range(0, greatest(1, ${messages} / 20) - 1) as r (x)) as numbers;
insert into conversation (id, channel, account, platform_user, name, attributes, reply, owner, agent, skill, since, fence, last_seq,
    inbound_seq, handled_seq, agent_seq, misses, memory, last_agent, preview, updated, offered_until)
select id, 'web', 'main', 'customer' || k, '顾客' || k, '{}', '{}',
    case when top < 10 then 'agent' when top < 100 then 'queue' when mod(k, 3) = 0 then 'bot' else 'closed' end,
    case when top < 10 then 'agent' || (mod(top, 2) + 1) end, case when top < 100 then 'general' end,
    said, 3, 20, 19, 19, 18, 0, '{}', 'agent' || (mod(k, 2) + 1), '这件衣服可以退货吗', said, null
from (select k, id, ${messages} / 20 - 1 - k as top, dateadd(second, -40 * (${messages} / 20 - k), current_timestamp) as said from conv) as c;
create local temporary table phrase (n bigint primary key, p varchar(100)) as
select n - 1, p from unnest(array['你好，我想问一下', '这件衣服可以退货吗', '什么时候发货', '快递到哪里了', '可以开发票吗', '尺码偏大还是偏小',
    '颜色和图片不一样', '收到的商品有破损', '怎么申请退款', '优惠券用不了', '地址写错了能改吗', '能不能便宜一点', '还有货吗', '请帮我查一下订单',
    '换货要自己付运费吗', '客服在吗', '谢谢你的帮助', '我要投诉', '会员积分怎么用', '支付失败了', '赠品没有收到', '可以指定快递公司吗',
    '预售什么时候到', '保修期多长时间', 'where is my parcel', 'how do I return it', 'the zipper is broken', 'please change my address',
    '这款手机支持快充吗', '面料是纯棉的吗', '可以货到付款吗', '今天下单明天能到吗']) with ordinality as list (p, n);
insert into event (id, type, source, conversation, seq, time, dedup, status, body)
direct
select cast(lpad(lower(rawtohex(cast(m.ms as varbinary))), 12, '0') || '7' || substring(m.h, 1, 3) || '8' || substring(m.h, 4, 15) as uuid),
    case when mod(m.seq, 2) = 1 then 'io.serai.message.received' else 'io.serai.message.sent' end, '/channels/web/main', conv.id, m.seq,
    dateadd(millisecond, m.ms, timestamp with time zone '1970-01-01 00:00:00+00'), cast(substring(m.h, 17, 16) || substring(m.h, 1, 16) as uuid),
    case when mod(m.seq, 2) = 1 then 'delivered' else 'read' end,
    '{"sender":{"kind":"' || case when mod(m.seq, 2) = 1 then 'customer","id":"customer' || m.k else 'agent","id":"agent1","name":"小美' end
        || '"},"content":{"type":"text","text":"' || a.p || '，' || b.p || case when m.seq = 1 then ' E2026' || lpad(cast(m.k as varchar), 10, '0') else '' end || '"}}'
from (select x as i, x / 2000 * 100 + mod(x, 100) as k, mod(x, 2000) / 100 + 1 as seq, lower(rawtohex(hash('MD5', stringtoutf8('m' || x)))) as h,
        cast(extract(epoch from current_timestamp) * 1000 as bigint) - (${messages} - x) * 2000 as ms
    from system_range(0, ${messages} - 1) as r (x)) as m
join conv on conv.k = m.k join phrase a on a.n = mod(m.i * 7919, 31) join phrase b on b.n = mod(m.i * 104729 / 31, 32);
create unique index event_by_seq on event (conversation, seq);
create unique index event_by_dedup on event (dedup);
insert into agent (login, presence) values ('agent1', 'online'), ('agent2', 'online');
drop table conv;
drop table phrase;
analyze;
