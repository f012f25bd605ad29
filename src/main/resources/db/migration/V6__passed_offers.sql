-- Who declined a conversation or let its offer pass, and until when the same conversation is not offered to them again.
create table passed_offer (
    conversation uuid        not null,
    agent        varchar(64) not null,
    until        timestamp with time zone not null,
    primary key (conversation, agent)
);
