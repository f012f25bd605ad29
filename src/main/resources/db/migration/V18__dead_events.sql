-- What a source of business events brought and the hub could not take.
create table dead_event (
    id       uuid         not null primary key,
    door     varchar(16)  not null,               -- redis, kafka, jdbc
    entry    varchar(400) not null,               -- the source's name and what it is called there
    body     text         not null,
    reason   varchar(200) not null,
    time     timestamp with time zone not null,
    replayed timestamp with time zone
);
create unique index dead_event_by_entry on dead_event (door, entry);
create index dead_event_by_time on dead_event (time);
