-- What a business system is asked to do, once: a return request.
create table command (
    id           uuid         not null primary key,   -- its author's; the system gets it as the request's id
    conversation uuid         not null,
    operation    varchar(64)  not null,               -- of routes/systems, such as erp.return.create
    subject      varchar(64)  not null,               -- what it is about: the order's number
    payload      text         not null,               -- JSON, as it was when it was asked for
    requested_by varchar(64)  not null,
    state        varchar(10)  not null,               -- waiting, unknown, accepted, refused
    reference    varchar(64),                         -- the system's own number for it
    reason       varchar(300),
    begun        boolean      not null,               -- a call was made of which the outcome is not known, or may be under way
    attempts     int          not null,
    due          timestamp with time zone,            -- null: nobody sends it by itself any more
    until        timestamp with time zone,            -- it is being sent by somebody, until then
    holder       uuid,
    created      timestamp with time zone not null,
    updated      timestamp with time zone not null
);
create index command_by_conversation on command (conversation, created);
create index command_by_due on command (due);
