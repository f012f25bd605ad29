-- What analysts may read: views, without a word of what was said, a name or a platform's id of a person. GRANT SELECT on these, and on nothing else.
-- A migration that changes a column they show drops them before and makes them again.
create view bi_messages as
select id, conversation, seq,
       regexp_substr(source, '^/channels/([^/]+)/', 1, 1, '', 1) as channel,
       regexp_substr(source, '^/channels/[^/]+/(.*)$', 1, 1, '', 1) as account,
       time,
       case when type = 'io.serai.message.received' then 'in' else 'out' end as direction,
       trim(both '"' from cast(((body format json)."sender")."kind" as varchar)) as sender,
       case when trim(both '"' from cast(((body format json)."sender")."kind" as varchar)) in ('agent', 'bot')
            then trim(both '"' from cast(((body format json)."sender")."id" as varchar)) end as sender_id,
       trim(both '"' from cast(((body format json)."content")."type" as varchar)) as content,
       status, reason, position as place, position as number
from event where conversation is not null;

create view bi_events as
select id, type, source, subject, time,
       trim(both '"' from cast((body format json)."reason" as varchar)) as reason,
       trim(both '"' from cast(((body format json)."owner")."kind" as varchar)) as owner,
       trim(both '"' from cast(((body format json)."owner")."agent" as varchar)) as agent,
       trim(both '"' from cast(((body format json)."owner")."skill" as varchar)) as skill,
       trim(both '"' from cast(((body format json)."from")."kind" as varchar)) as from_owner,
       trim(both '"' from cast(((body format json)."from")."agent" as varchar)) as from_agent,
       trim(both '"' from cast((body format json)."status" as varchar)) as status,
       trim(both '"' from cast((body format json)."customerCode" as varchar)) as customer,
       position as place, position as number
from event where conversation is null;

create view bi_conversations as
select id, channel, account,
       trim(both '"' from cast((attributes format json)."customer" as varchar)) as customer,
       owner, agent, skill, since, fence, last_seq as messages, misses, last_agent, updated
from conversation;

create view bi_agents as
select login, presence, lost,
       (select count(*) from conversation where conversation.agent = agent.login and owner = 'agent') as taken,
       (select count(*) from conversation where conversation.agent = agent.login and owner = 'offer') as offered
from agent;
