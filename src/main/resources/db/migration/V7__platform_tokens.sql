-- Tokens that platforms gave and that exist nowhere else, for all hubs on this store.
create table platform_token (
    name    varchar(200) not null primary key,
    content text         not null,
    updated timestamp with time zone not null
);
