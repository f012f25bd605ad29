-- One customer over channels. All of this but the suggestions can be made again from the events io.serai.customer.*.
create table customer (
    id          uuid not null primary key,
    merged_into uuid,                        -- the one it was merged into; null: it stands by itself
    root        uuid not null,               -- where following merged_into ends; itself if it stands by itself
    created     timestamp with time zone not null
);
create index customer_by_root on customer (root);

create table customer_link (
    conversation  uuid         not null primary key,   -- computed from channel, account and user
    channel       varchar(32)  not null,
    account       varchar(64)  not null,
    platform_user varchar(128) not null,
    customer      uuid         not null,               -- its own one, whatever that was merged into since
    linked        timestamp with time zone not null
);
create index customer_link_by_customer on customer_link (customer);

create table customer_evidence (
    conversation uuid         not null,
    kind         varchar(10)  not null,      -- unionid, merchant, crm, phone, wecom, agent
    name         varchar(200) not null,      -- what is compared; of a phone number a keyed hash
    shown        varchar(200) not null,      -- what people are shown; of a phone number three digits and four
    source       varchar(120) not null,
    decided_by   varchar(64),                -- the agent who decided; null: the hub
    time         timestamp with time zone not null,
    primary key (conversation, kind, name)
);
create index customer_evidence_by_name on customer_evidence (name);

create table customer_key (
    name     varchar(200) not null primary key,   -- a name that only one customer can have
    customer uuid         not null
);
create index customer_key_by_customer on customer_key (customer);

create table customer_barred (               -- an agent said: this conversation is not that customer's
    conversation uuid not null,
    customer     uuid not null,
    primary key (conversation, customer)
);

create table customer_apart (                -- an agent said: these two are different people
    one   uuid not null,
    other uuid not null,
    primary key (one, other)
);
create index customer_apart_by_other on customer_apart (other);

create table customer_suggestion (           -- for an agent to decide
    conversation uuid        not null,
    customer     uuid        not null,
    kind         varchar(10) not null,
    time         timestamp with time zone not null,
    dismissed_by varchar(64),
    primary key (conversation, customer)
);

create table customer_log (number bigint not null);   -- the latest change; its one row is the lock for all of the above
insert into customer_log (number) values (0);

create index customer_conversation_by_conversation on customer_conversation (conversation);
