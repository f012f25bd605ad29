-- The W3C trace that an event belongs to, so that whoever takes it up later, even after a restart, goes on with it.
alter table event add column traceparent varchar(55);
