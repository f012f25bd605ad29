-- H2 has one writer, so position is the order of the commits already; PostgreSQL's counterpart adds more.
select 1;
