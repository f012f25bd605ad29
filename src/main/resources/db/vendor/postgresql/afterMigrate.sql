-- After a dump was restored into a new cluster, its transaction numbers start low again, and what is stored from now on would come before
-- what was stored then. So an offset is added to all later ones, chosen such that they follow the highest there is.
do $$
declare
    gap bigint;
begin
    lock table store in exclusive mode;
    select coalesce(max(event.tx), 0) + 1 - pg_snapshot_xmax(pg_current_snapshot())::text::bigint - (select tx_offset from store)
        into gap from event;
    if gap > 0 then
        update store set tx_offset = tx_offset + gap;
        execute format('alter table event alter column tx set default (pg_current_xact_id()::text::bigint + %s)',
            (select tx_offset from store));
    end if;
end $$;
