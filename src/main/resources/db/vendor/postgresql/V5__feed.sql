-- Several nodes commit side by side, and a number drawn earlier may become visible later. In the order of (tx, position), cut off below
-- the oldest transaction still running, nothing ever appears behind a reader's back.
alter table event add column tx bigint not null default (pg_current_xact_id()::text::bigint);
alter table event drop constraint event_pkey;
alter table event add primary key (tx, position);
alter table event alter column position set cache 1000;
-- Room on the page for the next version of a row, so that a message need not touch the conversation's indexes.
alter table conversation set (fillfactor = 70);
