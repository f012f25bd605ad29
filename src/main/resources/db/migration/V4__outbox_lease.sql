-- A message is leased while its platform is being called: until when, and for which call. A lease that ran out without an outcome means
-- that nobody knows whether it was sent. Who upgrades with calls in flight: their outcome is just as unknown.
alter table outbox add column until timestamp with time zone;
alter table outbox add column holder uuid;
update outbox set until = timestamp with time zone '2000-01-01 00:00:00+00' where calling;
alter table outbox drop column calling;
