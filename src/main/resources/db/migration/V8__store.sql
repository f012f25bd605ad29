-- What tells this store from every other, so that a reader's place in another one is known as foreign.
create table store (
    id        uuid   not null primary key,
    tx_offset bigint not null               -- PostgreSQL: added to its transaction numbers, see afterMigrate.sql
);
insert into store (id, tx_offset) values (gen_random_uuid(), 0);
