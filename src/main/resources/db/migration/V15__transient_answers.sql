-- What a task that has not ended was told of late, so that no single answer ends it, on whichever replica
-- (io.anteroom.task.LookHistory, io.anteroom.task.ForeignRefusals).
alter table task
  add column vain_since    timestamptz,              -- the first of the latest looks that did not say where it stands
  add column gone_since    timestamptz,              -- the first of those by which the upstream does not know it
  add column gone_looks    int not null default 0,   -- how many those are
  add column upstream_note text,                     -- what is odd about what the upstream says of it; or null
  add column refused_since timestamptz,              -- the first of the latest submits that somebody in between refused
  add column refusals      int not null default 0;   -- how many those are

-- Whether an upstream has the asset list (io.anteroom.task.KnownLists). That it was there once outlives every replica: one
-- that starts while somebody in between answers 404 does not take it for missing.
create table asset_list (
  account       text primary key,
  worked_at     timestamptz,                         -- when it was last written down that it works; null: never seen
  missing_since timestamptz                          -- since when the upstream itself says that there is none; or null
);
