-- What happened in the merchant's business beside a conversation, as its agents were shown it: events of systems, tickets, return requests.
create table conversation_note (
    conversation uuid not null,
    id           uuid not null,      -- UUIDv7: the order in which they were noted
    event        text not null,      -- JSON: the CloudEvent as it was shown
    primary key (conversation, id)
);
