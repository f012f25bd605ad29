-- What the flow could not handle, and whether it was put through again.
create table dead_letter (
    id           varchar(36) not null primary key,
    conversation varchar(36) not null,
    seq          bigint      not null,
    message      varchar(36) not null,
    route        varchar(200),
    reason       varchar(200) not null,
    time         timestamp with time zone not null,
    replayed     timestamp with time zone
);
create index dead_letter_by_time on dead_letter (time);
