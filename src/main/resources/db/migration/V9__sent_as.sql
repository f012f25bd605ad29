-- What platforms call messages the hub sent, so that their echo is known. A message keeps its author's own key beside it: a console that
-- heard no answer says it again with that one, however late.
create table sent_as (
    dedup        uuid   not null primary key,   -- 128 bits of a SHA-256, as in event
    conversation uuid   not null,
    seq          bigint not null
);
