-- How far a source of events has been read: a poll of a table, of contacts, of a stream.
create table source_cursor (
    name    varchar(200) not null primary key,
    content varchar(2000) not null,
    turn    timestamp with time zone not null
);
