-- Which history of the database the replicas have taken note of (io.anteroom.task.StoreHistory). After a failover the server
-- goes on with another one, from which the last commits may be missing.
create table store_history (
  one        boolean primary key default true check (one),
  epoch      text not null,                                  -- store_epoch(), when it was taken note of
  adopted_at timestamptz not null default clock_timestamp()
);

-- The cluster and its timeline: a failover begins a new timeline, another cluster has another identifier. 'unknown' where the
-- server does not tell.
create function store_epoch() returns text language plpgsql as $$
declare
  cluster text := 'unknown';
begin
  begin
    select system_identifier::text into cluster from pg_control_system();
  exception when others then null;
  end;
  return cluster || '/' || left(pg_walfile_name(pg_current_wal_flush_lsn()), 8);
exception when others then
  return 'unknown';
end $$;

-- How far the log of the server is on disk. It never goes back, unless commits were lost.
create function store_position() returns pg_lsn language plpgsql as $$
begin
  return pg_current_wal_flush_lsn();
exception when others then
  return 'FFFFFFFF/FFFFFFFF';
end $$;

create function store_moved() returns boolean language plpgsql as $$
declare
  now_is text := store_epoch();
begin
  return now_is <> 'unknown' and exists (
    select from store_history h where h.epoch <> now_is and h.epoch <> 'unknown');
end $$;
