-- Who is told of events, how far each is, and what became of each telling.

create table webhook (
    id          uuid          not null primary key,
    url         varchar(2000) not null,
    description varchar(400)  not null,
    types       varchar(2000) not null,       -- beginnings of the event types wanted, with commas between; none: all
    secret      varchar(400)  not null,       -- sealed, if there is a key for it
    old_secret  varchar(400),                 -- signs too, until …
    old_until   timestamp with time zone,
    state       varchar(10)   not null,       -- active, failing, paused, disabled
    reason      varchar(200),                 -- why it is failing or disabled
    place       varchar(100)  not null,       -- what comes after this cursor of the feed has no delivery yet
    rest_until  timestamp with time zone,     -- the subscriber asked to be left alone
    created     timestamp with time zone not null,
    updated     timestamp with time zone not null,
    holder      uuid,                         -- the node that delivers, until its lease runs out
    until       timestamp with time zone
);

create table webhook_delivery (
    id       uuid        not null primary key,
    webhook  uuid        not null,
    event    uuid        not null,            -- its id is the webhook-id
    type     varchar(64) not null,
    body     text        not null,            -- what is signed and sent, byte for byte the same each time
    created  timestamp with time zone not null,
    state    varchar(10) not null,            -- waiting, delivered, dead
    due      timestamp with time zone not null,
    tries    int         not null,            -- since it was last put in line
    attempts int         not null             -- ever
);
create unique index webhook_delivery_by_event on webhook_delivery (webhook, event);
create index webhook_delivery_by_due on webhook_delivery (webhook, state, due);
create index webhook_delivery_by_created on webhook_delivery (webhook, created);

create table webhook_attempt (
    delivery uuid not null,
    number   int  not null,
    time     timestamp with time zone not null,
    status   int  not null,                   -- HTTP; 0: there was no answer
    millis   int  not null,
    error    varchar(40),                     -- in a word, if it failed
    primary key (delivery, number)
);

-- How far the hub itself is in the feed when it hands events on, and which node does so.
create table feed_reader (
    name    varchar(40)  not null primary key,
    place   varchar(100) not null,
    holder  uuid,
    until   timestamp with time zone,
    updated timestamp with time zone not null
);
