-- What analysts may read: views, without a word of what was said, a name or a platform's id of a person. GRANT SELECT on these, and on nothing else.
-- A migration that changes a column they show drops them before and makes them again.
create view bi_messages as
select id, conversation, seq,
       split_part(source, '/', 3) as channel,
       substr(source, length(split_part(source, '/', 3)) + 12) as account,
       time,
       case when type = 'io.serai.message.received' then 'in' else 'out' end as direction,
       body::json -> 'sender' ->> 'kind' as sender,
       case when body::json -> 'sender' ->> 'kind' in ('agent', 'bot') then body::json -> 'sender' ->> 'id' end as sender_id,
       body::json -> 'content' ->> 'type' as content,
       status, reason, tx as place, position as number
from event where conversation is not null;

create view bi_events as
select id, type, source, subject, time,
       body::json ->> 'reason' as reason,
       body::json -> 'owner' ->> 'kind' as owner,
       body::json -> 'owner' ->> 'agent' as agent,
       body::json -> 'owner' ->> 'skill' as skill,
       body::json -> 'from' ->> 'kind' as from_owner,
       body::json -> 'from' ->> 'agent' as from_agent,
       body::json ->> 'status' as status,
       body::json ->> 'customerCode' as customer,
       tx as place, position as number
from event where conversation is null;

create view bi_conversations as
select id, channel, account,
       attributes::json ->> 'customer' as customer,
       owner, agent, skill, since, fence, last_seq as messages, misses, last_agent, updated
from conversation;

create view bi_agents as
select login, presence, lost,
       (select count(*) from conversation where conversation.agent = agent.login and owner = 'agent') as taken,
       (select count(*) from conversation where conversation.agent = agent.login and owner = 'offer') as offered
from agent;
